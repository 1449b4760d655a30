import { expect, test } from 'vitest';
import { parseJson } from '../../../src/dispatch/wire/json-text.ts';

const nested = (levels: number) => '['.repeat(levels) + ']'.repeat(levels);

test.each([
  { name: 'an object', text: '{"a":[1,null]}', value: { a: [1, null] } },
  { name: 'brackets inside a text', text: JSON.stringify('['.repeat(300)), value: '['.repeat(300) },
  {
    name: 'brackets after an escaped quote inside a text',
    text: JSON.stringify(`"${'['.repeat(300)}`),
    value: `"${'['.repeat(300)}`,
  },
  {
    name: 'a text that ends in a backslash before brackets',
    text: `["\\\\",${'[],'.repeat(300)}0]`,
    value: ['\\', ...Array.from({ length: 300 }, () => []), 0],
  },
])('$name is read', ({ text, value }) => expect(parseJson(text)).toEqual({ value }));

test('256 levels are read, 257 are not', () => {
  expect(parseJson(nested(256))).toHaveProperty('value');
  expect(parseJson(nested(257))).toEqual({ problem: 'it nests deeper than 256 levels' });
  expect(parseJson(nested(1_000_000))).toEqual({ problem: 'it nests deeper than 256 levels' });
  expect(parseJson('{"a":'.repeat(257))).toHaveProperty('problem');
});

test.each([
  { name: 'nothing', text: ' \n', problem: 'it is empty' },
  { name: 'prose', text: 'hello', problem: expect.stringContaining('Unexpected token') as string },
  { name: 'half an object', text: '{"a":', problem: expect.any(String) as string },
  { name: 'half a text', text: '"a', problem: expect.any(String) as string },
])('$name is no JSON', ({ text, problem }) => expect(parseJson(text)).toEqual({ problem }));

test.each(['sk-live-0123456789', '{"token": sk-live-0123456789}', '["sk-live-0123456789"'])(
  'what is wrong with %s is said without repeating it',
  (text) => {
    const parsed = parseJson(text);
    expect('problem' in parsed && parsed.problem).toMatch(/^(Unexpected|Expected)/);
    expect(JSON.stringify(parsed)).not.toContain('sk-live');
  },
);

test('a key __proto__ is an ordinary key', () => {
  const parsed = parseJson('{"__proto__":{"polluted":true}}');
  expect('value' in parsed && Object.keys(parsed.value as object)).toEqual(['__proto__']);
  expect({}).not.toHaveProperty('polluted');
});
