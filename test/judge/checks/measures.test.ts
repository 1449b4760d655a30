import { arrayLength } from '../../../src/judge/checks/array-length.ts';
import { envelopeFieldPattern } from '../../../src/judge/checks/envelope-field-pattern.ts';
import { fieldGreaterThan } from '../../../src/judge/checks/field-greater-than.ts';
import { fieldLessThan } from '../../../src/judge/checks/field-less-than.ts';
import { fieldPattern } from '../../../src/judge/checks/field-pattern.ts';
import { withContext, withPayload } from '../support/evidence.ts';
import { judgeTable, refuseTable } from '../support/check-table.ts';

for (const check of [fieldPattern, envelopeFieldPattern]) {
  judgeTable(check, [
    {
      name: 'passes on a match',
      params: { path: 'ref', pattern: '^ord_' },
      evidence: withPayload({ ref: 'ord_1' }),
      status: 'passed',
    },
    {
      name: 'searches anywhere in the text',
      params: { path: 'ref', pattern: 'd_\\d' },
      evidence: withPayload({ ref: 'ord_1' }),
      status: 'passed',
    },
    {
      name: 'fails without a match',
      params: { path: 'ref', pattern: '^inv_' },
      evidence: withPayload({ ref: 'ord_1' }),
      status: 'failed',
      pointer: '/ref',
      expected: { pattern: '^inv_' },
      actual: 'ord_1',
    },
    {
      name: 'fails on a number',
      params: { path: 'ref', pattern: '1' },
      evidence: withPayload({ ref: 1 }),
      status: 'failed',
      note: /not a string/,
    },
    {
      name: 'fails on an absent field',
      params: { path: 'ref', pattern: '' },
      evidence: withPayload({}),
      status: 'failed',
      actual: null,
    },
    {
      name: 'fails on a text too long to be searched',
      params: { path: 'ref', pattern: 'a' },
      evidence: withPayload({ ref: 'a'.repeat(70_000) }),
      status: 'failed',
      note: /too long/,
    },
    {
      name: 'decides at once where other engines backtrack for minutes',
      params: { path: 'ref', pattern: '^(a+)+$' },
      evidence: withPayload({ ref: `${'a'.repeat(5000)}!` }),
      status: 'failed',
    },
  ]);
  refuseTable(check, [
    {
      name: 'a pattern that looks around',
      params: { path: 'a', pattern: '(?=a)' },
      key: 'pattern',
      message: /without lookaround/,
    },
    {
      name: 'a broken pattern',
      params: { path: 'a', pattern: '(' },
      key: 'pattern',
      message: /must be a regular expression without lookaround or back-references, not "\("/,
    },
    { name: 'no pattern', params: { path: 'a' }, key: 'pattern', message: /needs "pattern"/ },
    {
      name: 'an endless pattern',
      params: { path: 'a', pattern: 'a'.repeat(600) },
      key: 'pattern',
      message: /at most 512 characters/,
    },
  ]);
}

judgeTable(arrayLength, [
  {
    name: 'passes on the exact length',
    params: { path: 'rows', value: 2 },
    evidence: withPayload({ rows: [1, 2] }),
    status: 'passed',
  },
  {
    name: 'passes on an empty array of length 0',
    params: { path: 'rows', value: 0 },
    evidence: withPayload({ rows: [] }),
    status: 'passed',
  },
  {
    name: 'passes at the lower bound',
    params: { path: 'rows', min: 2 },
    evidence: withPayload({ rows: [1, 2] }),
    status: 'passed',
  },
  {
    name: 'passes at the upper bound',
    params: { path: 'rows', max: 2 },
    evidence: withPayload({ rows: [1, 2] }),
    status: 'passed',
  },
  {
    name: 'fails on another length',
    params: { path: 'rows', value: 2 },
    evidence: withPayload({ rows: [1] }),
    status: 'failed',
    pointer: '/rows',
    expected: 2,
    actual: 1,
  },
  {
    name: 'fails below the lower bound',
    params: { path: 'rows', min: 1, max: 3 },
    evidence: withPayload({ rows: [] }),
    status: 'failed',
    expected: { min: 1, max: 3 },
    actual: 0,
  },
  {
    name: 'fails above the upper bound',
    params: { path: 'rows', max: 1 },
    evidence: withPayload({ rows: [1, 2] }),
    status: 'failed',
    expected: { max: 1 },
    actual: 2,
  },
  {
    name: 'fails on an absent array even where none is too few',
    params: { path: 'rows', min: 0 },
    evidence: withPayload({}),
    status: 'failed',
    expected: 'array',
    actual: null,
  },
  {
    name: 'does not count the characters of a text',
    params: { path: 'rows', value: 2 },
    evidence: withPayload({ rows: 'ab' }),
    status: 'failed',
    expected: 'array',
    actual: 'ab',
  },
]);
refuseTable(arrayLength, [
  {
    name: 'no measure',
    params: { path: 'a' },
    key: null,
    message: /needs either "value", or "min"/,
  },
  {
    name: 'both measures',
    params: { path: 'a', value: 1, min: 1 },
    key: null,
    message: /needs either/,
  },
  {
    name: 'bounds in the wrong order',
    params: { path: 'a', min: 3, max: 1 },
    key: null,
    message: /"min" \(3\) to be at most "max" \(1\)/,
  },
  {
    name: 'a negative length',
    params: { path: 'a', value: -1 },
    key: 'value',
    message: /whole number of at least 0, not -1/,
  },
  {
    name: 'a wildcard',
    params: { path: 'a[*]', value: 1 },
    key: 'path',
    message: /must name one value/,
  },
]);

judgeTable(fieldGreaterThan, [
  {
    name: 'passes above the bound',
    params: { path: 'n', value: 0 },
    evidence: withPayload({ n: 0.5 }),
    status: 'passed',
  },
  {
    name: 'passes above a captured bound',
    params: { path: 'n', context_key: 'before' },
    evidence: withContext({ n: 3 }, { before: 2 }),
    status: 'passed',
  },
  {
    name: 'fails at the bound',
    params: { path: 'n', value: 2 },
    evidence: withPayload({ n: 2 }),
    status: 'failed',
    pointer: '/n',
    expected: 2,
    actual: 2,
  },
  {
    name: 'fails on text',
    params: { path: 'n', value: 0 },
    evidence: withPayload({ n: '5' }),
    status: 'failed',
    note: /field is not a number/,
  },
  {
    name: 'fails on an absent field',
    params: { path: 'n', value: 0 },
    evidence: withPayload({}),
    status: 'failed',
    actual: null,
  },
]);

judgeTable(fieldLessThan, [
  {
    name: 'passes below the bound',
    params: { path: 'n', value: 2 },
    evidence: withPayload({ n: 1 }),
    status: 'passed',
  },
  {
    name: 'passes below a captured bound',
    params: { path: 'n', context_key: 'before' },
    evidence: withContext({ n: 1 }, { before: 2 }),
    status: 'passed',
  },
  {
    name: 'fails at a captured bound, and shows the number',
    params: { path: 'n', context_key: 'before' },
    evidence: withContext({ n: 2 }, { before: 2 }),
    status: 'failed',
    expected: 2,
    actual: 2,
  },
  {
    name: 'fails where the captured bound is no number',
    params: { path: 'n', context_key: 'before' },
    evidence: withContext({ n: 1 }, { before: '2' }),
    status: 'failed',
    expected: '2',
    note: /bound is not a number/,
  },
  {
    name: 'passes with an observation where nothing was captured',
    params: { path: 'n', context_key: 'before' },
    evidence: withPayload({ n: 1 }),
    status: 'passed',
    observes: /^context_key_absent: no step captured "before"$/,
  },
  {
    name: 'fails on an absent field',
    params: { path: 'n', context_key: 'before' },
    evidence: withContext({}, { before: 2 }),
    status: 'failed',
  },
]);

for (const check of [fieldGreaterThan, fieldLessThan]) {
  refuseTable(check, [
    {
      name: 'no bound',
      params: { path: 'n' },
      key: null,
      message: /needs either "value" or "context_key"/,
    },
    {
      name: 'two bounds',
      params: { path: 'n', value: 1, context_key: 'x' },
      key: null,
      message: /needs either/,
    },
    {
      name: 'a bound that is text',
      params: { path: 'n', value: '1' },
      key: 'value',
      message: /must be a number or a token/,
    },
  ]);
}
