import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { expect, test } from 'vitest';

/** The import rule: src/README.md gives the reasons. */
const mayImport: Record<string, readonly string[]> = {
  model: [],
  support: ['model'],
  load: ['model', 'support'],
  plan: ['model', 'support'],
  request: ['model', 'support'],
  dispatch: ['model', 'support'],
  judge: ['model', 'support'],
  gate: ['model', 'support'],
  report: ['model', 'support'],
  run: ['model', 'support', 'plan', 'request', 'dispatch', 'judge'],
  cli: [
    'model',
    'support',
    'load',
    'request',
    'dispatch',
    'judge',
    'gate',
    'report',
    'run',
    'fixtures',
    'package.json',
  ],
};

const root = resolve('.');
const src = resolve('src');
const files = readdirSync(src, { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.ts'))
  .map((file) => join(src, file));

/** `src/load/x.ts` is in `load`; `fixtures/x.ts` is in `fixtures`. */
const folderOf = (file: string) => {
  const [top = '', second = ''] = relative(root, file).split('/');
  return top === 'src' ? second : top;
};

const importsOf = (file: string) =>
  [...readFileSync(file, 'utf8').matchAll(/(?:from|import)\s*\(?\s*'(\.[^']+)'/g)].map(
    ([, to = '']) => resolve(dirname(file), to),
  );

test.each(files.map((file) => [relative(src, file), file] as const))(
  '%s imports only what its folder may',
  (_, file) => {
    const from = folderOf(file);
    const stray = importsOf(file)
      .map(folderOf)
      .filter((to) => to !== from && !mayImport[from]?.includes(to));
    expect(stray, `${from}/ may import only: ${mayImport[from]?.join(', ') ?? '?'}`).toEqual([]);
  },
);
