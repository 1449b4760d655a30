import type { Json, JsonObject } from '../../model/json.ts';
import { isObject, listOf } from '../../support/json.ts';
import type { Place } from '../place.ts';
import type { AuthoredStepAt, AuthoredValidationAt } from './rule.ts';

/** The steps of an authored storyboard in the order they run. */
export function authoredSteps(document: JsonObject, place: Place): readonly AuthoredStepAt[] {
  return mapsOf(document['phases']).flatMap(([phase, index]) =>
    mapsOf(phase['steps']).map(([step, at]) => ({
      step,
      place: place.child('phases', index, 'steps', at),
      phase,
      task: taskOf(step),
    })),
  );
}

/** The validations of an authored step. */
export function authoredValidations({
  step,
  place,
}: AuthoredStepAt): readonly AuthoredValidationAt[] {
  return mapsOf(step['validations']).map(([validation, index]) => ({
    validation,
    place: place.child('validations', index),
  }));
}

const silent = new Set([
  'sample_response',
  'validations',
  'title',
  'narrative',
  'description',
  'expected',
  'reviewer_checks',
  '$comment',
]);

/** The keys of a step or a validation that reach an agent or a check; prose aside, validations too. */
export function spokenPart(authored: JsonObject): readonly (readonly [string, Json])[] {
  return Object.entries(authored).filter(([key]) => !silent.has(key));
}

/** The maps of an authored list, each with its index. */
export function mapsOf(value: Json | undefined): readonly (readonly [JsonObject, number])[] {
  return [...listOf(value).entries()].flatMap(([index, item]) =>
    isObject(item) ? [[item, index] as const] : [],
  );
}

/** A text, or the empty text where the author wrote anything else. */
export function textOf(value: Json | undefined): string {
  return typeof value === 'string' ? value : '';
}

/** The flag a step raises when it passes; null where it raises none. */
export function flagOf({ step, phase }: AuthoredStepAt): string | null {
  const set = isObject(phase['branch_set']) ? phase['branch_set']['id'] : null;
  const flag = step['contributes'] === true ? set : step['contributes_to'];
  return typeof flag === 'string' ? flag : null;
}

/** The flags the `any_of` checks of a step assert. */
export function assertedFlags(at: AuthoredStepAt): readonly string[] {
  return authoredValidations(at)
    .filter(({ validation }) => validation['check'] === 'any_of')
    .flatMap(({ validation }) => listOf(validation['allowed_values']))
    .filter((flag): flag is string => typeof flag === 'string');
}

function taskOf(step: JsonObject): string {
  const { task, task_default: fallback } = step;
  const isReference = typeof task === 'string' && task.startsWith('$test_kit.');
  return textOf(isReference ? fallback : task);
}
