import { isAlias, isMap, isScalar, isSeq, visit } from 'yaml';
import type { Alias, Document, Node, Pair } from 'yaml';
import type { SourceProblem } from '../model/source.ts';
import { closest } from '../support/did-you-mean.ts';
import { extent } from './yaml-extent.ts';
import type { Between } from './yaml-problem.ts';

/** Puts a number JSON has in the place of each it has not, `.inf` and `.nan`, and reports them. */
export function mendNumbers(doc: Document.Parsed, between: Between): readonly SourceProblem[] {
  const found: SourceProblem[] = [];
  visit(doc, {
    Scalar(_, node) {
      if (typeof node.value !== 'number' || Number.isFinite(node.value)) return;
      node.value = 0;
      found.push({
        severity: 'error',
        rule: 'wrong-value',
        message: 'a number must be finite',
        hint: 'quote it, or write a number',
        at: between(...extent(node)),
      });
    },
  });
  return found;
}

/** Takes out every alias and every merge that stands for nothing, and reports them; the rest can be read then. */
export function mendAliases(doc: Document.Parsed, between: Between): readonly SourceProblem[] {
  const found: SourceProblem[] = [];
  const anchors = new Map<string, unknown>();
  const isBad = (node: unknown, fault: Fault | null) => {
    if (fault === null) return false;
    const at = between(...extent(node as Node | null));
    found.push({ severity: 'error', rule: 'yaml-alias', ...fault, at });
    return true;
  };
  visit(doc, {
    Value(_, node) {
      if (node.anchor !== undefined) anchors.set(node.anchor, node);
    },
    Pair(_, pair, ancestors) {
      if (!isMerge(pair)) return undefined;
      const isBadSource = (source: unknown) =>
        isBad(source, mergeFault(source, anchors, ancestors));
      if (!isSeq(pair.value)) return isBadSource(pair.value) ? visit.REMOVE : undefined;
      pair.value.items = pair.value.items.filter((source) => !isBadSource(source));
      return undefined;
    },
    Alias(_, node, ancestors) {
      return isBad(node, aliasFault(node, anchors, ancestors)) ? visit.REMOVE : undefined;
    },
  });
  return found;
}

type Fault = Pick<SourceProblem, 'message' | 'hint'>;

/** What each anchor before a place stands for. */
type Anchors = ReadonlyMap<string, unknown>;

function aliasFault(
  { source: name }: Alias,
  anchors: Anchors,
  ancestors: readonly unknown[],
): Fault | null {
  if (!anchors.has(name)) {
    const meant = closest(name, anchors.keys());
    return {
      message: `the alias *${name} stands for nothing: no &${name} comes before it`,
      hint:
        meant === null ? 'define it before with &, or quote the text' : `did you mean "*${meant}"?`,
    };
  }
  if (!ancestors.includes(anchors.get(name))) return null;
  const message = `the alias *${name} stands inside of what it stands for`;
  return { message, hint: 'write the inner part out' };
}

function mergeFault(
  source: unknown,
  anchors: Anchors,
  ancestors: readonly unknown[],
): Fault | null {
  const fault = isAlias(source) ? aliasFault(source, anchors, ancestors) : null;
  if (fault !== null) return fault;
  const target = isAlias(source) ? anchors.get(source.source) : source;
  if (isMap(target) || (isSeq(target) && target.items.every(isMap))) return null;
  return { message: '"<<" merges maps, and this is none', hint: 'name a map: "<<: *base"' };
}

/** With merge keys on, the parser reads `<<` as a symbol. */
function isMerge({ key }: Pair): boolean {
  return isScalar(key) && typeof key.value === 'symbol';
}
