import type { Unanswered } from '../model/exchange.ts';
import type { Json, JsonObject } from '../model/json.ts';
import type { CheckOutcome } from '../model/outcome.ts';
import type { Skip, StepFailure, UnexpectedOutcome } from '../model/step-result.ts';
import { isObject } from '../support/json.ts';
import { cut, printable } from './escape.ts';

/** Most characters of an agent's value that are shown in a sentence. */
export const longestValue = 200;

/** A failed check in three parts, each printable. */
export interface Finding {
  /** A JSON pointer, or what stands in for one, e.g. `(error code)`. */
  readonly field: string;
  readonly expected: string;
  readonly got: string;
}

/** A failed outcome. */
export type Failed = Extract<CheckOutcome, { status: 'failed' }>;

/** Field, expectation and fact of a failed check. */
export function findingOf(check: string, outcome: Failed): Finding {
  const got = describeActual(outcome.actual);
  return {
    field: describeField(check, outcome.pointer),
    expected: describeExpected(check, outcome),
    got:
      outcome.note === undefined ? got : `${got} (${printable(cut(outcome.note, longestValue))})`,
  };
}

/** What a check found, as one sentence: field, expectation, fact. */
export function describeOutcome(check: string, outcome: CheckOutcome): string {
  if (outcome.status === 'passed') return 'passed';
  if (outcome.status === 'not_applicable') {
    return `not applicable: ${printable(cut(outcome.note, longestValue))}`;
  }
  const { field, expected, got } = findingOf(check, outcome);
  return `${field}  expected ${expected}, got ${got}`;
}

/** Why a step is not passed, where its validations do not say so; null where they do. */
export function describeFailure(failure: StepFailure): string | null {
  switch (failure.kind) {
    case 'validations':
      return null;
    case 'unexpected_success':
      return `${copyOf(failure)}expected an error, got a success`;
    case 'unexpected_error': {
      const code = failure.code === null ? 'an error' : `the error ${printable(failure.code)}`;
      return `${copyOf(failure)}expected a success, got ${code}: ${quoted(failure.message)}`;
    }
    case 'not_sent':
      return `nothing was sent: ${printable(cut(failure.detail, longestValue))}`;
  }
}

function copyOf({ copy }: UnexpectedOutcome): string {
  return copy === undefined ? '' : `copy ${copy}: `;
}

/** Why there was no answer. */
export function describeUnanswered({ reason, detail }: Unanswered): string {
  return `no answer to judge (${reason}): ${printable(cut(detail, longestValue))}`;
}

/** Why something was not run. */
export function describeSkip({ reason, detail }: Skip): string {
  return `${reason}: ${printable(cut(detail, longestValue))}`;
}

/** A value as JSON on one line, cut. */
export function quoted(value: Json, limit: number = longestValue): string {
  return printable(cut(shortJson(value, limit), limit));
}

// A 10 MB string need not be escaped whole to show its first 200 characters.
function shortJson(value: Json, limit: number): string {
  return JSON.stringify(typeof value === 'string' ? cut(value, limit) : value);
}

const fieldless: Readonly<Record<string, string>> = {
  error_code: '(error code)',
  http_status: '(HTTP status)',
  http_status_in: '(HTTP status)',
  any_of: '(contributions)',
  response_schema: '(answer)',
};

function describeField(check: string, pointer: string | null): string {
  if (pointer !== null && pointer !== '') return printable(cut(pointer, longestValue));
  return fieldless[check] ?? `(${printable(check)})`;
}

/** Checks whose expectation is a list of acceptable values. */
const choices = new Set(['error_code', 'http_status_in', 'http_status', 'any_of']);

function describeExpected(check: string, { expected, actual }: Failed): string {
  if (check.endsWith('field_present')) return 'a value';
  if (check.endsWith('field_absent')) return 'nothing';
  if (check === 'response_schema')
    return `an answer that matches ${expected === null ? 'its schema' : quoted(expected)}`;
  if (Array.isArray(expected) && isChoice(check, expected as readonly Json[], actual)) {
    return describeChoice(expected as readonly Json[]);
  }
  return expected === null ? 'something else' : quoted(expected);
}

// `allowed_values` and an array as the value look alike; only a list answers an expected list.
function isChoice(check: string, expected: readonly Json[], actual: Json): boolean {
  return choices.has(check) || (expected.length > 0 && !Array.isArray(actual));
}

function describeChoice(values: readonly Json[]): string {
  const shown = values.map((value) =>
    typeof value === 'string' ? printable(value) : quoted(value),
  );
  return cut(shown.length === 1 ? shown.join('') : `one of ${shown.join(', ')}`, longestValue);
}

function describeActual(actual: Json): string {
  if (actual === null) return 'nothing';
  return schemaErrors(actual) ?? quoted(actual);
}

/** `/packages/0 must have required property "x" and 2 more`, where the value is a list of schema errors. */
function schemaErrors(actual: Json): string | null {
  if (!Array.isArray(actual) || !isSchemaError(actual[0])) return null;
  const { instance_path: path, message } = actual[0];
  const first = `${path === '' ? 'the answer' : path} ${message}`;
  const more = actual.length > 1 ? ` and ${actual.length - 1} more` : '';
  return printable(cut(first, longestValue)) + more;
}

function isSchemaError(value: unknown): value is JsonObject & {
  readonly instance_path: string;
  readonly message: string;
} {
  return (
    isObject(value) &&
    typeof value['instance_path'] === 'string' &&
    typeof value['message'] === 'string'
  );
}
