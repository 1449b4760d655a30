import { expect, test } from 'vitest';
import { utf8Decoder } from '../../../src/dispatch/wire/utf8.ts';

const mark = Buffer.from([0xef, 0xbb, 0xbf]);

function decoded(...chunks: readonly Uint8Array[]): string {
  const decode = utf8Decoder();
  return chunks.map((chunk) => decode(chunk)).join('') + decode();
}

test('a text is the same wherever its bytes are cut, with its byte order mark and without', () => {
  const text = 'a ä € 😀 \uFEFF z';
  for (const bytes of [Buffer.from(text), Buffer.concat([mark, Buffer.from(text)])]) {
    for (let first = 0; first <= bytes.length; first += 1) {
      for (let second = first; second <= bytes.length; second += 1) {
        const chunks = [
          bytes.subarray(0, first),
          bytes.subarray(first, second),
          bytes.subarray(second),
        ];
        expect(decoded(...chunks.filter(({ length }) => length > 0))).toBe(text);
      }
    }
  }
});

test.each([
  { name: 'a byte that begins nothing', chunks: [Buffer.from([0x61, 0xff])] },
  { name: 'such a byte after a good chunk', chunks: [Buffer.from('ä'), Buffer.from([0xff])] },
  { name: 'half a character at the end', chunks: [Buffer.from('ä').subarray(0, 1)] },
  {
    name: 'half a character and another text',
    chunks: [Buffer.from('€').subarray(0, 2), Buffer.from('a')],
  },
])('$name is refused', ({ chunks }) => {
  expect(() => decoded(...chunks)).toThrow();
});

test('nothing decodes to nothing', () => expect(decoded()).toBe(''));
