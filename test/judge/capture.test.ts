import { expect, test } from 'vitest';
import { readCaptures } from '../../src/judge/capture.ts';
import { conventionalCaptures } from '../../src/judge/conventions.ts';
import type { Json } from '../../src/model/json.ts';
import type { Capture } from '../../src/model/storyboard.ts';
import { aSource } from '../support/builders.ts';

const aPath = (path: string, fromTaskCompletion = false): Capture => ({
  kind: 'path',
  name: 'it',
  path,
  fromTaskCompletion,
  at: aSource(),
});

const read = (captures: readonly Capture[], payload: Json, taskResult: Json | null = null) =>
  readCaptures({ captures, payload, taskResult, generate: ({ name }) => `minted-${name}` });

test.each<{ name: string; path: string; payload: Json; value: Json; from: string }>([
  { name: 'a text', path: 'a.b', payload: { a: { b: 'x' } }, value: 'x', from: '/a/b' },
  {
    name: 'an element',
    path: 'rows[1].id',
    payload: { rows: [{}, { id: 7 }] },
    value: 7,
    from: '/rows/1/id',
  },
  {
    name: 'an element by an index written as a name',
    path: 'rows.0',
    payload: { rows: ['x'] },
    value: 'x',
    from: '/rows/0',
  },
  { name: 'false', path: 'a', payload: { a: false }, value: false, from: '/a' },
  { name: 'zero', path: 'a', payload: { a: 0 }, value: 0, from: '/a' },
  { name: 'an empty array', path: 'a', payload: { a: [] }, value: [], from: '/a' },
  { name: 'an empty object', path: 'a', payload: { a: {} }, value: {}, from: '/a' },
  { name: 'the whole answer', path: '', payload: { a: 1 }, value: { a: 1 }, from: '' },
])('a capture takes $name', ({ path, payload, value, from }) => {
  expect(read([aPath(path)], payload)).toEqual({
    captured: [{ name: 'it', value, provenance: 'authored', from }],
    failures: [],
  });
});

test.each<{ name: string; payload: Json; actual: Json }>([
  { name: 'an absent value', payload: {}, actual: null },
  { name: 'null', payload: { a: null }, actual: null },
  { name: 'an empty text', payload: { a: '' }, actual: '' },
  { name: 'a value of no payload', payload: null, actual: null },
])('a capture of $name fails', ({ payload, actual }) => {
  const { captured, failures } = read([aPath('a')], payload);
  expect(captured).toEqual([]);
  expect(failures).toMatchObject([
    {
      check: 'capture_path_not_resolvable',
      severity: 'required',
      at: aSource(),
      outcome: { status: 'failed', pointer: '/a', expected: 'a', actual },
    },
  ]);
});

test('a capture ignores inherited properties', () => {
  expect(read([aPath('toString')], {}).failures).toHaveLength(1);
});

test('one failing capture keeps the others from nothing', () => {
  const { captured, failures } = read([aPath('a'), { ...aPath('b'), name: 'other' }], { b: 1 });
  expect(captured.map(({ name }) => name)).toEqual(['other']);
  expect(failures).toHaveLength(1);
});

test.each([
  { name: 'the result of the task', taskResult: { id: 'late' }, value: 'late' },
  { name: 'the answer itself where it is final', taskResult: null, value: 'now' },
])('a capture from a completed task reads $name', ({ taskResult, value }) => {
  expect(read([aPath('id', true)], { id: 'now' }, taskResult).captured[0]?.value).toBe(value);
});

test('a capture from the answer never reads the result of the task', () => {
  expect(read([aPath('id')], { id: 'now' }, { id: 'late' }).captured[0]?.value).toBe('now');
});

test('a generated value comes from the runner', () => {
  const capture: Capture = { kind: 'generate', name: 'key', generator: 'uuid_v4', at: aSource() };
  expect(read([capture], {}).captured).toEqual([
    { name: 'key', value: 'minted-key', provenance: 'generated', from: null },
  ]);
});

test.each<{ task: string; payload: Json; names: readonly string[] }>([
  {
    task: 'create_media_buy',
    payload: { media_buy_id: 'm' },
    names: ['media_buy_id /media_buy_id'],
  },
  {
    task: 'create_content_standards',
    payload: { standards_id: 's' },
    names: ['content_standards_id /standards_id'],
  },
  {
    task: 'get_products',
    payload: { products: [], proposals: [{ proposal_id: 'p' }] },
    names: ['products /products', 'proposal_id /proposals/0/proposal_id'],
  },
  { task: 'get_products', payload: { products: [{}] }, names: ['products /products'] },
  { task: 'create_media_buy', payload: { media_buy_id: '' }, names: [] },
  { task: 'update_media_buy', payload: { media_buy_id: 'm' }, names: [] },
  { task: 'toString', payload: {}, names: [] },
])('$task with $payload leaves $names by convention', ({ task, payload, names }) => {
  const captured = conventionalCaptures(task, payload);
  expect(captured.map(({ name, from }) => `${name} ${from ?? ''}`)).toEqual(names);
  expect(captured.every(({ provenance }) => provenance === 'convention')).toBe(true);
});
