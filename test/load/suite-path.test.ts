import { expect, test } from 'vitest';
import { findSchemas, resolveSuitePath, suiteRootOf } from '../../src/load/suite-path.ts';
import { aSuite } from './suites.ts';

const tree = {
  'node_modules/@adcp/sdk/compliance/cache/3.0.6/index.json': '{}',
  'node_modules/@adcp/sdk/compliance/cache/3.0.6.previous/index.json': '{}',
  'node_modules/@adcp/sdk/compliance/cache/3.1.0-beta.2/index.json': '{}',
  'node_modules/@adcp/sdk/compliance/cache/3.0.10/index.json': '{}',
  'node_modules/@adcp/sdk/dist/lib/schemas-data/3.0/index.json': '{}',
  'node_modules/@adcp/sdk/package.json': '{}',
  'node_modules/boards/storyboards/a.yaml': '',
  'node_modules/both/compliance/a.yaml': '',
  'node_modules/empty/package.json': '{}',
  'own/schemas/a.json': '{}',
  'own/a.yaml': '',
  'work/here/x.txt': '',
};

test.each([
  { name: 'a directory', named: 'own', is: 'own' },
  {
    name: 'the newest suite of a package',
    named: '@adcp/sdk',
    is: 'node_modules/@adcp/sdk/compliance/cache/3.1.0-beta.2',
  },
  {
    name: 'one version of a package',
    named: '@adcp/sdk/3.0.6',
    is: 'node_modules/@adcp/sdk/compliance/cache/3.0.6',
  },
  {
    name: 'the newest suite of a package named by its folder',
    named: './node_modules/@adcp/sdk',
    is: 'node_modules/@adcp/sdk/compliance/cache/3.1.0-beta.2',
  },
  {
    name: 'a folder of a package',
    named: 'node_modules/@adcp/sdk/compliance',
    is: 'node_modules/@adcp/sdk/compliance',
  },
  { name: 'a package with storyboards', named: 'boards', is: 'node_modules/boards/storyboards' },
  { name: 'a package with compliance', named: 'both', is: 'node_modules/both/compliance' },
])('a suite is $name', ({ named, is }) => {
  expect(resolveSuitePath(named, aSuite(tree))).toBe(is);
});

test('a package is found from a folder below it', () => {
  const root = aSuite(tree);
  expect(resolveSuitePath('boards', `${root}/work/here`)).toBe(
    `${root}/node_modules/boards/storyboards`,
  );
});

test.each([
  {
    name: 'neither',
    named: 'nowhere',
    said: '--suite nowhere: neither a directory nor an installed npm package',
  },
  {
    name: 'a path that is not there',
    named: './nowhere/at/all',
    said: '--suite ./nowhere/at/all: neither a directory nor an installed npm package',
  },
  {
    name: 'a file',
    named: 'own/a.yaml',
    said: '--suite own/a.yaml: this is a file; a suite is a directory',
  },
  {
    name: 'a version that is not there',
    named: '@adcp/sdk/9.9.9',
    said: '--suite @adcp/sdk/9.9.9: the package has the suites 3.0.6, 3.0.10, 3.1.0-beta.2',
  },
  {
    name: 'a package without a suite',
    named: 'empty',
    said: '--suite empty: the package has no compliance/ or storyboards/ folder',
  },
])('$name is no suite, and the message says why', ({ named, said }) => {
  expect(() => resolveSuitePath(named, aSuite(tree))).toThrow(said);
});

test('schemas are the suite’s own, else those of its major.minor in its package, else none', () => {
  const root = aSuite(tree);
  const cache = `${root}/node_modules/@adcp/sdk/compliance/cache`;
  expect(findSchemas(`${root}/own`)).toBe(`${root}/own/schemas`);
  expect(findSchemas(`${cache}/3.0.6`)).toBe(
    `${root}/node_modules/@adcp/sdk/dist/lib/schemas-data/3.0`,
  );
  expect(findSchemas(`${cache}/3.1.0-beta.2`)).toBeNull();
  expect(findSchemas(`${root}/work`)).toBeNull();
});

test.each([
  { name: 'test-kits', marker: 'suite/test-kits/k.yaml' },
  { name: 'suite.yaml', marker: 'suite/suite.yaml' },
  { name: 'index.json', marker: 'suite/index.json' },
])('a file belongs to the nearest folder above it with $name', ({ marker }) => {
  const root = aSuite({ [marker]: '', 'suite/deep/er/a.yaml': '' });
  expect(suiteRootOf(`${root}/suite/deep/er/a.yaml`)).toBe(`${root}/suite`);
});

test('a file that belongs to no suite is its folder’s', () => {
  const root = aSuite({ 'deep/a.yaml': '' });
  expect(suiteRootOf(`${root}/deep/a.yaml`)).toBe(`${root}/deep`);
});
