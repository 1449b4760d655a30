import { envelopeFieldAbsent } from '../../../src/judge/checks/envelope-field-absent.ts';
import { envelopeFieldPresent } from '../../../src/judge/checks/envelope-field-present.ts';
import { fieldAbsent } from '../../../src/judge/checks/field-absent.ts';
import { fieldPresent } from '../../../src/judge/checks/field-present.ts';
import { withError, withHttp, withPayload } from '../support/evidence.ts';
import type { RefusedRow } from '../support/check-table.ts';
import { judgeTable, refuseTable } from '../support/check-table.ts';

const refused: readonly RefusedRow[] = [
  { name: 'no path at all', params: {}, key: 'path', message: /needs "path"/ },
  {
    name: 'a path that is no string',
    params: { path: 5 },
    key: 'path',
    message: /must be a string, not 5/,
  },
  {
    name: 'a path that cannot be read',
    params: { path: 'a..b' },
    key: 'path',
    message: /must be a path/,
  },
  {
    name: 'a path into the prototype',
    params: { path: 'a.__proto__' },
    key: 'path',
    message: /__proto__/,
  },
  {
    name: 'a path to many values',
    params: { path: 'rows[*].id' },
    key: 'path',
    message: /must name one value/,
  },
];

for (const check of [fieldPresent, envelopeFieldPresent]) {
  judgeTable(check, [
    {
      name: 'passes where a value stands',
      params: { path: 'a.b[0]' },
      evidence: withPayload({ a: { b: [1] } }),
      status: 'passed',
    },
    {
      name: 'reads an index written as a name',
      params: { path: 'rows.0.id' },
      evidence: withPayload({ rows: [{ id: 'x' }] }),
      status: 'passed',
    },
    {
      name: 'counts an empty string as present',
      params: { path: 'a' },
      evidence: withPayload({ a: '' }),
      status: 'passed',
    },
    {
      name: 'counts false as present',
      params: { path: 'a' },
      evidence: withPayload({ a: false }),
      status: 'passed',
    },
    {
      name: 'counts zero as present',
      params: { path: 'a' },
      evidence: withPayload({ a: 0 }),
      status: 'passed',
    },
    {
      name: 'counts an empty array as present',
      params: { path: 'a' },
      evidence: withPayload({ a: [] }),
      status: 'passed',
    },
    {
      name: 'looks at the payload of an error',
      params: { path: 'adcp_error.code' },
      evidence: withError({ adcp_error: { code: 'X' } }),
      status: 'passed',
    },
    {
      name: 'fails where nothing stands',
      params: { path: 'a.b[2].c' },
      evidence: withPayload({ a: {} }),
      status: 'failed',
      pointer: '/a/b/2/c',
      expected: 'a.b[2].c',
      actual: null,
    },
    {
      name: 'counts null as missing',
      params: { path: 'a' },
      evidence: withPayload({ a: null }),
      status: 'failed',
      expected: 'a',
      actual: null,
    },
    {
      name: 'ignores inherited properties',
      params: { path: 'toString' },
      evidence: withPayload({}),
      status: 'failed',
    },
    {
      name: 'does not take the length of an array for a field',
      params: { path: 'rows.length' },
      evidence: withPayload({ rows: [1] }),
      status: 'failed',
    },
    {
      name: 'fails where the payload is a bare text',
      params: { path: 'code' },
      evidence: withError('X: no'),
      status: 'failed',
    },
    {
      name: 'fails where no payload came back',
      params: { path: 'a' },
      evidence: withHttp(401),
      status: 'failed',
      pointer: null,
      note: /needs an AdCP payload; this step has none/,
    },
  ]);
  refuseTable(check, refused);
}

for (const check of [fieldAbsent, envelopeFieldAbsent]) {
  judgeTable(check, [
    {
      name: 'passes where nothing stands',
      params: { path: 'a.b' },
      evidence: withPayload({ a: {} }),
      status: 'passed',
    },
    {
      name: 'counts null as missing',
      params: { path: 'a' },
      evidence: withPayload({ a: null }),
      status: 'passed',
    },
    {
      name: 'ignores inherited properties',
      params: { path: 'toString' },
      evidence: withPayload({}),
      status: 'passed',
    },
    {
      name: 'fails where a value stands',
      params: { path: 'a.secret' },
      evidence: withPayload({ a: { secret: 's' } }),
      status: 'failed',
      pointer: '/a/secret',
      expected: null,
      actual: 's',
    },
    {
      name: 'counts an empty string as present',
      params: { path: 'a' },
      evidence: withPayload({ a: '' }),
      status: 'failed',
      actual: '',
    },
    {
      name: 'counts false as present',
      params: { path: 'a' },
      evidence: withPayload({ a: false }),
      status: 'failed',
      actual: false,
    },
    {
      name: 'fails where no payload came back',
      params: { path: 'a' },
      evidence: withHttp(500),
      status: 'failed',
      note: /this step has none/,
    },
  ]);
  refuseTable(check, refused);
}
