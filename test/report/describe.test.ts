import { expect, test } from 'vitest';
import type { StepFailure } from '../../src/model/step-result.ts';
import {
  describeFailure,
  describeOutcome,
  describeSkip,
  describeUnanswered,
} from '../../src/report/describe.ts';
import { aFailure, noAnswer } from '../support/builders.ts';

test.each([
  [
    'field_present',
    aFailure({ pointer: '/packages/0/budget', expected: 'packages[0].budget' }),
    '/packages/0/budget  expected a value, got nothing',
  ],
  [
    'envelope_field_present',
    aFailure({ pointer: '/status' }),
    '/status  expected a value, got nothing',
  ],
  [
    'field_absent',
    aFailure({ pointer: '/secret', expected: null, actual: 3 }),
    '/secret  expected nothing, got 3',
  ],
  [
    'field_value',
    aFailure({ pointer: '/context/correlation_id', expected: 'a-1', actual: 'a-2' }),
    '/context/correlation_id  expected "a-1", got "a-2"',
  ],
  [
    'field_value',
    aFailure({ pointer: '/status', expected: ['active', 'paused'], actual: 'gone' }),
    '/status  expected one of active, paused, got "gone"',
  ],
  [
    'field_value',
    aFailure({ pointer: '/tags', expected: ['a', 'b'], actual: ['a'] }),
    '/tags  expected ["a","b"], got ["a"]',
  ],
  [
    'error_code',
    aFailure({ pointer: null, expected: ['VALIDATION_ERROR', 'X'], actual: 'INTERNAL_ERROR' }),
    '(error code)  expected one of VALIDATION_ERROR, X, got "INTERNAL_ERROR"',
  ],
  [
    'error_code',
    aFailure({ pointer: null, expected: ['X'], actual: null, note: 'the answer is a success' }),
    '(error code)  expected X, got nothing (the answer is a success)',
  ],
  [
    'http_status',
    aFailure({ pointer: null, expected: 401, actual: 200 }),
    '(HTTP status)  expected 401, got 200',
  ],
  [
    'response_schema',
    aFailure({
      pointer: '',
      expected: 'https://schemas.test/get-products-response.json',
      actual: [
        {
          instance_path: '/products/0',
          schema_path: '#',
          keyword: 'required',
          message: 'lacks "id"',
        },
        { instance_path: '', schema_path: '#', keyword: 'type', message: 'is a list' },
      ],
    }),
    '(answer)  expected an answer that matches "https://schemas.test/get-products-response.json", got /products/0 lacks "id" and 1 more',
  ],
  [
    'response_schema',
    aFailure({
      pointer: null,
      expected: null,
      actual: null,
      note: 'the check could not decide: x',
    }),
    '(answer)  expected an answer that matches its schema, got nothing (the check could not decide: x)',
  ],
  [
    'a_check_of_tomorrow',
    aFailure({ pointer: null, expected: { min: 1 }, actual: 0 }),
    '(a_check_of_tomorrow)  expected {"min":1}, got 0',
  ],
  [
    'unknown',
    { status: 'not_applicable', note: 'no such check' } as const,
    'not applicable: no such check',
  ],
])('%s: a finding reads field, expectation, fact', (check, outcome, sentence) => {
  expect(describeOutcome(check, outcome)).toBe(sentence);
});

test("an agent's value is cut at 200 characters and stays on one line", () => {
  const outcome = aFailure({ pointer: '/a', expected: 'b', actual: `${'x'.repeat(300)}\n` });
  const sentence = describeOutcome('field_value', outcome);
  expect(sentence).toMatch(/^\/a {2}expected "b", got "x{199}…$/);
});

test.each<readonly [StepFailure, string | null]>([
  [{ kind: 'validations' }, null],
  [{ kind: 'unexpected_success' }, 'expected an error, got a success'],
  [
    { kind: 'unexpected_error', code: 'NOT_FOUND', message: 'no "buy"' },
    'expected a success, got the error NOT_FOUND: "no \\"buy\\""',
  ],
  [
    { kind: 'unexpected_error', code: null, message: 'oops' },
    'expected a success, got an error: "oops"',
  ],
  [
    { kind: 'unexpected_error', code: null, message: 'oops', copy: 2 },
    'copy 2: expected a success, got an error: "oops"',
  ],
  [{ kind: 'unexpected_success', copy: 3 }, 'copy 3: expected an error, got a success'],
  [
    { kind: 'not_sent', detail: '$context.id was never captured' },
    'nothing was sent: $context.id was never captured',
  ],
])('%j is one sentence', (failure, sentence) => {
  expect(describeFailure(failure)).toBe(sentence);
});

test('a skip and a silence name the reason and the fact', () => {
  expect(describeSkip({ reason: 'missing_tool', detail: 'needs x' })).toBe('missing_tool: needs x');
  expect(describeUnanswered(noAnswer('refused'))).toBe(
    'no answer to judge (refused): agent.test did not answer: connection refused (127.0.0.1:80)',
  );
});
