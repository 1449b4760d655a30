import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { checks, checksByKind } from '../../../src/judge/checks/registry.ts';
import { withPayload } from '../support/evidence.ts';

const here = import.meta.dirname;
const tables = readdirSync(here).map((file) => readFileSync(join(here, file), 'utf8'));

test('every file of a check is registered', () => {
  const files = readdirSync('src/judge/checks').filter((file) => file !== 'registry.ts');
  expect(checks.map(({ kind }) => `${kind.replaceAll('_', '-')}.ts`).toSorted()).toEqual(
    files.toSorted(),
  );
});

test('no two checks share a kind', () => {
  expect(checksByKind.size).toBe(checks.length);
});

test.each(checks)('$kind has a table with a failing row', ({ kind }) => {
  const name = kind.replace(/_(.)/g, (_, letter: string) => letter.toUpperCase());
  const table = tables.find((text) =>
    new RegExp(
      `judgeTable\\(${name},|of \\[[^\\]]*\\b${name}\\b[^\\]]*\\]\\) \\{\\s*judgeTable`,
    ).test(text),
  );
  expect(table, `no table judges ${kind}`).toBeDefined();
  expect(table).toContain("status: 'failed'");
});

test.each(checks)(
  '$kind lists its keys and says in one sentence what it looks for',
  ({ keys, summary }) => {
    expect(summary).toMatch(/^[A-Z].*\.$/);
    expect(keys).not.toContain('check');
  },
);

test.each(checks)('$kind fails, and says why, when something inside it breaks', (check) => {
  const broken = new Proxy(withPayload({}), {
    get(target, key) {
      const value: unknown = Reflect.get(target, key);
      return typeof value === 'object' && value !== null ? explosive : value;
    },
  });
  const outcome = check.judge(
    { path: 'a', value: 1, allowed_values: [1], context_key: 'k' },
    broken,
  );
  expect(outcome).toMatchObject({
    status: 'failed',
    note: expect.stringMatching(/^the check could not decide: /) as string,
  });
});

const explosive = new Proxy(
  {},
  {
    get: () => {
      throw new Error('boom');
    },
  },
);
