import { readdirSync } from 'node:fs';
import { expect, test } from 'vitest';
import { createSchemaValidator } from '../../src/judge/schema-validator.ts';
import { createSchemaSource } from '../../src/load/schemas.ts';
import type { Json, JsonObject } from '../../src/model/json.ts';
import type { SchemaSource } from '../../src/model/schema.ts';

/** A source of these documents that counts how often each is read. */
function aSource(files: Readonly<Record<string, JsonObject>>) {
  const reads: string[] = [];
  const source: SchemaSource = {
    root: 'schemas',
    read: (ref) => {
      reads.push(ref);
      return files[ref] ?? null;
    },
    requestRefOf: () => null,
  };
  return { source, reads };
}

/** A validator that can be asked anything. */
async function loaded(source: SchemaSource) {
  const validator = createSchemaValidator(source);
  await validator.load();
  return validator;
}

const id = { $id: '/schemas/3.0.6/core/id.json', type: 'string', minLength: 3 };
const buy: JsonObject = {
  $id: '/schemas/3.0.6/buy.json',
  $schema: 'http://json-schema.org/draft-07/schema#',
  type: 'object',
  required: ['buy_id'],
  properties: {
    buy_id: { $ref: '/schemas/3.0.6/core/id.json' },
    start: { type: 'string', format: 'date-time' },
    day: { type: 'string', format: 'YYYYMMDD' },
  },
};

test.each([
  { name: 'accepts a value that satisfies it', value: { buy_id: 'abc' }, kind: 'valid' },
  { name: 'allows properties it does not name', value: { buy_id: 'abc', x: 1 }, kind: 'valid' },
  {
    name: 'passes over formats nobody knows',
    value: { buy_id: 'abc', day: 'soon' },
    kind: 'valid',
  },
  { name: 'refuses a missing property', value: {}, kind: 'invalid' },
  { name: 'follows references between files', value: { buy_id: 'ab' }, kind: 'invalid' },
  { name: 'looks at formats', value: { buy_id: 'abc', start: 'soon' }, kind: 'invalid' },
  { name: 'refuses a payload that is no object', value: 'text', kind: 'invalid' },
  { name: 'refuses null', value: null, kind: 'invalid' },
])('a schema $name', async ({ value, kind }) => {
  const validator = await loaded(aSource({ 'buy.json': buy, 'core/id.json': id }).source);
  expect(validator.validate('buy.json', value).kind).toBe(kind);
});

test.each([
  {
    name: 'the published form',
    ref: '/schemas/3.0.6/core/id.json',
    own: '/schemas/3.0.6/a/buy.json',
    id: id.$id,
  },
  { name: 'a relative form', ref: '../core/id.json', own: '/schemas/3.0.6/a/buy.json', id: id.$id },
  {
    name: 'a relative form between documents without $id',
    ref: '../core/id.json',
    own: null,
    id: null,
  },
  {
    name: 'a URL',
    ref: 'https://x.test/schemas/v1/core/id.json',
    own: 'https://x.test/schemas/v1/a/buy.json',
    id: 'https://x.test/schemas/v1/core/id.json',
  },
  {
    name: 'a URL whose target has no $id',
    ref: 'https://x.test/schemas/v1/core/id.json',
    own: 'https://x.test/schemas/v1/a/buy.json',
    id: null,
  },
  {
    name: 'a published form whose target has no $id',
    ref: '/schemas/3.0.6/core/id.json',
    own: '/schemas/3.0.6/a/buy.json',
    id: null,
  },
  {
    name: 'a fragment of another file',
    ref: '../core/id.json#/definitions/x',
    own: null,
    id: null,
  },
])('a reference may have $name', async ({ ref, own, id: target }) => {
  const files = {
    'a/buy.json': { ...(own !== null && { $id: own }), properties: { a: { $ref: ref } } },
    'core/id.json': {
      ...(target !== null && { $id: target }),
      type: 'string',
      definitions: { x: { type: 'string' } },
    },
  };
  const validator = await loaded(aSource(files).source);
  expect(validator.validate('a/buy.json', { a: 1 }).kind).toBe('invalid');
  expect(validator.validate('a/buy.json', { a: 'x' }).kind).toBe('valid');
});

test('documents that refer to each other compile', async () => {
  const files = {
    'a.json': { type: 'object', properties: { b: { $ref: 'b.json' } } },
    'b.json': {
      type: 'object',
      properties: { a: { $ref: 'a.json' } },
      additionalProperties: false,
    },
  };
  const validator = await loaded(aSource(files).source);
  expect(validator.validate('a.json', { b: { a: { b: {} } } }).kind).toBe('valid');
  expect(validator.validate('b.json', { a: { b: { c: 1 } } }).kind).toBe('invalid');
});

test('nothing is read before the first question, and no document twice', async () => {
  const { source, reads } = aSource({ 'buy.json': buy, 'core/id.json': id });
  const validator = await loaded(source);
  expect(reads).toEqual([]);
  for (let round = 0; round < 3; round += 1) validator.validate('buy.json', {});
  validator.validate('core/id.json', 'abc');
  expect(reads.toSorted()).toEqual(['buy.json', 'core/id.json']);
});

test('a schema that cannot be compiled is broken, and so is what needs it for a value', async () => {
  const { source } = aSource({
    'broken.json': { type: 'nonsense' },
    'whole.json': {
      properties: { a: { $ref: 'broken.json' }, b: { $ref: '#/definitions/torn' } },
      definitions: { torn: { properties: 3 } },
    },
  });
  const validator = await loaded(source);
  const broken = {
    kind: 'broken',
    ref: 'broken.json',
    detail: 'type must be JSONType or JSONType[]: nonsense',
  };
  expect(validator.validate('broken.json', 1)).toEqual(broken);
  expect(validator.validate('whole.json', { a: 1 })).toEqual(broken);
  const torn = { kind: 'broken', ref: 'whole.json', detail: 'properties value must be ["object"]' };
  // A reference that failed once fails again.
  for (let round = 0; round < 2; round += 1)
    expect(validator.validate('whole.json', { b: {} })).toMatchObject(torn);
  expect(validator.used()).toEqual([]);
  expect(validator.validate('whole.json', { c: 1 }).kind).toBe('valid');
});

test('a schema the root lacks is missing, and so is one that needs it for a value', async () => {
  const validator = await loaded(aSource({ 'buy.json': buy }).source);
  expect(validator.validate('none.json', {})).toEqual({ kind: 'missing', ref: 'none.json' });
  expect(validator.validate('buy.json', { buy_id: 'abc' })).toEqual({
    kind: 'missing',
    ref: '/schemas/3.0.6/core/id.json',
  });
  expect(validator.used()).toEqual([]);
});

test('what no value reaches is neither read nor missed', async () => {
  const { source, reads } = aSource({ 'buy.json': buy, 'core/id.json': id });
  const validator = await loaded(source);
  expect(validator.validate('buy.json', {}).kind).toBe('invalid');
  expect(reads).toEqual(['buy.json']);
  expect(validator.validate('buy.json', { buy_id: 'a' }).kind).toBe('invalid');
  expect(reads).toEqual(['buy.json', 'core/id.json']);
});

test.each([
  { value: { id: 'a', next: { id: 'b', next: { id: 'c' } } }, kind: 'valid' },
  { value: { id: 'a', next: { id: 'b', next: { id: 7 } } }, kind: 'invalid' },
  { value: { id: 'a', next: { id: 'b', never: 1 } }, kind: 'invalid' },
])(
  'references to the own document, by fragment and to true and false, apply: $kind',
  async ({ value, kind }) => {
    const list = {
      $id: '/list.json',
      definitions: { id: { type: 'string' }, any: true, none: false },
      properties: {
        id: { $ref: '#/definitions/id' },
        next: { $ref: '#' },
        note: { $ref: '#/definitions/any' },
        never: { $ref: '#/definitions/none' },
      },
    };
    const validator = await loaded(aSource({ 'list.json': list }).source);
    expect(validator.validate('list.json', { ...value, note: 1 }).kind).toBe(kind);
  },
);

test.each([
  {
    name: 'its $id, and the reference where the $id is no URL',
    own: '/schemas/3.0.6/buy.json',
    schema: { id: '/schemas/3.0.6/buy.json', url: 'buy.json' },
  },
  {
    name: 'its $id as URL where it is one',
    own: 'https://x.test/buy.json',
    schema: { id: 'https://x.test/buy.json', url: 'https://x.test/buy.json' },
  },
  {
    name: 'the reference where it has no $id',
    own: null,
    schema: { id: 'buy.json', url: 'buy.json' },
  },
])('a schema is named by $name', async ({ own, schema }) => {
  const files = { 'buy.json': { ...(own !== null && { $id: own }), type: 'object' } };
  const validator = await loaded(aSource(files).source);
  expect(validator.validate('buy.json', {})).toEqual({ kind: 'valid', schema });
  expect(validator.used()).toEqual([schema]);
});

test.each([
  { draft: 'http://json-schema.org/draft-07/schema#', kind: 'valid' },
  { draft: 'https://json-schema.org/draft/2019-09/schema', kind: 'invalid' },
  { draft: 'https://json-schema.org/draft/2020-12/schema', kind: 'invalid' },
])('a schema of $draft is read by the rules of its draft', async ({ draft, kind }) => {
  const files = {
    'x.json': { $schema: draft, properties: { a: {} }, unevaluatedProperties: false },
  };
  const validator = await loaded(aSource(files).source);
  expect(validator.validate('x.json', { b: 1 }).kind).toBe(kind);
});

test.each([
  { name: 'named', value: { a: 1 }, kind: 'valid' },
  { name: 'not named', value: { b: 1 }, kind: 'invalid' },
])('a property $name by a reference is evaluated accordingly', async ({ value, kind }) => {
  const $schema = 'https://json-schema.org/draft/2020-12/schema';
  const files = {
    'x.json': { $schema, $id: '/x.json', $ref: '/base.json', unevaluatedProperties: false },
    'base.json': { $schema, $id: '/base.json', properties: { a: {} } },
  };
  const validator = await loaded(aSource(files).source);
  expect(validator.validate('x.json', value).kind).toBe(kind);
});

async function errorsOf(
  schema: JsonObject,
  value: Json,
  more: Readonly<Record<string, JsonObject>> = {},
) {
  const validator = await loaded(aSource({ 'x.json': schema, ...more }).source);
  const verdict = validator.validate('x.json', value);
  return verdict.kind === 'invalid' ? verdict.errors : [];
}

const placed = {
  type: 'object',
  required: ['buy_id'],
  properties: {
    buy_id: { type: 'string' },
    packages: { type: 'array', items: { type: 'object', required: ['id'] } },
  },
  not: { required: ['errors'] },
};
const rejected = {
  type: 'object',
  required: ['errors'],
  properties: { errors: { type: 'array' } },
  not: { required: ['buy_id'] },
};
const submitted = {
  type: 'object',
  required: ['status', 'task_id'],
  properties: { status: { const: 'submitted' }, task_id: { type: 'string' } },
};

test.each([
  {
    name: 'the branch with the fewest faults',
    value: { buy_id: 'b', packages: [{}] },
    first: {
      instance_path: '/packages/0',
      keyword: 'required',
      schema_path: '/x.json#/oneOf/0/properties/packages/items/required',
    },
  },
  {
    name: 'the branch the value has most names in common with',
    value: { buy_id: 7, packages: [] },
    first: { instance_path: '/buy_id', keyword: 'type' },
  },
  {
    name: 'the branch whose constant the value has',
    value: { status: 'submitted' },
    first: {
      instance_path: '',
      keyword: 'required',
      message: "must have required property 'task_id'",
    },
  },
])('the errors of a union begin with $name', async ({ value, first }) => {
  const errors = await errorsOf({ oneOf: [placed, rejected, submitted] }, value);
  expect(errors[0]).toMatchObject(first);
  expect(errors.at(-1)).toMatchObject({ keyword: 'oneOf', instance_path: '' });
});

test('the errors of a union in another file name the place in that file', async () => {
  const union = { $id: '/schemas/1/core/u.json', oneOf: [submitted, rejected] };
  const errors = await errorsOf(
    {
      $id: '/schemas/1/x.json',
      properties: { rows: { type: 'array', items: { $ref: '/schemas/1/core/u.json' } } },
    },
    {
      rows: [
        { status: 'submitted', task_id: 'a' },
        { status: 'submitted', task_id: 7 },
      ],
    },
    { 'core/u.json': union },
  );
  expect(errors).toEqual([
    {
      instance_path: '/rows/1/task_id',
      schema_path: '/schemas/1/core/u.json#/oneOf/0/properties/task_id/type',
      keyword: 'type',
      message: 'must be string',
    },
    {
      instance_path: '/rows/1',
      schema_path: '/schemas/1/core/u.json#/oneOf',
      keyword: 'oneOf',
      message: 'must match exactly one schema in oneOf',
    },
  ]);
});

test('faults outside a union stand before it', async () => {
  const errors = await errorsOf(
    { required: ['context'], properties: { answer: { anyOf: [placed, rejected] } } },
    { answer: {} },
  );
  expect(errors[0]).toMatchObject({ instance_path: '', keyword: 'required' });
});

test('no more than twenty errors are reported', async () => {
  const errors = await errorsOf(
    { items: { type: 'string' } },
    Array.from({ length: 50 }, (_, n) => n),
  );
  expect(errors).toHaveLength(20);
});

const published = 'node_modules/@adcp/sdk/dist/lib/schemas-data/3.0';
const responses = readdirSync(published, { recursive: true, encoding: 'utf8' }).filter(
  (file) => file.endsWith('-response.json') && !file.startsWith('bundled'),
);

test('every published response schema compiles', async () => {
  const validator = await loaded(createSchemaSource(published));
  const verdicts = responses.map((ref) => validator.validate(ref, 'no object').kind);
  expect(new Set(verdicts)).toEqual(new Set(['invalid']));
});

test('a value that fits needs no engine; one that does not loads the engine that says why', async () => {
  const validator = createSchemaValidator(aSource({ 'buy.json': buy, 'core/id.json': id }).source);
  await validator.ready('buy.json', { buy_id: 'abc' });
  expect(validator.validate('buy.json', { buy_id: 'abc' }).kind).toBe('valid');
  expect(validator.isReady('buy.json', { buy_id: 'ab' })).toBe(false);
  expect(() => validator.validate('buy.json', { buy_id: 'ab' })).toThrow('nothing was loaded');
  await validator.ready('buy.json', { buy_id: 'ab' });
  expect(validator.validate('buy.json', { buy_id: 'ab' })).toMatchObject({
    kind: 'invalid',
    errors: [{ keyword: 'minLength' }],
  });
});

test('a schema that is not there needs no engine', async () => {
  const validator = createSchemaValidator(aSource({}).source);
  await validator.ready('none.json', {});
  expect(validator.validate('none.json', {})).toEqual({ kind: 'missing', ref: 'none.json' });
});
