import { readdirSync } from 'node:fs';
import { expect, test } from 'vitest';
import { schemaDocuments } from '../../src/judge/schema-documents.ts';
import { schemaExplainer } from '../../src/judge/schema-explainer.ts';
import { SchemaTests } from '../../src/judge/schema-tests.ts';
import { schemaWriter } from '../../src/judge/schema-writer.ts';
import { loadSuite } from '../../src/load/suite.ts';
import { createSchemaSource } from '../../src/load/schemas.ts';
import type { Json, JsonObject } from '../../src/model/json.ts';
import type { KeptText } from '../../src/model/kept.ts';
import type { SchemaSource } from '../../src/model/schema.ts';
import { isObject } from '../../src/support/json.ts';
import { optionsFor, published as publishedSuite } from '../load/suites.ts';

/** A place for one text that says how often it was written. */
function aPlace() {
  const writes: string[] = [];
  const kept: KeptText = { read: () => writes.at(-1) ?? null, write: (text) => writes.push(text) };
  return { kept, writes };
}

/** Tests of these documents, and the documents that had to be parsed for them. */
function testsOf(files: Readonly<Record<string, JsonObject>>, kept: KeptText | null) {
  const parsed: string[] = [];
  const source: SchemaSource = {
    root: 'schemas',
    read: (ref) => {
      if (files[ref]) parsed.push(ref);
      return files[ref] ?? null;
    },
    digestOf: (ref) => (files[ref] ? JSON.stringify(files[ref]) : null),
    requestRefOf: () => null,
  };
  const documents = schemaDocuments(source);
  const written = schemaWriter();
  return { tests: new SchemaTests({ source, documents, writer: () => written, kept }), parsed };
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

test.each(values)('$name: fresh and kept code say the same', ({ value, holds }) => {
  const { kept } = aPlace();
  const fresh = testsOf(files, kept);
  expect(fresh.tests.at('buy.json')?.test(value)).toBe(holds);
  fresh.tests.keep();
  const later = testsOf(files, kept);
  expect(later.tests.at('buy.json')?.test(value)).toBe(holds);
  expect(later.parsed).toEqual([]);
});

test('kept code knows what its document is called', () => {
  const { kept } = aPlace();
  const fresh = testsOf(files, kept);
  expect(fresh.tests.at('buy.json')?.id).toBe(buy['$id']);
  fresh.tests.keep();
  expect(testsOf(files, kept).tests.at('buy.json')?.id).toBe(buy['$id']);
});

test('what was known is not written again, and what is new is added', () => {
  const { kept, writes } = aPlace();
  for (const ref of ['core/id.json', 'core/id.json', 'buy.json'])
    [testsOf(files, kept).tests].forEach((tests) => {
      tests.at(ref)?.test({ buy_id: 'abc' });
      tests.keep();
    });
  expect(writes).toHaveLength(2);
  expect(testsOf(files, kept).tests.at('core/id.json')?.test('abc')).toBe(true);
});

test('what is kept is made ready piece by piece, without a look at a document', () => {
  const { kept } = aPlace();
  const fresh = testsOf(files, kept);
  expect([...fresh.tests.prepare('buy.json')]).toEqual([]);
  fresh.tests.at('buy.json')?.test({ buy_id: 'abc', labels: ['a'] });
  fresh.tests.keep();
  const later = testsOf(files, kept);
  // The buy, its id and its label; nothing reached the buy inside a buy.
  expect([...later.tests.prepare('buy.json')]).toHaveLength(3);
  expect([...later.tests.prepare('buy.json')]).toEqual([]);
  expect(later.tests.at('buy.json')?.test({ buy_id: 'abc', labels: ['A'] })).toBe(false);
  expect(later.parsed).toEqual([]);
});

test('a document that changed is read anew', () => {
  const { kept } = aPlace();
  const before = testsOf(files, kept);
  expect(before.tests.at('buy.json')?.test({ buy_id: 'abcd' })).toBe(true);
  before.tests.keep();
  const after = testsOf({ ...files, 'core/id.json': { ...id, minLength: 5 } }, kept);
  expect(after.tests.at('buy.json')?.test({ buy_id: 'abcd' })).toBe(false);
  expect(after.parsed).toEqual(['core/id.json']);
});

test('a fragment is looked for in its own document, also where another goes by the same name', () => {
  const part = (type: string) => ({
    $id: '/schemas/3.0.6/a.json',
    properties: { x: { $ref: '#/definitions/x' } },
    definitions: { x: { type } },
  });
  const { tests } = testsOf({ 'bundled/a.json': part('string') }, null);
  expect(tests.at('bundled/a.json')?.test({ x: 'text' })).toBe(true);
  expect(tests.at('bundled/a.json')?.test({ x: 1 })).toBe(false);
});

test.each<{ name: string; document: JsonObject }>([
  {
    name: 'of a newer draft',
    document: { $schema: 'https://json-schema.org/draft/2020-12/schema' },
  },
  { name: 'that cannot be compiled', document: { type: 'nonsense' } },
])('a schema $name is left to the whole engine', ({ document }) => {
  const { tests } = testsOf({ 'a.json': document }, null);
  expect(tests.at('a.json')).toBeNull();
  expect(tests.at('none.json')).toBeNull();
});

test('a value that reaches a reference to nothing is left to the whole engine', () => {
  const { tests } = testsOf({ 'a.json': { properties: { x: { $ref: 'none.json' } } } }, null);
  expect(tests.at('a.json')?.test({})).toBe(true);
  expect(() => tests.at('a.json')?.test({ x: 1 })).toThrow('none.json');
});

test('what is kept and cannot be read leaves everything to the whole engine', () => {
  const kept: KeptText = { read: () => '{"half', write: () => undefined };
  expect(testsOf(files, kept).tests.at('buy.json')).toBeNull();
});

const published = 'node_modules/@adcp/sdk/dist/lib/schemas-data/3.0';

test('on every authored request, and on each with one value spoilt, both engines agree', () => {
  const source = createSchemaSource(published);
  const documents = schemaDocuments(source);
  const writer = schemaWriter();
  const tests = new SchemaTests({ source, documents, writer: () => writer, kept: null });
  const explain = schemaExplainer(documents);
  const seen = { valid: 0, invalid: 0 };
  for (const { ref, value } of authoredRequests(source)) {
    for (const each of [value, ...spoilt(value)]) {
      const { kind } = explain(ref, each);
      expect([ref, each, tests.at(ref)?.test(each)]).toEqual([ref, each, kind === 'valid']);
      if (kind !== 'missing') seen[kind] += 1;
    }
  }
  expect(seen.valid).toBeGreaterThan(500);
  expect(seen.invalid).toBeGreaterThan(500);
});

test('the tests of every published schema can be written', () => {
  const source = createSchemaSource(published);
  const documents = schemaDocuments(source);
  const writer = schemaWriter();
  const tests = new SchemaTests({ source, documents, writer: () => writer, kept: null });
  const refs = readdirSync(published, { recursive: true, encoding: 'utf8' }).filter(
    (file) => file.endsWith('-response.json') && !file.startsWith('bundled'),
  );
  expect(refs.filter((ref) => tests.at(ref) === null)).toEqual([]);
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
