import { expect, test } from 'vitest';
import { createSchemaSource } from '../../src/load/schemas.ts';
import { aSuite } from './suites.ts';

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

test('a file that is no JSON is named', () => {
  const root = `${aSuite(files)}/schemas`;
  expect(() => createSchemaSource(root).read('broken.json')).toThrow(
    `${root}/broken.json is no JSON`,
  );
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
