import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { exitCodes } from '../../src/cli/exit-codes.ts';
import { cli } from '../cli/cli.ts';
import { withSupportTable } from './support-table.ts';

const readme = readFileSync('README.md', 'utf8');

/** Layout is the formatter's business. */
const words = (text: string) => text.replaceAll(/[\s|-]+/g, ' ');
const rows = (text: string) =>
  text
    .split('\n')
    .filter((line) => line.startsWith('|'))
    .map(words);

test('the support tables are what the registries hold (npm run docs writes them)', () => {
  const generated = withSupportTable(readme);
  const [have, want] = [rows(readme), rows(generated)];
  expect(want.filter((row) => !have.includes(row))).toEqual([]);
  expect(have.filter((row) => !want.includes(row))).toEqual([]);
});

test('the README opens with the two lines a newcomer types', () => {
  const lines = readme.split('\n').filter((line) => line.startsWith('    npm ci'));
  expect(lines.map((line) => line.trim().replace(/\s+#.*/, ''))).toEqual([
    'npm ci && npx storyboard run',
    'npm ci && npm test',
  ]);
});

test('every exit code of the program is in the README', () => {
  for (const { code } of exitCodes) expect(words(readme)).toContain(` ${code} `);
});

test('every flag the README names exists', async () => {
  const help = await Promise.all(
    [['run'], ['lint'], ['serve'], ['list'], ['floors', 'check'], ['floors', 'raise']].map((line) =>
      cli([...line, '--help']),
    ),
  );
  const known = help.map(({ stdout }) => stdout).join('\n');
  const named = [...readme.matchAll(/`[^`]*`|^ {4}storyboard .*$/gm)].flatMap(
    ([code]) => code.match(/--[a-z-]+/g) ?? [],
  );
  expect(named.filter((flag) => !known.includes(flag))).toEqual([]);
});
