import { expect, test } from 'vitest';
import type { JsonObject, JsonPointer } from '../../src/model/json.ts';
import { operationFor } from '../../src/request/operation.ts';

const task = 'buy_media';

/** A schema that declares these fields and requires some of them. */
const declaring = (fields: readonly string[], required: readonly string[] = []): JsonObject => ({
  type: 'object',
  properties: Object.fromEntries(fields.map((field) => [field, {}])),
  required,
});

interface Sources {
  /** The suite's schemas by path. */
  readonly files?: Readonly<Record<string, JsonObject>>;
  /** What the step names. */
  readonly named?: string;
  readonly inputSchema?: JsonObject;
}

/** The suite's own schema of the task is `buy-media-request.json`, where there is one. */
function operationOf({ files = {}, named, inputSchema }: Sources) {
  const own = 'buy-media-request.json';
  return operationFor(task, {
    schemas: {
      root: 'schemas',
      read: (ref) => files[ref] ?? null,
      requestRefOf: (asked) => (asked === task && own in files ? own : null),
    },
    schemaRef: named ?? null,
    inputSchema: inputSchema ?? null,
  });
}

const fields = ['named', 'own', 'advertised'];
const files = {
  'other/named-request.json': declaring(['named'], ['named']),
  'buy-media-request.json': declaring(['own'], ['own']),
};

test.each<{ name: string; sources: Sources; source: string | null; declared: readonly string[] }>([
  {
    name: 'the schema the step names',
    sources: { files, named: 'other/named-request.json', inputSchema: declaring(['advertised']) },
    source: 'other/named-request.json',
    declared: ['named'],
  },
  {
    name: "the suite's schema of the task before the advertised one",
    sources: { files, inputSchema: declaring(['advertised']) },
    source: 'buy-media-request.json',
    declared: ['own'],
  },
  {
    name: "the suite's schema where the step names one that does not exist",
    sources: { files, named: 'nowhere.json', inputSchema: declaring(['advertised']) },
    source: 'buy-media-request.json',
    declared: ['own'],
  },
  {
    name: 'the advertised schema where the suite has none',
    sources: { inputSchema: declaring(['advertised'], ['advertised']) },
    source: 'inputSchema',
    declared: ['advertised'],
  },
  { name: 'nothing where there is none', sources: {}, source: null, declared: [] },
])('what a task declares is read from $name', ({ sources, source, declared }) => {
  const operation = operationOf(sources);
  expect([operation.task, operation.source]).toEqual([task, source]);
  expect(fields.filter((field) => operation.declares(field))).toEqual(declared);
});

const brandOf = (required: boolean) => declaring(['brand'], required ? ['brand'] : []);

test.each<{ name: string; schema: JsonObject; declares: boolean; requires: boolean }>([
  { name: 'in properties', schema: brandOf(false), declares: true, requires: false },
  { name: 'in properties and required', schema: brandOf(true), declares: true, requires: true },
  { name: 'in allOf', schema: { allOf: [{}, brandOf(true)] }, declares: true, requires: true },
  {
    name: 'in one arm of anyOf',
    schema: { anyOf: [brandOf(true), { required: ['name'] }] },
    declares: true,
    requires: false,
  },
  {
    name: 'in one arm of oneOf',
    schema: { oneOf: [brandOf(true), {}] },
    declares: true,
    requires: false,
  },
  {
    name: 'in what follows a condition',
    schema: { if: {}, then: brandOf(true) },
    declares: true,
    requires: false,
  },
  {
    name: 'in what else follows a condition',
    schema: { if: {}, else: brandOf(true) },
    declares: true,
    requires: false,
  },
  {
    name: 'in allOf inside an arm',
    schema: { anyOf: [{ allOf: [brandOf(true)] }] },
    declares: true,
    requires: false,
  },
  {
    name: 'behind a local reference',
    schema: { $ref: '#/$defs/base', $defs: { base: brandOf(true) } },
    declares: true,
    requires: true,
  },
  {
    name: 'behind a reference to a file',
    schema: { $ref: 'base.json' },
    declares: true,
    requires: true,
  },
  {
    name: 'behind a published reference',
    schema: { $ref: '/schemas/3.0.6/base.json' },
    declares: true,
    requires: true,
  },
  {
    name: 'behind a reference that leads nowhere',
    schema: { $ref: 'nowhere.json' },
    declares: false,
    requires: false,
  },
  {
    name: 'behind a reference to itself',
    schema: { $ref: '#' },
    declares: false,
    requires: false,
  },
  {
    name: 'in another field',
    schema: { properties: { account: brandOf(true) } },
    declares: false,
    requires: false,
  },
  {
    name: 'by a name all objects inherit',
    schema: { properties: { toString: {} } },
    declares: false,
    requires: false,
  },
])('a field $name: declared $declares, required $requires', ({ schema, declares, requires }) => {
  const operation = operationOf({
    files: { 'buy-media-request.json': schema, 'base.json': brandOf(true) },
  });
  expect([operation.declares('brand'), operation.requires('brand')]).toEqual([declares, requires]);
  expect(operation.declares('constructor')).toBe(false);
});

const product = { product_id: { type: 'string', 'x-entity': 'product' } };

test.each<{ pointer: JsonPointer; entity: string | null }>([
  { pointer: '/product_id', entity: 'product' },
  { pointer: '/packages/1/product_id', entity: 'product' },
  { pointer: '/packages/product_id', entity: null },
  { pointer: '/name', entity: null },
])('the thing whose id stands at $pointer is $entity', ({ pointer, entity }) => {
  const inputSchema = {
    properties: { ...product, name: {}, packages: { items: { allOf: [{ properties: product }] } } },
  };
  expect(operationOf({ inputSchema }).entityAt?.(pointer) ?? null).toBe(entity);
});
