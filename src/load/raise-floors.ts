import { isScalar, parseDocument } from 'yaml';
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

/**
 * A floors file with its numbers raised to what was observed, and what changed. Only digits are replaced, so
 * comments and layout stay byte for byte; a number that would sink, or that the file does not name, stays as it is.
 */
export function raiseFloors(
  text: string,
  raises: readonly Raise[],
): { readonly text: string; readonly raised: readonly RaisedFloor[] } {
  const doc = parseDocument(text, { logLevel: 'silent' });
  const edits = raises
    .flatMap(({ target, raisable }) =>
      raisable.map(({ metric, observed }) =>
        editOf(doc.getIn(['targets', target, metric], true), { target, metric, to: observed }),
      ),
    )
    .filter((edit) => edit !== null);
  const fromTheEnd = edits.toSorted((a, b) => b.start - a.start);
  return {
    text: fromTheEnd.reduce(splice, text),
    raised: edits.map(({ floor }) => floor),
  };
}

interface Edit {
  readonly start: number;
  readonly end: number;
  readonly floor: RaisedFloor;
}

function editOf(node: unknown, floor: Omit<RaisedFloor, 'from'>): Edit | null {
  if (!isScalar(node) || typeof node.value !== 'number' || !node.range) return null;
  if (floor.to <= node.value) return null;
  return { start: node.range[0], end: node.range[1], floor: { ...floor, from: node.value } };
}

function splice(text: string, { start, end, floor }: Edit): string {
  return text.slice(0, start) + String(floor.to) + text.slice(end);
}
