import type { Json, JsonObject } from '../model/json.ts';
import { closest } from '../support/did-you-mean.ts';
import { isObject } from '../support/json.ts';
import { kindOf } from './issue.ts';
import type { Place } from './place.ts';

/**
 * True for a map with `phases`. What was meant to be one is reported, because a suite would lose it without a
 * word; anything else is reported only where the user named it.
 */
export function isStoryboard(value: Json, place: Place, named: boolean): boolean {
  if (!isObject(value)) {
    if (named) place.error('no-storyboard', ...whatElse(value));
    return false;
  }
  // One without an id is read all the same: that is not all there may be to say of it.
  if (Object.hasOwn(value, 'phases')) return true;
  if (Object.hasOwn(value, 'id')) return reportNoPhases(value, place, named);
  if (named) {
    place.error('no-storyboard', 'this is no storyboard: it has no id and no phases', howTo);
  }
  return false;
}

function reportNoPhases(value: JsonObject, place: Place, named: boolean): false {
  const misspelt = Object.keys(value).find((key) => isMeantAsPhases(key, value[key]));
  if (misspelt !== undefined) {
    place
      .child(misspelt)
      .keyError('unknown-key', `a storyboard has no key "${misspelt}"`, 'did you mean "phases"?');
  } else if (named) {
    place.error('no-storyboard', 'this is no storyboard: it has no phases', 'add "phases:"');
  }
  return false;
}

function isMeantAsPhases(key: string, value: Json | undefined): boolean {
  return key.startsWith('phase') && closest('phases', [key]) !== null && Array.isArray(value);
}

const howTo = 'write a map with id, title and phases';

function whatElse(value: Json): readonly [string, string] {
  return value === null
    ? ['the file is empty', howTo]
    : [`this is no storyboard, but ${kindOf(value)}`, howTo];
}
