import { expect, test } from 'vitest';
import { everyElement, locate, parsePath, pathToPointer, valueAt } from '../../src/support/path.ts';

test.each([
  { path: 'a.b[0].c', segments: ['a', 'b', 0, 'c'] },
  { path: 'a.0.b', segments: ['a', '0', 'b'] },
  { path: 'rows[*].id', segments: ['rows', everyElement, 'id'] },
  { path: '[1]', segments: [1] },
  { path: '', segments: [] },
])('reads $path', ({ path, segments }) => {
  expect(parsePath(path)).toEqual(segments);
});

test.each([
  { path: 'a..b', says: 'cannot read' },
  { path: 'a[x]', says: 'cannot read' },
  { path: 'a[-1]', says: 'cannot read' },
  { path: 'a.__proto__', says: 'not allowed' },
  { path: '.a', says: 'cannot read' },
  { path: 'a'.repeat(1025), says: 'at most 1024' },
])('refuses $path', ({ path, says }) => {
  expect(JSON.stringify(parsePath(path))).toContain(says);
});

test.each([
  { name: 'finds a nested value', path: 'a.b[1]', value: 2 },
  { name: 'finds by an index written as a name', path: 'a.b.1', value: 2 },
  { name: 'finds false', path: 'no', value: false },
  { name: 'ignores inherited properties', path: 'toString', value: undefined },
  { name: 'ignores the length of arrays', path: 'a.b.length', value: undefined },
  { name: 'finds nothing past a scalar', path: 'no.more', value: undefined },
])('$name', ({ path, value }) => {
  expect(valueAt({ a: { b: [1, 2] }, no: false }, path)).toBe(value);
});

test('a wildcard resolves to every element with its pointer', () => {
  const path = parsePath('rows[*].id');
  if ('problem' in path) throw new Error(path.problem);
  expect(locate({ rows: [{ id: 1 }, {}, { id: 3 }] }, path)).toEqual([
    { value: 1, pointer: '/rows/0/id' },
    { value: 3, pointer: '/rows/2/id' },
  ]);
  expect(pathToPointer(path)).toBe('/rows/*/id');
});
