import type { JsonObject } from '../model/json.ts';
import type { ResolvedValidation } from '../judge/step.ts';
import type { Validation } from '../model/storyboard.ts';
import { isObject, objectFrom } from '../support/json.ts';
import { moveDates } from '../request/dates.ts';
import type { DateShift } from '../request/invariant.ts';
import { substitute, type TokenSources } from '../request/substitute.ts';

/** Parameters whose tokens are replaced; paths and names of context values are never templates. */
const comparands = ['value', 'allowed_values', 'scope', 'payload_must_contain'] as const;

/** Where comparands get their values: the tokens of the step, and the years its storyboard's dates move. */
export interface ComparandSources extends TokenSources {
  readonly dateShift: DateShift | null;
}

/** Puts values in place of tokens in what validations compare to, and names the tokens that have none. */
export function resolveValidations(
  validations: readonly Validation[],
  sources: ComparandSources,
): readonly ResolvedValidation[] {
  return validations.map((validation) => resolveOne(validation, sources));
}

function resolveOne(validation: Validation, sources: ComparandSources): ResolvedValidation {
  const { params } = validation;
  if (params === null) return { validation, params };
  const present = comparands.flatMap((key) =>
    key in params ? [[key, params[key] ?? null] as const] : [],
  );
  if (present.length === 0) return { validation, params };
  // A date that moved in the request has moved in what is expected of its echo, too.
  const moved = moveDates(objectFrom(present), sources.dateShift);
  const { value, unresolved } = substitute(moved, sources);
  const resolved: JsonObject = isObject(value) ? { ...params, ...value } : params;
  return { validation, params: resolved, unresolved: unresolved.map(({ token }) => token) };
}
