import { isAlias, isMap, isScalar, isSeq } from 'yaml';
import type { Document, Node, Pair, YAMLMap } from 'yaml';

/** Keys and indexes from the document's root to a value. */
export type SourcePath = readonly (string | number)[];

/** Start and end of what stands at a path, in characters; of the nearest enclosing thing where it was not written. */
export function extentOf(
  doc: Document.Parsed,
  path: SourcePath,
  part: 'key' | 'value',
): readonly [number, number] {
  let landing: Landing = { node: doc.contents, pair: null };
  for (const segment of path) {
    const next = descend(doc, landing.node, segment);
    if (!next) return extent(landing.node ?? (landing.pair?.key as Node | null));
    landing = next;
  }
  const key = landing.pair ? (landing.pair.key as Node) : null;
  if (part === 'key' || isUnwritten(landing.node)) return extent(key ?? landing.node);
  return extent(landing.node);
}

/** Start and end of a node, in characters. */
export function extent(node: Node | null | undefined): readonly [number, number] {
  return node?.range ? [node.range[0], node.range[1]] : [0, 0];
}

/** What a path leads to: the node, and the pair it is the value of. */
interface Landing {
  readonly node: Node | null;
  readonly pair: Pair | null;
}

/** `phases:` with nothing behind it has a node of no width. */
function isUnwritten(node: Node | null): boolean {
  return !node?.range || (isScalar(node) && node.range[0] === node.range[1]);
}

function descend(
  doc: Document.Parsed,
  from: Node | null,
  segment: string | number,
): Landing | null {
  const node = resolved(doc, from);
  if (isSeq(node)) {
    const item = node.items[Number(segment)] as Node | undefined;
    return item ? { node: item, pair: null } : null;
  }
  const pair = isMap(node) ? findPair(doc, node, String(segment)) : null;
  return pair ? { node: pair.value as Node | null, pair } : null;
}

function resolved(doc: Document.Parsed, node: Node | null): Node | null {
  return isAlias(node) ? (node.resolve(doc) ?? null) : node;
}

function findPair(doc: Document.Parsed, map: YAMLMap, key: string): Pair | null {
  // Of a key that stands twice the last is read.
  const own = map.items.findLast((pair) => keyText(pair) === key);
  if (own) return own;
  for (const pair of map.items) {
    if (keyText(pair) !== '<<') continue;
    const found = findMerged(doc, pair.value as Node | null, key);
    if (found) return found;
  }
  return null;
}

function findMerged(doc: Document.Parsed, source: Node | null, key: string): Pair | null {
  const node = resolved(doc, source);
  if (isMap(node)) return findPair(doc, node, key);
  if (!isSeq(node)) return null;
  for (const item of node.items) {
    const found = findMerged(doc, item as Node | null, key);
    if (found) return found;
  }
  return null;
}

/** With merge keys on, the parser reads `<<` as a symbol. */
function keyText({ key }: Pair): string {
  if (!isScalar<string | number | boolean | symbol | null>(key)) return '';
  return typeof key.value === 'symbol' ? '<<' : String(key.value ?? '');
}
