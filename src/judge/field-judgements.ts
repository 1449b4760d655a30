import * as z from 'zod';
import type { Json } from '../model/json.ts';
import type { CheckOutcome } from '../model/outcome.ts';
import { sameJson } from '../support/json.ts';
import { fieldAt } from './field.ts';
import { failed, passed } from './outcome.ts';
import type { Comparand } from './params.ts';
import {
  allowedValues,
  anyValue,
  candidatesOf,
  expectedOf,
  path,
  withComparand,
} from './params.ts';
import { searchPattern } from './pattern.ts';

// The envelope checks exist for authors and lints: on the wire, envelope and task share one flat object,
// so each judges exactly as its namesake without the prefix.

/** Parameters of a check that only names a field. */
export const fieldParams = z.object({ path });

/** Parameters of a comparison with an authored value. */
export const comparisonParams = withComparand(
  z.object({ path, value: anyValue.optional(), allowed_values: allowedValues.optional() }),
);

/** Parameters of a comparison with a pattern. */
export const patternParams = z.object({
  path,
  pattern: z.string().superRefine((source, ctx) => {
    const compiled = searchPattern(source);
    if ('problem' in compiled) ctx.addIssue({ code: 'custom', message: compiled.problem });
  }),
});

/** Something stands at the path; null does not count. */
export function judgePresent(document: Json, { path }: { path: string }): CheckOutcome {
  const { pointer, value } = fieldAt(document, path);
  return (value ?? null) === null ? failed({ pointer, expected: path }) : passed;
}

/** Nothing stands at the path; null counts as nothing. */
export function judgeAbsent(document: Json, { path }: { path: string }): CheckOutcome {
  const { pointer, value } = fieldAt(document, path);
  return (value ?? null) === null ? passed : failed({ pointer, actual: value });
}

/** What stands at the path is one of the accepted values. */
export function judgeValue(document: Json, params: Comparand & { path: string }): CheckOutcome {
  const { pointer, value } = fieldAt(document, params.path);
  const holds = candidatesOf(params).some((candidate) => sameJson(value, candidate));
  return holds ? passed : failed({ pointer, expected: expectedOf(params), actual: value });
}

/** Nothing stands at the path, or one of the accepted values; here null is a value. */
export function judgeValueOrAbsent(
  document: Json,
  params: Comparand & { path: string },
): CheckOutcome {
  return fieldAt(document, params.path).value === undefined ? passed : judgeValue(document, params);
}

/** The text at the path contains a match of the pattern. */
export function judgePattern(
  document: Json,
  params: { path: string; pattern: string },
): CheckOutcome {
  const { pointer, value } = fieldAt(document, params.path);
  const fault = { pointer, expected: { pattern: params.pattern }, actual: value };
  if (typeof value !== 'string') return failed({ ...fault, note: 'the field is not a string' });
  const compiled = searchPattern(params.pattern);
  if ('problem' in compiled) return failed({ ...fault, note: compiled.problem });
  const found = compiled.search(value);
  if (found === 'too_long')
    return failed({ ...fault, note: 'the text is too long to be searched' });
  return found ? passed : failed(fault);
}
