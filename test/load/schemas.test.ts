import { expect, test } from 'vitest';
import { createSchemaSource } from '../../src/load/schemas.ts';
import { aSuite, inWords } from './suites.ts';

const files = {
  'schemas/media-buy/get-products-request.json': '{ "title": "products" }',
  'schemas/bundled/media-buy/get-products-request.json': '{ "title": "bundled" }',
  'schemas/broken.json': '{',
  'schemas/list.json': '[]',
  'secret.json': '{ "title": "outside" }',
};

test('a schema is read once, by its path below the root', () => {
  const source = createSchemaSource(`${aSuite(files)}/schemas`);
  const schema = source.read('media-buy/get-products-request.json');
  expect(schema).toEqual({ title: 'products' });
  expect(source.read('media-buy/get-products-request.json')).toBe(schema);
});

test.each([
  { name: 'a file that is not there', ref: 'nowhere.json' },
  { name: 'a file outside the root', ref: '../secret.json' },
  { name: 'a file that holds no object', ref: 'list.json' },
])('$name reads as none', ({ ref }) => {
  expect(createSchemaSource(`${aSuite(files)}/schemas`).read(ref)).toBeNull();
});

test.each([
  {
    name: 'no JSON',
    text: '{\n  "a": 1,\n}\n',
    said: /^3:1 broken-schema: this is no JSON: .*\(mend the file, or take it from where it came\)$/,
  },
  {
    name: 'half of it',
    text: '{\n  "a": {\n',
    said: /^(?:2:9|3:1) broken-schema: this is no JSON: /,
  },
  {
    name: 'JSON, but no object',
    text: '[]',
    said: /^1:1 broken-schema: a schema is a JSON object, and this is none \(write { … }\)$/,
  },
])('a document that is $name is a fault wherever it is referred to', ({ text, said }) => {
  const root = aSuite({
    'a.json': '{ "$ref": "deep/b.json" }',
    'deep/b.json': '{ "allOf": [{ "$ref": "/schemas/3.0/c.json#/x" }, { "$ref": "http://[" }] }',
    'c.json': text,
    'unused.json': '{',
  });
  const source = createSchemaSource(root);
  const faults = source.faultsIn(['a.json', 'nowhere.json']);
  expect(faults.map((fault) => inWords(fault, root))).toEqual([expect.stringMatching(said)]);
  expect(faults[0]?.at.file).toBe(`${root}/c.json`);
  expect(source.read('c.json')).toBeNull();
});

test('the request schema of a task is found by its name, bundled copies aside', () => {
  const source = createSchemaSource(`${aSuite(files)}/schemas`);
  expect(source.requestRefOf('get_products')).toBe('media-buy/get-products-request.json');
  expect(source.requestRefOf('get_nothing')).toBeNull();
  expect(source.read('bundled/media-buy/get-products-request.json')).toEqual({ title: 'bundled' });
});

test('without a root there are no schemas', () => {
  const source = createSchemaSource(null);
  expect([source.root, source.read('a.json'), source.requestRefOf('get_products')]).toEqual([
    null,
    null,
    null,
  ]);
});
