import { readdirSync } from 'node:fs';
import { expect, test } from 'vitest';
import { schemaDocuments } from '../../src/judge/schema-documents.ts';
import { schemaExplainer } from '../../src/judge/schema-explainer.ts';
import { SchemaTests } from '../../src/judge/schema-tests.ts';
import { loadSuite } from '../../src/load/suite.ts';
import { createSchemaSource } from '../../src/load/schemas.ts';
import type { Json, JsonObject } from '../../src/model/json.ts';
import type { SchemaSource } from '../../src/model/schema.ts';
import { isObject } from '../../src/support/json.ts';
import { optionsFor, published as publishedSuite } from '../load/suites.ts';

/** Tests of these documents, and the documents that were read for them. */
function testsOf(files: Readonly<Record<string, JsonObject>>) {
  const read: string[] = [];
  const documents = schemaDocuments({
    root: 'schemas',
    read: (ref) => {
      if (files[ref]) read.push(ref);
      return files[ref] ?? null;
    },
    requestRefOf: () => null,
  });
  return { tests: new SchemaTests(documents), read };
}

const id: JsonObject = { $id: '/schemas/3.0.6/core/id.json', type: 'string', minLength: 3 };
const buy: JsonObject = {
  $id: '/schemas/3.0.6/buy.json',
  type: 'object',
  required: ['buy_id'],
  properties: {
    buy_id: { $ref: '/schemas/3.0.6/core/id.json' },
    start: { type: 'string', format: 'date-time' },
    labels: { type: 'array', uniqueItems: true, items: { $ref: '#/definitions/label' } },
    part: { $ref: '#' },
  },
  definitions: { label: { type: 'string', pattern: '^[a-z]+$', maxLength: 4 } },
};
const files = { 'buy.json': buy, 'core/id.json': id };

const values: readonly { name: string; value: Json; holds: boolean }[] = [
  { name: 'a reference to a file, satisfied', value: { buy_id: 'abc' }, holds: true },
  { name: 'a reference to a file, not satisfied', value: { buy_id: 'ab' }, holds: false },
  { name: 'a missing property', value: {}, holds: false },
  { name: 'a format', value: { buy_id: 'abc', start: 'soon' }, holds: false },
  { name: 'a pattern behind a fragment', value: { buy_id: 'abc', labels: ['A'] }, holds: false },
  { name: 'a length in characters', value: { buy_id: 'abc', labels: ['abcde'] }, holds: false },
  { name: 'equal items', value: { buy_id: 'abc', labels: ['a', 'a'] }, holds: false },
  { name: 'a schema inside itself', value: { buy_id: 'abc', part: { buy_id: 'x' } }, holds: false },
  {
    name: 'everything right',
    value: { buy_id: 'abc', start: '2026-01-01T00:00:00Z', labels: ['a', 'b'] },
    holds: true,
  },
];

test.each(values)('a test says what it thinks of $name', ({ value, holds }) => {
  expect(testsOf(files).tests.at('buy.json')?.test(value)).toBe(holds);
});

test('a test knows what its document is called', () => {
  const { tests } = testsOf({ ...files, 'a.json': { type: 'string' } });
  expect(tests.at('buy.json')?.id).toBe(buy['$id']);
  expect(tests.at('a.json')?.id).toBeNull();
});

test('documents no value reaches are not read, and none is read twice', () => {
  const { tests, read } = testsOf(files);
  expect(tests.at('buy.json')?.test({})).toBe(false);
  expect(read).toEqual(['buy.json']);
  for (const value of [{ buy_id: 'abc' }, { buy_id: 'abc', part: { buy_id: 'abc' } }])
    expect(tests.at('buy.json')?.test(value)).toBe(true);
  expect(read).toEqual(['buy.json', 'core/id.json']);
});

test('a fragment is looked for in its own document, also where another goes by the same name', () => {
  const part = (type: string) => ({
    $id: '/schemas/3.0.6/a.json',
    properties: { x: { $ref: '#/definitions/x' } },
    definitions: { x: { type } },
  });
  const { tests } = testsOf({ 'bundled/a.json': part('string') });
  expect(tests.at('bundled/a.json')?.test({ x: 'text' })).toBe(true);
  expect(tests.at('bundled/a.json')?.test({ x: 1 })).toBe(false);
});

const newer = { $schema: 'https://json-schema.org/draft/2020-12/schema' };

test('a schema of a newer draft, or of nobody, is left to the whole engine', () => {
  const { tests } = testsOf({ 'a.json': newer });
  expect(tests.at('a.json')).toBeNull();
  expect(tests.at('none.json')).toBeNull();
});

test.each<{ name: string; reached: Json }>([
  { name: 'a reference to nothing', reached: { $ref: 'none.json' } },
  { name: 'a fragment that is not there', reached: { $ref: '#/definitions/none' } },
  { name: 'a fragment that is a name', reached: { $ref: '#name' } },
  { name: 'a document of a newer draft', reached: { $ref: 'newer.json' } },
  { name: 'a part with a name of its own', reached: { $id: '/own.json', type: 'string' } },
  { name: 'no schema', reached: 'text' },
  { name: 'a type nobody knows', reached: { type: 'nonsense' } },
  { name: 'a limit that is no number', reached: { exclusiveMinimum: true } },
  { name: 'a list that is none', reached: { enum: 'a' } },
  { name: 'names that are no list', reached: { required: true } },
  { name: 'properties that are no object', reached: { properties: [] } },
  { name: 'a pattern that is no text', reached: { pattern: 7 } },
  { name: 'a pattern that is none', reached: { pattern: '(' } },
])('a value that reaches $name is left to the whole engine', ({ reached }) => {
  const { tests } = testsOf({ 'a.json': { properties: { x: reached } }, 'newer.json': newer });
  expect(tests.at('a.json')?.test({})).toBe(true);
  for (const x of [1, 'text', {}, []])
    if (isReachedBy(reached, x)) expect(() => tests.at('a.json')?.test({ x })).toThrow();
});

/** A keyword is asked only of values it can say something of. */
function isReachedBy(schema: Json, value: Json): boolean {
  const [keyword = ''] = isObject(schema) ? Object.keys(schema) : [];
  const only: Readonly<Record<string, boolean>> = {
    exclusiveMinimum: typeof value === 'number',
    required: isObject(value),
    properties: isObject(value),
    pattern: typeof value === 'string',
  };
  return only[keyword] ?? true;
}

const published = 'node_modules/@adcp/sdk/dist/lib/schemas-data/3.0';

test('on every authored request, and on each with one value spoilt, both engines agree', () => {
  const source = createSchemaSource(published);
  const documents = schemaDocuments(source);
  const tests = new SchemaTests(documents);
  const explain = schemaExplainer(documents);
  const seen = { valid: 0, invalid: 0 };
  for (const { ref, value } of authoredRequests(source)) {
    for (const each of [value, ...spoilt(value)]) {
      const { kind } = explain(ref, each);
      expect([ref, each, tests.at(ref)?.test(each)]).toEqual([ref, each, kind === 'valid']);
      if (kind === 'valid' || kind === 'invalid') seen[kind] += 1;
    }
  }
  expect(seen.valid).toBeGreaterThan(500);
  expect(seen.invalid).toBeGreaterThan(500);
});

test('every published response schema can be read without the engine', () => {
  const tests = new SchemaTests(schemaDocuments(createSchemaSource(published)));
  const refs = readdirSync(published, { recursive: true, encoding: 'utf8' }).filter(
    (file) => file.endsWith('-response.json') && !file.startsWith('bundled'),
  );
  expect(refs.length).toBeGreaterThan(50);
  expect(refs.filter((ref) => tests.at(ref)?.test('no object') !== false)).toEqual([]);
});

function* authoredRequests(source: SchemaSource) {
  const suite = loadSuite(optionsFor(publishedSuite));
  for (const { phases } of suite.storyboards) {
    for (const { action } of phases.flatMap(({ steps }) => steps)) {
      const ref = action.kind === 'call' ? source.requestRefOf(action.request.task) : null;
      if (action.kind === 'call' && ref !== null) yield { ref, value: action.request.payload };
    }
  }
}

/** The value with one of its parts of another type, or gone; for each of its first parts. */
function* spoilt(value: JsonObject): Generator<JsonObject> {
  for (const [key, part] of Object.entries(value)) {
    yield { ...value, [key]: typeof part === 'number' ? 'text' : 7 };
    yield Object.fromEntries(Object.entries(value).filter(([name]) => name !== key));
    if (isObject(part)) for (const each of spoilt(part)) yield { ...value, [key]: each };
  }
}
