import fc from 'fast-check';
import { expect, test } from 'vitest';
import { envelopeFieldValueOrAbsent } from '../../../src/judge/checks/envelope-field-value-or-absent.ts';
import { envelopeFieldValue } from '../../../src/judge/checks/envelope-field-value.ts';
import { fieldContains } from '../../../src/judge/checks/field-contains.ts';
import { fieldValueOrAbsent } from '../../../src/judge/checks/field-value-or-absent.ts';
import { fieldValue } from '../../../src/judge/checks/field-value.ts';
import type { Json } from '../../../src/model/json.ts';
import { withHttp, withPayload } from '../support/evidence.ts';
import type { RefusedRow, Row } from '../support/check-table.ts';
import { judgeTable, refuseTable } from '../support/check-table.ts';

const refused: readonly RefusedRow[] = [
  {
    name: 'a comparison with nothing',
    params: { path: 'a' },
    key: null,
    message: /needs "value" or "allowed_values"/,
  },
  {
    name: 'an empty list',
    params: { path: 'a', allowed_values: [] },
    key: 'allowed_values',
    message: /must list at least one value/,
  },
  {
    name: 'a list that is none',
    params: { path: 'a', allowed_values: 'x' },
    key: 'allowed_values',
    message: /must be an array, not "x"/,
  },
  { name: 'a missing path', params: { value: 1 }, key: 'path', message: /needs "path"/ },
];

/** Rows on which field_value and field_value_or_absent agree. */
const shared: readonly Row[] = [
  {
    name: 'passes on an equal scalar',
    params: { path: 'a', value: 1 },
    evidence: withPayload({ a: 1 }),
    status: 'passed',
  },
  {
    name: 'passes on an equal object whose keys stand in another order',
    params: { path: 'a', value: { x: 1, y: [2] } },
    evidence: withPayload({ a: { y: [2], x: 1 } }),
    status: 'passed',
  },
  {
    name: 'passes on a member of the list',
    params: { path: 'a', allowed_values: ['x', 'y'] },
    evidence: withPayload({ a: 'y' }),
    status: 'passed',
  },
  {
    name: 'passes on an object in the list',
    params: { path: 'a', allowed_values: [{ x: 1, y: 2 }] },
    evidence: withPayload({ a: { y: 2, x: 1 } }),
    status: 'passed',
  },
  {
    name: 'lets the list win over the value',
    params: { path: 'a', value: 1, allowed_values: [2] },
    evidence: withPayload({ a: 2 }),
    status: 'passed',
  },
  {
    name: 'lets the list win over the value when it does not match',
    params: { path: 'a', value: 1, allowed_values: [2] },
    evidence: withPayload({ a: 1 }),
    status: 'failed',
    expected: [2],
    actual: 1,
  },
  {
    name: 'tells a number from its text',
    params: { path: 'a', value: 1 },
    evidence: withPayload({ a: '1' }),
    status: 'failed',
    pointer: '/a',
    expected: 1,
    actual: '1',
  },
  {
    name: 'tells false from null',
    params: { path: 'a', value: false },
    evidence: withPayload({ a: null }),
    status: 'failed',
    actual: null,
  },
  {
    name: 'tells arrays in another order apart',
    params: { path: 'a', value: [1, 2] },
    evidence: withPayload({ a: [2, 1] }),
    status: 'failed',
  },
  {
    name: 'takes no subset for equal',
    params: { path: 'a', value: { x: 1 } },
    evidence: withPayload({ a: { x: 1, y: 2 } }),
    status: 'failed',
  },
  {
    name: 'compares null as a value',
    params: { path: 'a', allowed_values: [null] },
    evidence: withPayload({ a: null }),
    status: 'passed',
  },
  {
    name: 'fails where no payload came back',
    params: { path: 'a', value: 1 },
    evidence: withHttp(200),
    status: 'failed',
    note: /this step has none/,
  },
];

for (const check of [fieldValue, envelopeFieldValue]) {
  judgeTable(check, [
    ...shared,
    {
      name: 'fails on an absent field',
      params: { path: 'a', value: 1 },
      evidence: withPayload({}),
      status: 'failed',
      pointer: '/a',
      expected: 1,
      actual: null,
    },
    {
      name: 'fails on an absent field where null is expected',
      params: { path: 'a', value: null },
      evidence: withPayload({}),
      status: 'failed',
    },
    {
      name: 'ignores inherited properties',
      params: { path: 'toString', value: 1 },
      evidence: withPayload({}),
      status: 'failed',
    },
  ]);
  refuseTable(check, refused);

  test(`${check.kind} never passes without anything to compare with`, () => {
    expect(check.judge({ path: 'a' }, withPayload({}))).toMatchObject({
      status: 'failed',
      note: 'the check could not decide: neither "value" nor "allowed_values" is given',
    });
  });
}

for (const check of [fieldValueOrAbsent, envelopeFieldValueOrAbsent]) {
  judgeTable(check, [
    ...shared,
    {
      name: 'passes on an absent field',
      params: { path: 'page.cursor', allowed_values: [null] },
      evidence: withPayload({ page: {} }),
      status: 'passed',
    },
    {
      name: 'counts null as present',
      params: { path: 'a', value: 1 },
      evidence: withPayload({ a: null }),
      status: 'failed',
      expected: 1,
      actual: null,
    },
  ]);
  refuseTable(check, refused);
}

judgeTable(fieldContains, [
  {
    name: 'says where it looked no further',
    params: { path: 'tags[*]', value: 'b' },
    evidence: withPayload({ tags: [...Array<string>(10_000).fill('a'), 'b'] }),
    status: 'failed',
    note: /only the first 10000 values/,
  },
  {
    name: 'passes where one element matches',
    params: { path: 'tags[*]', value: 'b' },
    evidence: withPayload({ tags: ['a', 'b'] }),
    status: 'passed',
  },
  {
    name: 'passes where one element is in the list',
    params: { path: 'tags[*]', allowed_values: ['x', 'b'] },
    evidence: withPayload({ tags: ['a', 'b'] }),
    status: 'passed',
  },
  {
    name: 'matches an object by what it contains',
    params: { path: 'rows[*]', value: { sku: 'A', at: { x: 1 } } },
    evidence: withPayload({ rows: [{ sku: 'A', qty: 2, at: { x: 1, y: 2 } }] }),
    status: 'passed',
  },
  {
    name: 'matches an object whose keys stand in another order',
    params: { path: 'rows[*]', value: { a: 1, b: 2 } },
    evidence: withPayload({ rows: [{ b: 2, a: 1 }] }),
    status: 'passed',
  },
  {
    name: 'descends behind the wildcard',
    params: { path: 'rows[*].ids[*]', value: 3 },
    evidence: withPayload({ rows: [{ ids: [1] }, {}, { ids: [2, 3] }] }),
    status: 'passed',
  },
  {
    name: 'passes on a single matching value',
    params: { path: 'state', value: 'open' },
    evidence: withPayload({ state: 'open' }),
    status: 'passed',
  },
  {
    name: 'fails where no element matches, and shows them all',
    params: { path: 'rows[*].id', value: 3 },
    evidence: withPayload({ rows: [{ id: 1 }, { id: 2 }] }),
    status: 'failed',
    pointer: '/rows/*/id',
    expected: 3,
    actual: [1, 2],
  },
  {
    name: 'does not look inside an array without a wildcard',
    params: { path: 'tags', value: 'b' },
    evidence: withPayload({ tags: ['b'] }),
    status: 'failed',
    actual: [['b']],
  },
  {
    name: 'fails where an expected key is missing',
    params: { path: 'rows[*]', value: { sku: 'A', qty: 2 } },
    evidence: withPayload({ rows: [{ sku: 'A' }, { qty: 2 }] }),
    status: 'failed',
  },
  {
    name: 'fails on an empty array',
    params: { path: 'rows[*]', value: 1 },
    evidence: withPayload({ rows: [] }),
    status: 'failed',
    actual: [],
  },
]);
refuseTable(fieldContains, refused);

test('a value equals itself whatever the order of its keys, and nothing that differs from it', () => {
  fc.assert(
    fc.property(fc.jsonValue(), fc.jsonValue(), (one, other) => {
      const value = JSON.parse(JSON.stringify(one)) as Json;
      const judge = (actual: Json) =>
        fieldValue.judge({ path: 'a', value }, withPayload({ a: actual }));
      expect(judge(reversed(value)).status).toBe('passed');
      const same = JSON.stringify(sorted(value)) === JSON.stringify(sorted(other as Json));
      expect(judge(JSON.parse(JSON.stringify(other)) as Json).status).toBe(
        same ? 'passed' : 'failed',
      );
    }),
  );
});

function rebuilt(value: Json, order: (keys: string[]) => string[]): Json {
  if (Array.isArray(value)) return value.map((item: Json) => rebuilt(item, order));
  if (typeof value !== 'object' || value === null) return value;
  const entries = order(Object.keys(value)).map((key) => {
    return [key, rebuilt((value as Record<string, Json>)[key] ?? null, order)] as const;
  });
  return Object.fromEntries(entries);
}

const reversed = (value: Json) => rebuilt(value, (keys) => keys.reverse());
const sorted = (value: Json) => rebuilt(value, (keys) => keys.sort());
