import { expect, test } from 'vitest';
import { cut } from '../../src/support/cut.ts';

test.each([
  { name: 'a short text stays', text: 'a b', most: 3, short: 'a b' },
  { name: 'a long one ends between words', text: 'one two three', most: 9, short: 'one two…' },
  { name: 'a word that just fits stays', text: 'one two three', most: 7, short: 'one two…' },
  { name: 'one long word is left out', text: 'x'.repeat(9), most: 5, short: '…' },
  { name: 'a quote ends a word', text: '{"token":"sk-live-01"}', most: 15, short: '{"token":…' },
  { name: 'a tag ends a word', text: '<b>sk-live-01</b>', most: 8, short: '<b…' },
])('$name', ({ text, most, short }) => expect(cut(text, most)).toBe(short));
