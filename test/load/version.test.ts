import { expect, test } from 'vitest';
import { compareVersions, hasReached, isVersion } from '../../src/load/version.ts';

test('versions order by number, and pre-releases before their release', () => {
  const ordered = [
    '1.0.0-0',
    '1.0.0-alpha',
    '1.0.0-alpha.1',
    '1.0.0-alpha.beta',
    '1.0.0-beta.2',
    '1.0.0-beta.11',
    '1.0.0',
    '1.0.10',
    '1.2.0',
    '2.0.0',
  ];
  expect(ordered.toReversed().sort(compareVersions)).toEqual(ordered);
});

test('a version has reached itself and what is older', () => {
  expect([
    hasReached('2.0.0', '2.0.0'),
    hasReached('2.0.1', '2.0.0'),
    hasReached('2.0.0-rc.1', '2.0.0'),
  ]).toEqual([true, true, false]);
});

test.each([
  { text: '1.2.3', is: true },
  { text: '1.2.3-0', is: true },
  { text: '1.2.3+build', is: true },
  { text: '1.2', is: false },
  { text: '3.0.6.previous', is: false },
  { text: 'latest', is: false },
])('"$text" is a version: $is', ({ text, is }) => {
  expect(isVersion(text)).toBe(is);
});
