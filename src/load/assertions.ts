import type { Json } from '../model/json.ts';
import type { AssertionSelection } from '../model/storyboard.ts';
import { closest } from '../support/did-you-mean.ts';
import type { Place } from './place.ts';
import { readMap } from './read-map.ts';
import { assertionChoice } from './schema.ts';

/** Reads `invariants:` of a storyboard; an id that no assertion has is warned about and kept, for the report to tell. */
export function assertionsOf(
  value: Json,
  place: Place,
  known: readonly string[],
): AssertionSelection {
  if (value === null) return { enable: [], disable: [] };
  if (!Array.isArray(value)) return choiceOf(value, place, known);
  const enable = (value as readonly Json[]).filter((id, index) =>
    isId(id, place.child(index), known),
  );
  return { enable, disable: [] };
}

function isId(id: Json, place: Place, known: readonly string[]): id is string {
  if (typeof id === 'string') reportUnknown(id, place, known);
  else place.error('wrong-type', 'an assertion is named by text', `one of ${known.join(', ')}`);
  return typeof id === 'string';
}

/** The ids themselves; one that no assertion has is warned about. */
export function assertionIds(
  ids: readonly string[],
  place: Place,
  known: readonly string[],
): readonly string[] {
  for (const [index, id] of ids.entries()) reportUnknown(id, place.child(index), known);
  return ids;
}

function choiceOf(value: Json, place: Place, known: readonly string[]): AssertionSelection {
  const choice = readMap(assertionChoice, value, place);
  return {
    enable: assertionIds(choice?.enable ?? [], place.child('enable'), known),
    disable: assertionIds(choice?.disable ?? [], place.child('disable'), known),
  };
}

function reportUnknown(id: string, place: Place, known: readonly string[]): void {
  if (known.includes(id)) return;
  const meant = closest(id, known);
  place.warning(
    'unknown-assertion',
    `no assertion is called "${id}", ignored`,
    meant === null ? `one of ${known.join(', ')}` : `did you mean "${meant}"?`,
  );
}
