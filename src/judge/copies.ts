import type { RunEvidence } from '../model/evidence.ts';
import type { Json } from '../model/json.ts';
import { fieldAt } from './field.ts';

/** What each copy of a parallel dispatch that came to an end has at a path; undefined where it has nothing there, null where the step sent one request. */
export function valuesOfCopies(
  { copies }: RunEvidence,
  path: string,
): readonly (Json | undefined)[] | null {
  if (copies === undefined) return null;
  return copies
    .filter(({ settled }) => settled)
    .map(({ extraction }) => (extraction ? fieldAt(extraction.payload, path).value : undefined));
}

/** Why a check over several answers says nothing of a step with one. */
export const oneAnswerOnly = 'the step sends one request; see parallel_dispatch';
