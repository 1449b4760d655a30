import { existsSync, readdirSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { UsageError } from '../support/errors.ts';
import { isDirectory } from './files.ts';
import { compareVersions, isVersion } from './version.ts';

/**
 * The directory of a suite: a path, or an installed npm package (`@adcp/sdk`, or `@adcp/sdk/3.0.6` for one version of it).
 */
export function resolveSuitePath(nameOrPath: string, cwd: string): string {
  if (isDirectory(resolve(cwd, nameOrPath))) return inPackage(nameOrPath, cwd) ?? nameOrPath;
  if (existsSync(resolve(cwd, nameOrPath))) {
    throw new UsageError(`--suite ${nameOrPath}: this is a file; a suite is a directory`);
  }
  const [name, version] = splitName(nameOrPath);
  const folder = name === null ? null : findPackage(name, resolve(cwd));
  if (name === null || folder === null) {
    throw new UsageError(`--suite ${nameOrPath}: neither a directory nor an installed npm package`);
  }
  return shown(suiteOf(folder, name, version), cwd);
}

/** The newest suite of an unpacked package that publishes several; null for every other directory. */
function inPackage(path: string, cwd: string): string | null {
  const folder = resolve(cwd, path);
  const isPackage = existsSync(join(folder, 'package.json')) && isDirectory(cacheIn(folder));
  return isPackage ? shown(suiteOf(folder, path, null), cwd) : null;
}

/** Where published packages keep their suites, one folder a version. */
function cacheIn(folder: string): string {
  return join(folder, 'compliance', 'cache');
}

/** The suite a single storyboard file belongs to: the nearest folder above with test kits, suite.yaml or index.json; else its own. */
export function suiteRootOf(file: string): string {
  const own = dirname(file);
  for (let folder = resolve(own); ; folder = dirname(folder)) {
    if (isSuite(folder)) return shown(folder, '.');
    if (folder === dirname(folder)) return own;
  }
}

/** The schemas of a suite: its own `schemas/`, else those of the same major.minor in the package it came with; null where there are none. */
export function findSchemas(suiteRoot: string): string | null {
  const own = join(suiteRoot, 'schemas');
  if (isDirectory(own)) return own;
  const cached = /^(.*)[/\\]compliance[/\\]cache[/\\](\d+\.\d+)[^/\\]*[/\\]?$/.exec(
    resolve(suiteRoot),
  );
  if (!cached) return null;
  const [, packageRoot = '', minor = ''] = cached;
  const folder = join(packageRoot, 'dist', 'lib', 'schemas-data', minor);
  return isDirectory(folder) ? shown(folder, '.') : null;
}

const suiteMarkers = ['test-kits', 'suite.yaml', 'index.json'];

function isSuite(folder: string): boolean {
  return suiteMarkers.some((name) => existsSync(join(folder, name)));
}

/** Package names have one part, or two with a scope; what follows is a version. */
function splitName(text: string): readonly [name: string | null, version: string | null] {
  const match = /^((?:@[\w.-]+\/)?[\w-][\w.-]*)(?:\/([^/]+))?$/.exec(text);
  return [match?.[1] ?? null, match?.[2] ?? null];
}

function findPackage(name: string, cwd: string): string | null {
  const folder = join(cwd, 'node_modules', name);
  if (isDirectory(folder)) return folder;
  return cwd === dirname(cwd) ? null : findPackage(name, dirname(cwd));
}

function suiteOf(folder: string, name: string, version: string | null): string {
  const cache = cacheIn(folder);
  if (isDirectory(cache)) return versionOf(cache, name, version);
  const found = ['compliance', 'storyboards'].map((part) => join(folder, part)).find(isDirectory);
  if (found === undefined || version !== null) {
    const missing =
      version === null ? 'no compliance/ or storyboards/ folder' : `no suite "${version}"`;
    throw new UsageError(`--suite ${name}: the package has ${missing}`);
  }
  return found;
}

function versionOf(cache: string, name: string, wanted: string | null): string {
  const versions = readdirSync(cache).filter(isVersion).sort(compareVersions);
  const chosen = wanted === null ? versions.at(-1) : versions.find((version) => version === wanted);
  if (chosen !== undefined) return join(cache, chosen);
  const has = versions.length === 0 ? 'no suite' : `the suites ${versions.join(', ')}`;
  throw new UsageError(
    `--suite ${name}${wanted === null ? '' : `/${wanted}`}: the package has ${has}`,
  );
}

/** The shorter way to type a path from where the user is. */
function shown(path: string, cwd: string): string {
  const below = relative(resolve(cwd), path);
  if (below === '') return '.';
  return below.startsWith('..') ? path : below;
}
