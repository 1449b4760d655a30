import { expect, test } from 'vitest';
import { errorCode } from '../../../src/judge/checks/error-code.ts';
import { errorCodes } from '../../../src/judge/error-code.ts';
import type { Json } from '../../../src/model/json.ts';
import { rejection, success, withError, withHttp, withPayload } from '../support/evidence.ts';
import { judgeTable, refuseTable } from '../support/check-table.ts';

const shapes: readonly {
  readonly name: string;
  readonly payload: Json;
  readonly found: readonly string[];
}[] = [
  {
    name: 'the AdCP envelope',
    payload: { adcp_error: { code: 'A' } },
    found: ['/adcp_error/code A'],
  },
  {
    name: 'JSON-RPC error data',
    payload: { error: { code: -32000, data: { adcp_error: { code: 'A' } } } },
    found: ['/error/data/adcp_error/code A'],
  },
  {
    name: 'a bare JSON-RPC error',
    payload: { code: -32000, data: { adcp_error: { code: 'A' } } },
    found: ['/data/adcp_error/code A'],
  },
  {
    name: 'the first payload error',
    payload: { errors: [{ code: 'A' }, { code: 'B' }] },
    found: ['/errors/0/code A'],
  },
  { name: 'an error object', payload: { error: { code: 'A' } }, found: ['/error/code A'] },
  { name: 'error_code', payload: { error_code: 'A' }, found: ['/error_code A'] },
  { name: 'code', payload: { code: 'A' }, found: ['/code A'] },
  {
    name: 'a text that begins with it',
    payload: 'BUDGET_TOO_LOW: at least 100',
    found: [' BUDGET_TOO_LOW'],
  },
  {
    name: 'an error text that begins with it',
    payload: { error: 'NOT_FOUND: no such buy' },
    found: ['/error NOT_FOUND'],
  },
  {
    name: 'a message that begins with it',
    payload: { message: 'NOT_FOUND: no such buy' },
    found: ['/message NOT_FOUND'],
  },
  {
    name: 'several places, the envelope first',
    payload: {
      code: 'D',
      errors: [{ code: 'B' }],
      error: { code: 'C' },
      adcp_error: { code: 'A' },
    },
    found: ['/adcp_error/code A', '/errors/0/code B', '/error/code C', '/code D'],
  },
  {
    name: 'no number',
    payload: { code: -32602, error: { code: 500 }, errors: [{ code: 4 }] },
    found: [],
  },
  { name: 'no prose', payload: 'Something: went wrong', found: [] },
  { name: 'no text without a code', payload: { error: 'boom', message: 'it broke' }, found: [] },
  { name: 'no inherited property', payload: { adcp_error: {} }, found: [] },
  { name: 'no empty string', payload: { code: '' }, found: [] },
  { name: 'nothing in nothing', payload: null, found: [] },
];

test.each(shapes)('an error answer gives the code of $name', ({ payload, found }) => {
  expect(errorCodes(rejection(payload)).map(({ pointer, code }) => `${pointer} ${code}`)).toEqual(
    found,
  );
});

test.each(shapes)(
  'a success answer gives no code, whatever it looks like: $name',
  ({ payload }) => {
    expect(errorCodes(success(payload))).toEqual([]);
  },
);

const invalidState = { adcp_error: { code: 'INVALID_STATE', message: 'no' } };

judgeTable(errorCode, [
  {
    name: 'passes on the code asked for',
    params: { value: 'INVALID_STATE' },
    evidence: withError(invalidState),
    status: 'passed',
  },
  {
    name: 'passes on one of several',
    params: { allowed_values: ['X', 'INVALID_STATE'] },
    evidence: withError(invalidState),
    status: 'passed',
  },
  {
    name: 'compares a number by its digits',
    params: { value: 1001 },
    evidence: withError({ adcp_error: { code: '1001' } }),
    status: 'passed',
  },
  {
    name: 'compares a number in a list by its digits',
    params: { allowed_values: ['X', 1001] },
    evidence: withError({ adcp_error: { code: '1001' } }),
    status: 'passed',
  },
  {
    name: 'passes on any code where none is asked for',
    params: {},
    evidence: withError({ errors: [{ code: 'ANY' }] }),
    status: 'passed',
  },
  {
    name: 'lets the list win over the value',
    params: { value: 'INVALID_STATE', allowed_values: ['X'] },
    evidence: withError(invalidState),
    status: 'failed',
  },
  {
    name: 'fails on another code',
    params: { value: 'INVALID_STATE' },
    evidence: withError({ errors: [{ code: 'MEDIA_BUY_NOT_FOUND' }] }),
    status: 'failed',
    pointer: '/errors/0/code',
    expected: 'INVALID_STATE',
    actual: 'MEDIA_BUY_NOT_FOUND',
  },
  {
    name: 'minds the case',
    params: { value: 'brand_not_found' },
    evidence: withError({ code: 'BRAND_NOT_FOUND' }),
    status: 'failed',
  },
  {
    name: 'fails where there is no code although any would do',
    params: {},
    evidence: withError({ message: 'it broke' }),
    status: 'failed',
    pointer: null,
    actual: null,
    note: /error_code_not_resolvable: the error carries no code/,
  },
  {
    name: 'fails on an error text without a code although any would do',
    params: {},
    evidence: withError('connection reset'),
    status: 'failed',
    note: /error_code_not_resolvable/,
  },
  {
    name: 'fails on a success payload that happens to have a code',
    params: { value: 'X' },
    evidence: withPayload({ code: 'X' }),
    status: 'failed',
    expected: 'X',
    actual: null,
    note: /reports no error/,
  },
  {
    name: 'fails on a success payload that carries an error object',
    params: {},
    evidence: withPayload({ adcp_error: { code: 'X' } }),
    status: 'failed',
    note: /reports no error/,
  },
  {
    name: 'judges the canonical code and observes where others differ',
    params: { value: 'A' },
    evidence: withError({ adcp_error: { code: 'A' }, errors: [{ code: 'B' }], code: 'A' }),
    status: 'passed',
    observes: /^\/errors\/0\/code says "B"$/,
  },
  {
    name: 'does not take another place for the canonical one',
    params: { value: 'B' },
    evidence: withError({ adcp_error: { code: 'A' }, errors: [{ code: 'B' }] }),
    status: 'failed',
    pointer: '/adcp_error/code',
    actual: 'A',
    observes: /"B"/,
  },
  {
    name: 'fails where no payload came back',
    params: {},
    evidence: withHttp(401),
    status: 'failed',
    note: /this step has none/,
  },
]);
refuseTable(errorCode, [
  {
    name: 'an empty list',
    params: { allowed_values: [] },
    key: 'allowed_values',
    message: /must list at least one value/,
  },
]);
