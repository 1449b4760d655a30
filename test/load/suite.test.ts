import { symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { chooseFiles, listStoryboards } from '../../src/load/choose-files.ts';
import { loadSuite } from '../../src/load/suite.ts';
import type { LoadOptions } from '../../src/load/suite.ts';
import type { SourceError } from '../../src/support/errors.ts';
import { aSuite, inWords, optionsFor, published } from './suites.ts';

const board = (id: string, head = '') => `id: ${id}\ntitle: T\n${head}phases: []\n`;
const mistakesIn = (root: string, changes: Partial<LoadOptions> = {}) => {
  try {
    loadSuite(optionsFor(root, changes));
    return [];
  } catch (thrown) {
    return (thrown as SourceError).problems.map((problem) => inWords(problem, root));
  }
};
const idsOf = (root: string, changes: Partial<LoadOptions> = {}) =>
  loadSuite(optionsFor(root, changes)).storyboards.map(({ id }) => id);

test('a suite runs universals, protocols, specialisms, then the rest in path order', () => {
  const root = aSuite({
    'zeta.yaml': board('zeta'),
    'alpha.yml': board('alpha'),
    'specialisms/s/index.yaml': board('s'),
    'protocols/p/scenarios/a.yaml': board('p/a'),
    'protocols/p/index.yaml': board('p'),
    'universal/u.yaml': board('u'),
  });
  expect(idsOf(root)).toEqual(['u', 'p', 'p/a', 's', 'alpha', 'zeta']);
});

test('what is no storyboard is passed over without a word', () => {
  const root = aSuite({
    'a.yaml': board('a'),
    'empty.yaml': '',
    'comment.yaml': '# phases\n',
    'words.yaml': 'a file of plain words about phases\n',
    'binary.yaml': '\u0000\u0001 not: [yaml',
    'no-phases.yaml': 'id: x\ntitle: X\n',
    'readme.md': board('readme'),
    'test-kits/kit.yaml': board('kit'),
    'test-vectors/v.yaml': board('vector'),
    'schemas/s.yaml': board('schema'),
    'node_modules/m/x.yaml': board('module'),
    '.hidden/x.yaml': board('hidden'),
  });
  const suite = loadSuite(optionsFor(root));
  expect(suite.storyboards.map(({ id }) => id)).toEqual(['a']);
  expect(suite.warnings).toEqual([]);
});

test.each([
  {
    name: 'without an id',
    text: 'title: T\nphases: []\n',
    said: '1:1 missing-key: "id" is missing (add "id: …")',
  },
  {
    name: 'with a misspelt id',
    text: 'ident: b\nphases: []\n',
    said: '1:1 missing-key: "id" is missing (add "id: …")',
  },
  {
    name: 'with misspelt phases',
    text: 'id: b\nphase: []\n',
    said: '2:1 unknown-key: a storyboard has no key "phase" (did you mean "phases"?)',
  },
  {
    name: 'in UTF-16',
    text: Buffer.from('\uFEFFid: b\nphases: []\n', 'utf16le'),
    said: '1:1 encoding: the file is no UTF-8 text; it may be UTF-16 (save it as UTF-8)',
  },
  {
    name: 'in Latin-1',
    text: Buffer.from('id: b\ntitle: Caf\u00e9\nphases: []\n', 'latin1'),
    said: '2:11 encoding: the file is no UTF-8 text; it may be Latin-1 (save it as UTF-8)',
  },
])('a storyboard $name is not lost from a suite', ({ text, said }) => {
  const root = aSuite({ 'a.yaml': board('a'), 'b.yaml': text });
  expect(mistakesIn(root)).toEqual([said]);
});

test.each([
  {
    name: 'empty',
    text: '',
    said: '1:1 no-storyboard: the file is empty (write a map with id, title and phases)',
  },
  {
    name: 'a list',
    text: '- id: a\n',
    said: '1:1 no-storyboard: this is no storyboard, but a list (write a map with id, title and phases)',
  },
  {
    name: 'without phases',
    text: 'id: a\ntitle: A\n',
    said: '1:1 no-storyboard: this is no storyboard: it has no phases (add "phases:")',
  },
  {
    name: 'binary',
    text: Buffer.from([0xff, 0xfe, 0, 0]),
    said: '1:1 encoding: the file is no UTF-8 text; it may be UTF-16 (save it as UTF-8)',
  },
])('a file that is $name is refused by what it is when it is named', ({ text, said }) => {
  const root = aSuite({ 'a.yaml': text });
  expect(mistakesIn(root, { only: [`${root}/a.yaml`] })).toEqual([said]);
});

test('a suite.yaml, a kit and a schema in Latin-1 are refused too, and one in UTF-8 is not', () => {
  const storyboard =
    'id: a\nprerequisites: { test_kit: test-kits/k.yaml }\nphases: [{ id: p, steps: [{ id: s, task: t, response_schema_ref: s.json }] }]\n';
  const suite = (encoding: BufferEncoding) =>
    aSuite({
      'a.yaml': storyboard,
      'suite.yaml': Buffer.from('name: Caf\u00e9\n', encoding),
      'test-kits/k.yaml': Buffer.from('auth: { api_key: Caf\u00e9 }\n', encoding),
      'schemas/s.json': Buffer.from('{ "title": "Caf\u00e9" }', encoding),
    });
  const latin = suite('latin1');
  expect(mistakesIn(latin)).toEqual([
    `2:28 unreadable-kit: the test kit test-kits/k.yaml: it is no UTF-8 text; save it as UTF-8 (mend the file)`,
    '1:10 encoding: the file is no UTF-8 text; it may be Latin-1 (save it as UTF-8)',
    '1:16 encoding: the file is no UTF-8 text; it may be Latin-1 (save it as UTF-8)',
  ]);
  expect(idsOf(suite('utf8'))).toEqual(['a']);
});

test('a file of U+FFFD that is UTF-8 is read', () => {
  expect(idsOf(aSuite({ 'a.yaml': 'id: a\ntitle: "\ufffd"\nphases: []\n' }))).toEqual(['a']);
});

test('a link to a storyboard or to a folder of them counts, and one that leads back is no second copy', () => {
  const elsewhere = aSuite({ 'b.yaml': board('b'), 'more/c.yaml': board('c') });
  const root = aSuite({ 'a.yaml': board('a') });
  symlinkSync(join(elsewhere, 'b.yaml'), join(root, 'b.yaml'));
  symlinkSync(join(elsewhere, 'more'), join(root, 'more'));
  symlinkSync(root, join(root, 'again'));
  symlinkSync('nobody@nowhere', join(root, '.#a.yaml'));
  expect(idsOf(root)).toEqual(['a', 'b', 'c']);
});

test('a link to a storyboard that is not there is refused by name', () => {
  const root = aSuite({ 'a.yaml': board('a') });
  symlinkSync('nowhere.yaml', join(root, 'b.yaml'));
  expect(() => idsOf(root)).toThrow(`${root}/b.yaml: there is no such file`);
});

test('domains is skipped beside protocols and searched without it', () => {
  const one = { 'domains/p/index.yaml': board('p') };
  expect(idsOf(aSuite({ ...one, 'protocols/p/index.yaml': board('p') }))).toEqual(['p']);
  expect(idsOf(aSuite(one))).toEqual(['p']);
});

test.each([
  {
    name: 'suite.yaml',
    files: { 'suite.yaml': 'name: ours\nversion: "1.0"\npublished: "2026-11-01"\n' },
    is: { name: 'ours', version: '1.0', publishedAt: '2026-11-01' },
  },
  {
    name: 'the index of a bundle',
    files: {
      'index.json': '{"published_version": "3.1.0", "generated_at": "2026-01-01T00:00:00Z"}',
    },
    is: { name: 'adcp', version: '3.1.0', publishedAt: '2026-01-01T00:00:00Z' },
  },
  {
    name: 'the older index of a bundle',
    files: { 'index.json': '{"adcp_version": "3.0.6"}' },
    is: { name: 'adcp', version: '3.0.6', publishedAt: null },
  },
])('$name says what the suite is', ({ files, is }) => {
  expect(loadSuite(optionsFor(aSuite({ ...files, 'a.yaml': board('a') }))).name).toEqual(is);
});

test('a date given for the suite replaces its own', () => {
  const root = aSuite({
    'suite.yaml': 'name: ours\npublished: "2026-11-01"\n',
    'a.yaml': board('a'),
  });
  expect(loadSuite(optionsFor(root, { suiteDate: '2025-01-01' })).name.publishedAt).toBe(
    '2025-01-01',
  );
});

test('a suite published on no date is an error at the date', () => {
  const root = aSuite({ 'suite.yaml': 'name: ours\npublished: soon\n' });
  expect(mistakesIn(root)).toEqual([
    '2:12 wrong-value: "published" must be a date, not "soon" (write for example "published: 2026-11-01")',
  ]);
});

const spellings = {
  'plain.yaml': board('plain'),
  'quoted.yaml': board('"quo ted"'),
  'single.yaml': board("'single'"),
  'comment.yaml': 'id: commented # why\ntitle: T\nphases: []\n',
  'windows.yaml': board('windows').replaceAll('\n', '\r\n'),
  'flow.yaml': '{ id: flow, title: T, phases: [] }',
  'json.yaml': '{\n"id": "json",\n"title": "T",\n"phases": []\n}',
  'folded.yaml': 'id: >-\n  folded\ntitle: T\nphases: []\n',
};

test('ids are found however they are written', () => {
  const ids = ['commented', 'flow', 'folded', 'json', 'plain', 'quo ted', 'single', 'windows'];
  const root = aSuite(spellings);
  expect(listStoryboards(root).map(({ id }) => id)).toEqual(ids);
  expect(idsOf(root)).toEqual(ids);
});

test('all ids of the published suite are found by the scan', () => {
  const scanned = listStoryboards(published).map(({ id }) => id);
  expect(scanned).toEqual(idsOf(published));
  expect(scanned).toHaveLength(62);
});

const family = {
  'parent.yaml': board('parent', 'requires_scenarios: [parent/child]\n'),
  'child.yaml': board('parent/child'),
  'broken.yaml': 'id: broken\nphases:\n\t- x\n',
};

test('a selection reads its storyboards, the scenarios they require, and nothing else', () => {
  const root = aSuite(family);
  expect(idsOf(root, { only: ['parent'] })).toEqual(['parent/child', 'parent']);
  expect(idsOf(root, { only: ['parent/child'] })).toEqual(['parent/child']);
  expect(chooseFiles(root, ['parent/child']).files.map(({ file }) => file)).toEqual([
    `${root}/child.yaml`,
  ]);
  expect(() => loadSuite(optionsFor(root))).toThrow('a tab is used as indentation');
});

test('a file can be named by its path, inside the suite or outside', () => {
  const root = aSuite(family);
  const other = aSuite({ 'x.yaml': board('x') });
  expect(idsOf(root, { only: [`${root}/child.yaml`] })).toEqual(['parent/child']);
  expect(idsOf(root, { only: [`${other}/x.yaml`, 'parent/child'] })).toEqual(['parent/child', 'x']);
});

test('what lies around a named file is not looked at, unless it requires a scenario', () => {
  const root = aSuite({ 'own.yaml': board('own'), ...family });
  symlinkSync('nowhere', join(root, 'lost.yaml'));
  expect(idsOf(root, { only: [`${root}/own.yaml`] })).toEqual(['own']);
  expect(() => idsOf(root, { only: [`${root}/parent.yaml`] })).toThrow('lost.yaml');
});

test('files run in the order of the suite, each once, however they are named', () => {
  const root = aSuite({ 'universal/u.yaml': board('u'), 'a.yaml': board('a') });
  const other = aSuite({ 'x.yaml': board('x') });
  const only = [`${other}/x.yaml`, `${root}/a.yaml`, `${root}/./a.yaml`, 'u'];
  expect(idsOf(root, { only })).toEqual(['u', 'a', 'x']);
});

test.each([
  {
    name: 'an id that does not exist',
    only: ['paretn'],
    said: 'is called "paretn". Did you mean "parent"?',
  },
  {
    name: 'a file that does not exist',
    only: ['nowhere/x.yaml'],
    said: 'nowhere/x.yaml: there is no such file',
  },
])('$name is refused by name', ({ only, said }) => {
  const root = aSuite({ 'parent.yaml': family['parent.yaml'] });
  expect(() => loadSuite(optionsFor(root, { only }))).toThrow(said);
});

test('a directory that does not exist is refused by name', () => {
  expect(() => loadSuite(optionsFor('/nowhere/at/all'))).toThrow(
    '/nowhere/at/all: there is no such directory',
  );
});

test('a kit file replaces the kit of every storyboard, also of one that names none', () => {
  const root = aSuite({
    'a.yaml': board('a', 'prerequisites: { test_kit: test-kits/gone.yaml }\n'),
    'b.yaml': board('b'),
    'c.yaml': board('c', 'prerequisites: { test_kit: test-kits/own.yaml }\n'),
    'test-kits/own.yaml': 'id: own\nbrand: { house: { domain: own.example } }\n',
    'my.kit': 'id: mine\nbrand: { house: { domain: mine.example } }\n',
  });
  const { storyboards } = loadSuite(optionsFor(root, { kit: `${root}/my.kit` }));
  expect(
    storyboards.map(({ testKit, authoredKit }) => [
      testKit?.brandDomain,
      authoredKit?.brandDomain ?? authoredKit,
    ]),
  ).toEqual([
    ['mine.example', null],
    ['mine.example', null],
    ['mine.example', 'own.example'],
  ]);
  expect(() => loadSuite(optionsFor(root, { kit: '/nowhere.yaml' }))).toThrow(
    '--kit /nowhere.yaml: there is no such file',
  );
});

test('a directory given as a kit is called one', () => {
  const root = aSuite({ 'a.yaml': board('a') });
  expect(() => loadSuite(optionsFor(root, { kit: root }))).toThrow(
    `--kit ${root}: it is a directory; name a file`,
  );
});

test('a misspelt key of a kit or of suite.yaml is warned about; what a kit has besides is its own', () => {
  const root = aSuite({
    'a.yaml': board('a', 'prerequisites: { test_kit: test-kits/k.yaml }\n'),
    'test-kits/k.yaml': 'id: k\nbrnd: {}\ncampaign: {}\n',
    'suite.yaml': 'nme: x\nlicense: MIT\n',
  });
  expect(loadSuite(optionsFor(root)).warnings.map((problem) => inWords(problem, root))).toEqual([
    '2:1 unknown-key: a test kit has no key "brnd", so only $test_kit.brnd reads it (did you mean "brand"?)',
    '1:1 unknown-key: unknown key "nme", ignored (did you mean "name"?)',
    '2:1 unknown-key: unknown key "license", ignored (known here: name, version, published, $comment)',
  ]);
});

test('a kit named by several storyboards is read once', () => {
  const head = 'prerequisites: { test_kit: test-kits/k.yaml }\n';
  const root = aSuite({
    'a.yaml': board('a', head),
    'b.yaml': board('b', head),
    'test-kits/k.yaml': 'name: no id\nbrand: {}\n',
  });
  const [a, b] = loadSuite(optionsFor(root)).storyboards;
  expect(a?.testKit).toBe(b?.testKit);
  expect(a?.testKit).toMatchObject({ id: 'k', brandDomain: null });
});

test('a mistake in a kit is reported in the kit, once', () => {
  const head = 'prerequisites: { test_kit: test-kits/k.yaml }\n';
  const root = aSuite({
    'a.yaml': board('a', head),
    'b.yaml': board('b', head),
    'test-kits/k.yaml': 'id: k\nid: k\nbrand: {}\n',
  });
  try {
    loadSuite(optionsFor(root));
    expect.unreachable();
  } catch (thrown) {
    const { problems } = thrown as SourceError;
    expect(
      problems.map(({ at }) => `${at.file.slice(root.length)}:${at.line}:${at.column}`),
    ).toEqual(['/test-kits/k.yaml:2:1']);
  }
});

test.each([
  { kit: 'id: k\nphases: []\n', said: '1:1 no-kit: this is no test kit' },
  { kit: '{ "name": "a-package", "version": "1.0.0" }', said: '1:1 no-kit: this is no test kit' },
  { kit: 'brand: acme\n', said: '1:8 wrong-type: "brand" of a test kit must be a map, not "acme"' },
  {
    kit: 'auth: { api_key: 5 }\n',
    said: '1:18 wrong-type: "auth.api_key" of a test kit must be text, not the number 5 (quote it: "5")',
  },
  {
    kit: 'brand: { house: { domain: 5 } }\n',
    said: '1:27 wrong-type: "brand.house.domain" of a test kit must be text, not the number 5 (quote it: "5")',
  },
])('a kit is refused for what it is, named or given: $kit', ({ kit, said }) => {
  const named = aSuite({
    'a.yaml': board('a', 'prerequisites: { test_kit: test-kits/k.yaml }\n'),
    'test-kits/k.yaml': kit,
  });
  const given = aSuite({ 'a.yaml': board('a'), 'k.yaml': kit });
  for (const mistakes of [mistakesIn(named), mistakesIn(given, { kit: `${given}/k.yaml` })]) {
    expect(mistakes).toEqual([expect.stringContaining(said)]);
  }
});

test.each(['auth: { api_key: demo-k }', 'brand: {}', 'applies_to: { universal: [x] }'])(
  'one marker makes a kit: %s',
  (kit) => {
    const given = aSuite({ 'a.yaml': board('a'), 'k.yaml': kit });
    expect(mistakesIn(given, { kit: `${given}/k.yaml` })).toEqual([]);
  },
);
