import { expect, test } from 'vitest';
import { containsJson, mapJson, sameJson, valueAtPointer } from '../../src/support/json.ts';
import { closest } from '../../src/support/did-you-mean.ts';

test.each([
  { a: { x: 1, y: [2] }, b: { y: [2], x: 1 }, same: true },
  { a: [1, 2], b: [2, 1], same: false },
  { a: '1', b: 1, same: false },
  { a: null, b: {}, same: false },
  { a: {}, b: [], same: false },
  { a: { x: 1 }, b: { x: 1, y: 2 }, same: false },
])('sameJson($a, $b) is $same', ({ a, b, same }) => {
  expect(sameJson(a, b)).toBe(same);
});

test.each([
  { whole: { a: 1, b: { c: [1, 2, 3] } }, part: { b: { c: [3, 1] } }, contained: true },
  { whole: { a: 1 }, part: { a: 1, b: 2 }, contained: false },
  { whole: [1], part: [2], contained: false },
])('containsJson($whole, $part) is $contained', ({ whole, part, contained }) => {
  expect(containsJson(whole, part)).toBe(contained);
});

test('mapJson replaces what the visitor answers and keeps the rest identical', () => {
  const before = { keep: { deep: [1] }, change: ['a', 'b'] };
  const after = mapJson(before, (_value, pointer) => (pointer === '/change/1' ? 'c' : undefined));
  expect(after).toEqual({ keep: { deep: [1] }, change: ['a', 'c'] });
  expect((after as typeof before).keep).toBe(before.keep);
  expect(valueAtPointer(after, '/change/1')).toBe('c');
});

test('a key called __proto__ stays an ordinary key', () => {
  const parsed = JSON.parse('{"__proto__": {"x": 1}}') as { readonly [key: string]: number };
  const mapped = mapJson(parsed, (value) => (value === 1 ? 2 : undefined));
  expect(Object.keys(mapped as object)).toEqual(['__proto__']);
});

test.each([
  { word: 'feild_value', says: 'field_value' },
  { word: 'completely_else', says: null },
])('the closest check to $word is $says', ({ word, says }) => {
  expect(closest(word, ['field_value', 'error_code'])).toBe(says);
});
