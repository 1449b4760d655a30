import { expect, test } from 'vitest';
import { checks } from '../../src/judge/checks/registry.ts';
import type { KeptTexts } from '../../src/load/kept-texts.ts';
import { loadSuite } from '../../src/load/suite.ts';
import { yamlReader } from '../../src/load/yaml-reader.ts';
import { parseYaml } from '../../src/load/yaml.ts';

/** Texts kept in memory; counts what was found there. */
function aMemory() {
  const texts = new Map<string, string>();
  const found: string[] = [];
  const kept: KeptTexts = {
    read(key) {
      const text = texts.get(key) ?? null;
      if (text !== null) found.push(key);
      return text;
    },
    write: (key, text) => texts.set(key, text),
  };
  return { kept, texts, found };
}

const text = 'a: 1\r\nlist:\n  - x\n  - "y"\n';
const paths = [[], ['a'], ['list'], ['list', 1], ['none']];

test.each([
  { name: 'asked for before', asked: paths },
  { name: 'not asked for before', asked: [] },
])('a remembered file has the value and the places $name of a parsed one', ({ asked }) => {
  const { kept, found } = aMemory();
  const first = yamlReader(kept);
  const read = first.read('a.yaml', text);
  for (const path of asked) {
    read.rangeOf(path);
    read.keyRangeOf(path);
  }
  first.keep();
  const again = yamlReader(kept).read('b.yaml', text);
  const parsed = parseYaml('b.yaml', text);
  expect(found).toHaveLength(1);
  expect(again.value).toEqual(parsed.value);
  for (const path of paths) {
    expect(again.rangeOf(path)).toEqual(parsed.rangeOf(path));
    expect(again.keyRangeOf(path)).toEqual(parsed.keyRangeOf(path));
  }
});

test('places asked for by a later run are kept too', () => {
  const { kept, texts } = aMemory();
  const run = (path: readonly string[] | null) => {
    const reader = yamlReader(kept);
    const read = reader.read('a.yaml', text);
    if (path) read.rangeOf(path);
    reader.keep();
    return [...texts.values()].join();
  };
  const before = run(null);
  expect(run(['a'])).not.toBe(before);
});

test.each([
  { name: 'other text', other: 'a: 2\n' },
  { name: 'text with a mistake', other: 'a: [1\n' },
])('$name is parsed', ({ other }) => {
  const { kept, found } = aMemory();
  for (const each of [text, other, other.replace('2', '3')]) {
    const reader = yamlReader(kept);
    expect(reader.read('a.yaml', each).value).toEqual(parseYaml('a.yaml', each).value);
    reader.keep();
  }
  expect(found).toEqual([]);
});

test('a suite read from memory is the suite', () => {
  const { kept, found } = aMemory();
  const load = (keep: KeptTexts | null) =>
    JSON.stringify(
      loadSuite({
        ...{
          root: 'storyboards',
          schemasRoot: null,
          kit: null,
          only: null,
          checks,
          assertions: [],
          runnerTasks: [],
        },
        ...{ runnerVersion: '3.2.0', suiteDate: null, kept: keep },
      }),
    );
  const parsed = load(null);
  expect(load(kept)).toBe(parsed);
  expect(found).toEqual([]);
  expect(load(kept)).toBe(parsed);
  expect(found.length).toBeGreaterThan(10);
});
