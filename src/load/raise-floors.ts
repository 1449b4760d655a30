import { isAlias, isMap, isScalar, parseDocument, visit } from 'yaml';
import type { Document, Scalar } from 'yaml';
import type { Metric, Reading } from '../model/gate.ts';

/** What a run reached above the floors of a target. */
export interface Raise {
  readonly target: string;
  readonly raisable: readonly Pick<Reading, 'metric' | 'observed'>[];
}

/** A floor that went up. */
export interface RaisedFloor {
  readonly target: string;
  readonly metric: Metric;
  readonly from: number;
  readonly to: number;
}

/** A floors file after raising. */
interface RaisedFloors {
  readonly text: string;
  readonly raised: readonly RaisedFloor[];
  /** Floors whose digits stand for something else of the file too, through an anchor; they stay as they are. */
  readonly shared: readonly Pick<RaisedFloor, 'target' | 'metric'>[];
}

/**
 * A floors file with its numbers raised to what was observed, and what changed. Only digits are replaced, so
 * comments and layout stay byte for byte; a number that would sink, or that the file does not name, stays as it is.
 */
export function raiseFloors(text: string, raises: readonly Raise[]): RaisedFloors {
  const doc = parseDocument(text, { logLevel: 'silent' });
  const aliased = aliasedIn(doc);
  const found = raises.flatMap(({ target, raisable }) =>
    raisable.map(({ metric, observed: to }) => {
      const floor = { target, metric, to };
      return { floor, place: placeOf(doc, floor, aliased) };
    }),
  );
  const edits = found
    .map(({ floor, place }) => (place === 'shared' ? null : editOf(place, floor)))
    .filter((edit) => edit !== null);
  const fromTheEnd = edits.toSorted((a, b) => b.start - a.start);
  return {
    text: fromTheEnd.reduce(splice, text),
    raised: edits.map(({ floor }) => floor),
    shared: found
      .filter(({ place }) => place === 'shared')
      .map(({ floor: { target, metric } }) => ({ target, metric })),
  };
}

/** The anchors that the file refers to. */
function aliasedIn(doc: Document.Parsed): ReadonlySet<string | undefined> {
  const names = new Set<string>();
  visit(doc, { Alias: (_, { source }) => void names.add(source) });
  return names;
}

/** The number of a floor where it is written for this floor alone; null where there is none. */
function placeOf(
  doc: Document.Parsed,
  { target, metric }: Pick<RaisedFloor, 'target' | 'metric'>,
  aliased: ReadonlySet<string | undefined>,
): Scalar | 'shared' | null {
  let node: unknown = doc.contents;
  for (const key of ['targets', target, metric]) {
    if (!isMap(node)) return null;
    if (aliased.has(node.anchor)) return 'shared';
    const next = node.get(key, true);
    if (isAlias(next) || (next === undefined && node.has('<<'))) return 'shared';
    node = next;
  }
  if (!isScalar(node)) return null;
  return aliased.has(node.anchor) ? 'shared' : node;
}

interface Edit {
  readonly start: number;
  readonly end: number;
  readonly floor: RaisedFloor;
}

function editOf(node: Scalar | null, floor: Omit<RaisedFloor, 'from'>): Edit | null {
  if (typeof node?.value !== 'number' || !node.range) return null;
  if (floor.to <= node.value) return null;
  return { start: node.range[0], end: node.range[1], floor: { ...floor, from: node.value } };
}

function splice(text: string, { start, end, floor }: Edit): string {
  return text.slice(0, start) + String(floor.to) + text.slice(end);
}
