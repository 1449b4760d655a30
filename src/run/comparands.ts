import type { Json, JsonObject } from '../model/json.ts';
import type { ResolvedValidation } from '../judge/step.ts';
import type { Validation } from '../model/storyboard.ts';
import { isObject, objectFrom } from '../support/json.ts';
import { asSent, type Renaming } from '../request/renaming.ts';
import { substitute, substituteConstants, type TokenSources } from '../request/substitute.ts';

/** Parameters whose tokens are replaced; paths and names of context values are never templates. */
const comparands = ['value', 'allowed_values', 'scope', 'payload_must_contain'] as const;

/** Where comparands get their values: the tokens of the step, and what its requests are renamed by. */
export interface ComparandSources extends TokenSources {
  readonly renaming: Renaming;
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
  const context = constantAsSent(params, sources);
  const present = comparands.flatMap((key) =>
    key in params ? [[key, params[key] ?? null] as const] : [],
  );
  if (present.length === 0) return { validation, params, ...context };
  // What went out under another name comes back under it; what an answer gave is as the agent says it already.
  const renamed = objectFrom(
    present.map(([key, comparand]) => [
      key,
      renamedIn(key, substituteConstants(comparand, sources), {
        params,
        renaming: sources.renaming,
      }),
    ]),
  );
  const { value, unresolved } = substitute(renamed, sources);
  const resolved: JsonObject = isObject(value) ? { ...params, ...value } : params;
  const tokens = unresolved.map(({ token }) => token);
  return { validation, params: resolved, unresolved: tokens, ...context };
}

/** What stands in the context for a check that names a constant there. */
function constantAsSent(
  params: JsonObject,
  { context, constants, renaming }: ComparandSources,
): Pick<ResolvedValidation, 'context'> {
  const { context_key: key } = params;
  if (typeof key !== 'string' || constants?.has(key) !== true) return {};
  const value = context[key] ?? null;
  const sent = asSent(pathOf(params), value, renaming);
  return sent === value ? {} : { context: { [key]: sent } };
}

function pathOf({ path }: JsonObject): string | null {
  return typeof path === 'string' ? path.replace(/^\$\.?/, '') : null;
}

interface Around {
  /** What the comparand stands beside. */
  readonly params: JsonObject;
  readonly renaming: Renaming;
}

function renamedIn(key: string, comparand: Json, { params, renaming }: Around): Json {
  const path = pathOf(params);
  if (key === 'value') return asSent(path, comparand, renaming);
  // A token may stand for the whole list.
  if (!Array.isArray(comparand)) return comparand;
  if (key === 'allowed_values') return comparand.map((each: Json) => asSent(path, each, renaming));
  return comparand.map((entry: Json) => (isObject(entry) ? entryOf(entry, renaming) : entry));
}

function entryOf(entry: JsonObject, renaming: Renaming): JsonObject {
  return objectFrom(
    Object.entries(entry).map(([key, value]) => [
      key,
      renamedIn(key, value, { params: entry, renaming }),
    ]),
  );
}
