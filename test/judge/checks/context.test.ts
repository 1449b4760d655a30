import { allFieldsInContextArray } from '../../../src/judge/checks/all-fields-in-context-array.ts';
import { anyOf } from '../../../src/judge/checks/any-of.ts';
import { fieldEqualsContext } from '../../../src/judge/checks/field-equals-context.ts';
import { fieldInContextArray } from '../../../src/judge/checks/field-in-context-array.ts';
import { aRun, withContext, withHttp, withPayload } from '../support/evidence.ts';
import { judgeTable, refuseTable } from '../support/check-table.ts';

judgeTable(fieldEqualsContext, [
  {
    name: 'passes on the captured value',
    params: { path: 'rows[0].id', context_key: 'made' },
    evidence: withContext({ rows: [{ id: 'a' }] }, { made: 'a' }),
    status: 'passed',
  },
  {
    name: 'passes on a captured object whose keys stand in another order',
    params: { path: 'f', context_key: 'made' },
    evidence: withContext({ f: { a: 1, b: 2 } }, { made: { b: 2, a: 1 } }),
    status: 'passed',
  },
  {
    name: 'passes on a captured false',
    params: { path: 'f', context_key: 'made' },
    evidence: withContext({ f: false }, { made: false }),
    status: 'passed',
  },
  {
    name: 'fails on another value, and shows the captured one',
    params: { path: 'id', context_key: 'made' },
    evidence: withContext({ id: 'b' }, { made: 'a' }),
    status: 'failed',
    pointer: '/id',
    expected: 'a',
    actual: 'b',
  },
  {
    name: 'tells a number from its text',
    params: { path: 'id', context_key: 'made' },
    evidence: withContext({ id: '1' }, { made: 1 }),
    status: 'failed',
  },
  {
    name: 'fails on an absent field',
    params: { path: 'id', context_key: 'made' },
    evidence: withContext({}, { made: 'a' }),
    status: 'failed',
    actual: null,
  },
  {
    name: 'passes with an observation where nothing was captured',
    params: { path: 'id', context_key: 'made' },
    evidence: withPayload({ id: 'b' }),
    status: 'passed',
    observes: /context_key_absent: no step captured "made"/,
  },
  {
    name: 'does not take an inherited property for captured',
    params: { path: 'id', context_key: 'toString' },
    evidence: withPayload({ id: 'b' }),
    status: 'passed',
    observes: /context_key_absent/,
  },
  {
    name: 'fails where no payload came back',
    params: { path: 'id', context_key: 'made' },
    evidence: withHttp(200),
    status: 'failed',
  },
]);

judgeTable(fieldInContextArray, [
  {
    name: 'passes on an element',
    params: { path: 'c', context_key: 'offered' },
    evidence: withContext({ c: 'EUR' }, { offered: ['USD', 'EUR'] }),
    status: 'passed',
  },
  {
    name: 'fails on anything else',
    params: { path: 'c', context_key: 'offered' },
    evidence: withContext({ c: 'GBP' }, { offered: ['USD'] }),
    status: 'failed',
    pointer: '/c',
    expected: ['USD'],
    actual: 'GBP',
  },
  {
    name: 'fails on an absent field',
    params: { path: 'c', context_key: 'offered' },
    evidence: withContext({}, { offered: ['USD'] }),
    status: 'failed',
    actual: null,
  },
  {
    name: 'fails where what was captured is no array',
    params: { path: 'c', context_key: 'offered' },
    evidence: withContext({ c: 'EUR' }, { offered: 'EUR' }),
    status: 'failed',
    note: /"offered" is not an array/,
  },
  {
    name: 'passes with an observation where nothing was captured',
    params: { path: 'c', context_key: 'offered' },
    evidence: withPayload({ c: 'EUR' }),
    status: 'passed',
    observes: /context_key_absent/,
  },
]);

const sound = Array<string>(10_000).fill('de');

judgeTable(allFieldsInContextArray, [
  {
    name: 'fails on more values than are looked at, whatever the rest may be',
    params: { path: 'rows[*]', context_key: 'langs' },
    evidence: withContext({ rows: [...sound, 'fr'] }, { langs: ['de'] }),
    status: 'failed',
    note: /only the first 10000 values at "rows\[\*\]" are looked at/,
  },
  {
    name: 'passes on as many values as are looked at',
    params: { path: 'rows[*]', context_key: 'langs' },
    evidence: withContext({ rows: sound }, { langs: ['de'] }),
    status: 'passed',
  },
  {
    name: 'passes where every value is an element',
    params: { path: 'rows[*].l', context_key: 'langs' },
    evidence: withContext({ rows: [{ l: 'de' }, { l: 'en' }] }, { langs: ['en', 'de'] }),
    status: 'passed',
  },
  {
    name: 'fails on one stray, and shows it',
    params: { path: 'rows[*].l', context_key: 'langs' },
    evidence: withContext({ rows: [{ l: 'de' }, { l: 'fr' }] }, { langs: ['de'] }),
    status: 'failed',
    pointer: '/rows/1/l',
    expected: ['de'],
    actual: ['fr'],
  },
  {
    name: 'passes with an observation where there is no value at all',
    params: { path: 'rows[*].l', context_key: 'langs' },
    evidence: withContext({ rows: [] }, { langs: ['de'] }),
    status: 'passed',
    observes: /nothing stands at "rows\[\*\]\.l"/,
  },
  {
    name: 'fails where what was captured is no array',
    params: { path: 'rows[*].l', context_key: 'langs' },
    evidence: withContext({ rows: [] }, { langs: {} }),
    status: 'failed',
    note: /not an array/,
  },
  {
    name: 'passes with an observation where nothing was captured',
    params: { path: 'rows[*].l', context_key: 'langs' },
    evidence: withPayload({ rows: [{ l: 'x' }] }),
    status: 'passed',
    observes: /context_key_absent/,
  },
]);

for (const check of [fieldEqualsContext, fieldInContextArray, allFieldsInContextArray]) {
  refuseTable(check, [
    {
      name: 'no context key',
      params: { path: 'a' },
      key: 'context_key',
      message: /needs "context_key"/,
    },
    {
      name: 'an empty context key',
      params: { path: 'a', context_key: '' },
      key: 'context_key',
      message: /must name a captured value/,
    },
  ]);
}

const raised = (...flags: readonly string[]) => ({
  exchange: null,
  extraction: null,
  run: aRun({ contributions: new Set(flags) }),
});

judgeTable(anyOf, [
  {
    name: 'passes where one flag was raised',
    params: { allowed_values: ['a', 'b'] },
    evidence: raised('b'),
    status: 'passed',
  },
  {
    name: 'fails where none was raised',
    params: { allowed_values: ['a', 'b'] },
    evidence: raised('z', 'c'),
    status: 'failed',
    pointer: null,
    expected: ['a', 'b'],
    actual: ['c', 'z'],
  },
]);
refuseTable(anyOf, [
  {
    name: 'an empty list',
    params: { allowed_values: [] },
    key: 'allowed_values',
    message: /at least one flag/,
  },
  { name: 'no list', params: {}, key: 'allowed_values', message: /needs "allowed_values"/ },
]);
