import { responseSchema } from '../../../src/judge/checks/response-schema.ts';
import type { SchemaValidator } from '../../../src/model/schema.ts';
import { withError, withPayload, aRun, withHttp } from '../support/evidence.ts';
import { judgeTable } from '../support/check-table.ts';

const schema = { id: '/schemas/1/x.json', url: 'x.json' };
const wrong = {
  instance_path: '/rows/0',
  schema_path: '#/items',
  keyword: 'type',
  message: 'must be object',
};

/** Accepts objects only, under one reference. */
const schemas: SchemaValidator = {
  validate(ref, value) {
    if (ref === 'broken.json') return { kind: 'broken', ref, detail: 'no such type' };
    if (ref !== 'x.json') return { kind: 'missing', ref };
    return typeof value === 'object' && value !== null
      ? { kind: 'valid', schema }
      : { kind: 'invalid', schema, errors: [wrong] };
  },
};

const run = { schemas, responseSchemaRef: 'x.json' };

judgeTable(responseSchema, [
  {
    name: 'passes on a payload that satisfies it',
    params: {},
    evidence: withPayload({}, run),
    status: 'passed',
  },
  {
    name: 'judges the payload of an error as well',
    params: {},
    evidence: { ...withError({}), run: aRun(run) },
    status: 'passed',
  },
  {
    name: 'fails on a payload that does not, with every error',
    params: {},
    evidence: withPayload('text', run),
    status: 'failed',
    pointer: '/rows/0',
    expected: schema.id,
    actual: [wrong],
  },
  {
    name: 'fails on an empty answer',
    params: {},
    evidence: withPayload(null, run),
    status: 'failed',
  },
  {
    name: 'fails where no payload came back',
    params: {},
    evidence: withHttp(500),
    status: 'failed',
  },
  {
    name: 'fails where the schema is broken, and says that it is',
    params: {},
    evidence: withPayload({}, { schemas, responseSchemaRef: 'broken.json' }),
    status: 'failed',
    pointer: '',
    expected: 'broken.json',
    note: /^the suite's schema "broken.json" is broken: no such type$/,
  },
  {
    name: 'says so where the step names no schema',
    params: {},
    evidence: withPayload({}, { schemas }),
    status: 'not_applicable',
    note: /names no response schema/,
  },
  {
    name: 'says so where the schema is nowhere',
    params: {},
    evidence: withPayload({}, { schemas, responseSchemaRef: 'y.json' }),
    status: 'not_applicable',
    note: /no schema "y.json"/,
  },
]);
