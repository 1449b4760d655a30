import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { didYouMean } from '../support/did-you-mean.ts';
import { UsageError } from '../support/errors.ts';
import { isObject } from '../support/json.ts';
import { inRunningOrder, pathBelow, readSuiteFile, readSuiteFiles, scanId } from './suite-files.ts';
import type { SuiteFile } from './suite-files.ts';
import { parseYaml } from './yaml.ts';
import type { YamlReader } from './yaml-reader.ts';

/** The files to read. */
interface ChosenFiles {
  readonly files: readonly SuiteFile[];
  /** Those the user named by path. */
  readonly named: ReadonlySet<string>;
  /** The ids of every storyboard of the suite. */
  readonly ids: () => ReadonlySet<string>;
}

/** A storyboard of a suite and the file it stands in. */
interface ListedStoryboard {
  readonly id: string;
  /** As the user would type it. */
  readonly file: string;
}

/** Every storyboard of a suite, in the order they run, found without reading them fully. */
export function listStoryboards(root: string): readonly ListedStoryboard[] {
  return readSuiteFiles(root).flatMap((file) => {
    const id = scanId(file);
    return id === null ? [] : [{ id, file: file.file }];
  });
}

/** True where an argument names a storyboard by its file rather than by its id. */
export function isStoryboardPath(argument: string): boolean {
  return /\.ya?ml$/.test(argument);
}

/**
 * The files a selection of ids and paths needs, required scenarios included; all of them without a selection.
 * The suite is only walked for ids and scenarios: what lies around a file the user named may be anything.
 */
export function chooseFiles(
  root: string,
  only: readonly string[] | null,
  parse: YamlReader['read'] = parseYaml,
): ChosenFiles {
  const suite = lazily(() => {
    const all = readSuiteFiles(root, parse);
    return new Map(all.map((file) => [file, scanId(file)] as const));
  });
  const ids = () => new Set([...suite().values()].filter((id) => id !== null));
  if (only === null) return { files: [...suite().keys()], named: new Set(), ids };

  const named = only
    .filter(isStoryboardPath)
    .map((path) => readSuiteFile(shownBelow(root, path), parse));
  const wanted = new Set(only.filter((argument) => !isStoryboardPath(argument)));
  if (wanted.size > 0) reportUnknown(wanted, ids(), root);
  const chosen = withScenarios([...named, ...idsIn(wanted, suite)], suite);
  return {
    files: chosen.toSorted(inRunningOrder(root)),
    named: new Set(named.map(({ file }) => file)),
    ids,
  };
}

function lazily<T>(make: () => T): () => T {
  let made: { readonly value: T } | null = null;
  return () => (made ??= { value: make() }).value;
}

/** A file of the suite as all of them are called; one outside as the user typed it. */
function shownBelow(root: string, path: string): string {
  const below = pathBelow(root, path);
  return below === null ? path : join(root, below);
}

/** The ids of a suite's files, null where they hold no storyboard; walks the suite when first asked. */
type ScannedSuite = () => ReadonlyMap<SuiteFile, string | null>;

function idsIn(ids: ReadonlySet<string>, suite: ScannedSuite): readonly SuiteFile[] {
  if (ids.size === 0) return [];
  return [...suite()].flatMap(([file, id]) => (id !== null && ids.has(id) ? [file] : []));
}

function reportUnknown(wanted: ReadonlySet<string>, ids: ReadonlySet<string>, root: string): void {
  for (const id of wanted) {
    if (ids.has(id)) continue;
    if (existsSync(id))
      throw new UsageError(`${id}: the file of a storyboard ends in .yaml or .yml`);
    throw new UsageError(`no storyboard of ${root} is called "${id}".${didYouMean(id, ids)}`);
  }
}

function withScenarios(start: readonly SuiteFile[], suite: ScannedSuite): readonly SuiteFile[] {
  const chosen = new Map(start.map((file) => [resolve(file.file), file]));
  // A map visits what is added while it is walked, so scenarios of scenarios are followed too.
  for (const file of chosen.values()) {
    for (const scenario of idsIn(requiredBy(file), suite)) {
      const path = resolve(scenario.file);
      if (!chosen.has(path)) chosen.set(path, scenario);
    }
  }
  return [...chosen.values()];
}

function requiredBy({ text, yaml }: SuiteFile): ReadonlySet<string> {
  if (!text.includes('requires_scenarios')) return new Set();
  const { value } = yaml();
  const ids = isObject(value) ? value['requires_scenarios'] : null;
  return new Set(
    Array.isArray(ids) ? ids.filter((id): id is string => typeof id === 'string') : [],
  );
}
