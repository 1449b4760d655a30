import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { keptTexts, keyOf } from '../../src/load/kept-texts.ts';

const user = process.getuid?.() ?? null;
const now = new Date('2026-03-01T00:00:00Z');
let base = '';
let folder = '';

beforeEach(() => {
  base = mkdtempSync(join(tmpdir(), 'kept-'));
  folder = join(base, 'cache');
});
afterEach(() => rmSync(base, { recursive: true, force: true }));

const kept = (over: Partial<Parameters<typeof keptTexts>[0]> = {}) =>
  keptTexts({ folder, user, now, ...over });

test('a text is read back by the next run', () => {
  kept().write('k', 'ä\nb');
  expect(kept().read('k')).toBe('ä\nb');
  expect(kept().read('other')).toBeNull();
});

test('a folder only this user may write to is made', () => {
  kept().write('k', 'text');
  mkdirSync(join(base, 'open'));
  chmodSync(join(base, 'open'), 0o777);
  kept({ folder: join(base, 'open') }).write('k', 'text');
  expect([existsSync(join(folder, 'k')), existsSync(join(base, 'open', 'k'))]).toEqual([
    true,
    false,
  ]);
});

test('a folder that cannot be made keeps nothing and ends nothing', () => {
  const nowhere = kept({ folder: '/proc/nope/cache' });
  nowhere.write('k', 'text');
  expect(nowhere.read('k')).toBeNull();
});

test.each([
  ['was changed', () => writeFileSync(join(folder, 'k'), `${'0'.repeat(64)}\ntext`)],
  ['is half a file', () => writeFileSync(join(folder, 'k'), 'te')],
  ['stands in a folder others may write to', () => chmodSync(folder, 0o777)],
  [
    'stands in a folder another path leads to',
    () => {
      symlinkSync(folder, join(base, 'link'));
      folder = join(base, 'link');
    },
  ],
])('a text that %s is not read', (_, spoil) => {
  kept().write('k', 'text');
  spoil();
  expect(kept().read('k')).toBeNull();
});

test("a text in another user's folder is not read", () => {
  kept().write('k', 'text');
  expect(kept({ user: (user ?? 0) + 1 }).read('k')).toBeNull();
});

test('a text that cannot be kept is no mistake', () => {
  writeFileSync(folder, 'a file where the folder should be');
  kept().write('k', 'text');
  expect(kept().read('k')).toBeNull();
});

test('a text from long ago makes room for a new one', () => {
  kept().write('old', 'text');
  kept().write('recent', 'text');
  const at = (days: number) => new Date(now.getTime() - days * 86_400_000);
  utimesSync(join(folder, 'old'), at(31), at(31));
  utimesSync(join(folder, 'recent'), at(29), at(29));
  kept().write('new', 'text');
  expect(['old', 'recent', 'new'].map((key) => kept().read(key))).toEqual([null, 'text', 'text']);
});

test('a key tells its parts apart', () => {
  expect(keyOf('ab', 'c')).not.toBe(keyOf('a', 'bc'));
});
