import { expect, test } from 'vitest';
import { cut, printable, printableJson } from '../../src/report/escape.ts';

test.each([
  ['plain text stays', 'größe 日本 🎉', 'größe 日本 🎉'],
  ['line breaks', 'a\nb\r\tc', 'a\\nb\\r\\tc'],
  ['ANSI', '\u001b[2J', '\\u001b[2J'],
  ['8-bit ANSI', '\u009b2J', '\\u009b2J'],
  ['bidirectional controls', '\u202ea\u061cbc\u2066', '\\u202ea\\u061cbc\\u2066'],
  ['invisible characters', 'a\u200bb\ufeff', 'a\\u200bb\\ufeff'],
  ['line separators', 'a\u2028b', 'a\\u2028b'],
  ['tags', '\u{e0041}', '\\u{e0041}'],
  ['half a surrogate pair', 'a\ud83d', 'a\\ud83d'],
])('printable: %s', (_, text, expected) => {
  expect(printable(text)).toBe(expected);
});

test.each([
  ['abc', 3, 'abc'],
  ['abcd', 3, 'abc…'],
  ['ab🎉d', 3, 'ab…'],
])('cut: %s at %i', (text, limit, expected) => {
  expect(cut(text, limit)).toBe(expected);
});

test('JSON keeps its layout and its values when it is made printable', () => {
  const value = { a: 'x\u009by\u202e\u{e0041}\n🎉' };
  const json = JSON.stringify(value, null, 2);
  expect(printableJson(json)).toBe('{\n  "a": "x\\u009by\\u202e\\udb40\\udc41\\n🎉"\n}');
  expect(JSON.parse(printableJson(json))).toEqual(value);
});
