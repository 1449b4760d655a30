import type { JsonObject } from '../model/json.ts';
import type { ResolvedValidation } from '../judge/step.ts';
import type { Validation } from '../model/storyboard.ts';
import { isObject, objectFrom } from '../support/json.ts';
import { substitute, type TokenSources } from '../request/substitute.ts';

/** Parameters whose tokens are replaced; paths and names of context values are never templates. */
const comparands = ['value', 'allowed_values', 'scope', 'payload_must_contain'] as const;

/** Puts values in place of tokens in what validations compare to, and names the tokens that have none. */
export function resolveValidations(
  validations: readonly Validation[],
  sources: TokenSources,
): readonly ResolvedValidation[] {
  return validations.map((validation) => resolveOne(validation, sources));
}

function resolveOne(validation: Validation, sources: TokenSources): ResolvedValidation {
  const { params } = validation;
  if (params === null) return { validation, params };
  const present = comparands.flatMap((key) =>
    key in params ? [[key, params[key] ?? null] as const] : [],
  );
  if (present.length === 0) return { validation, params };
  const { value, unresolved } = substitute(objectFrom(present), sources);
  const resolved: JsonObject = isObject(value) ? { ...params, ...value } : params;
  return { validation, params: resolved, unresolved: unresolved.map(({ token }) => token) };
}
