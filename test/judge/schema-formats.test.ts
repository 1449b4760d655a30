import { Ajv } from 'ajv';
import formats from 'ajv-formats';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { hasFormat } from '../../src/judge/schema-formats.ts';

const ajv = new Ajv({ strict: false });
formats.default(ajv);
const isUri = ajv.compile({ format: 'uri' });

test.each([
  'https://seller.example',
  'http://127.0.0.1:8080/mcp',
  'https://seller.example/a//b/%7e(c)',
  'https://seller.example/a?b=c#d',
  'https://[::1]/a',
  'HTTPS://Seller.Example/',
  'data:text/html;charset=utf-8,%3Cp%3E',
  'urn:isbn:0451450523',
])('%s is a URI', (address) => {
  expect(hasFormat('uri', address)).toBe(true);
  expect(isUri(address)).toBe(true);
});

test.each([
  'seller.example',
  'https://seller.example/a b',
  'https://seller.example/%zz',
  'https://seller.example/<a>',
  'https://seller.example/a\n',
  'data:',
  'data:a b',
  'a',
])('%j is no URI', (address) => {
  expect(hasFormat('uri', address)).toBe(false);
  expect(isUri(address)).toBe(false);
});

test('what is said of an address is what the engine says of it', () => {
  const pieces = fc.constantFrom(
    ...['http', 'https', 'data', 'HTTP', ':', '/', '//', '://', 'a', 'seller.example', '.', '..'],
    ...['%41', '%', '%g0', '?', '#', '[', ']', '::1', ':80', '@', '_', '~', '(', '"', '\\', ' '],
    ...['\n', 'é', ',', ';', '=', '*', '-', '0', '<', '^', '|'],
  );
  const starts = ['', 'https://seller.example', 'http://a/', 'data:a'];
  fc.assert(
    fc.property(fc.constantFrom(...starts), fc.array(pieces, { maxLength: 8 }), (start, parts) => {
      const address = [start, ...parts].join('');
      expect(hasFormat('uri', address)).toBe(isUri(address));
    }),
    { numRuns: 3000 },
  );
});

test('values a format is not about have it, and so has everything of a format nobody knows', () => {
  expect(hasFormat('uri', 1)).toBe(true);
  expect(hasFormat('colour', 'no colour')).toBe(true);
});
