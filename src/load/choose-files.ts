import { statSync } from 'node:fs';
import { resolve } from 'node:path';
import { didYouMean } from '../support/did-you-mean.ts';
import { UsageError } from '../support/errors.ts';
import { isObject } from '../support/json.ts';
import { readSuiteFile, readSuiteFiles, scanId } from './suite-files.ts';
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

/** The files a selection of ids and paths needs, required scenarios included; all of them without a selection. */
export function chooseFiles(
  root: string,
  only: readonly string[] | null,
  parse: YamlReader['read'] = parseYaml,
): ChosenFiles {
  const all = readSuiteFiles(root, parse);
  const idsByFile = lazily(() => new Map(all.map((file) => [file, scanId(file)] as const)));
  const ids = () => new Set([...idsByFile().values()].filter((id) => id !== null));
  if (only === null) return { files: all, named: new Set(), ids };

  const named = only.filter(isStoryboardPath).map((path) => readNamed(path, all));
  const wanted = new Set(only.filter((argument) => !isStoryboardPath(argument)));
  reportUnknown(wanted, ids(), root);
  const byId = all.filter((file) => wanted.has(idsByFile().get(file) ?? ''));
  const chosen = withScenarios([...named, ...byId], idsByFile());
  const inOrder = [
    ...all.filter((file) => chosen.has(file)),
    ...named.filter((file) => !all.includes(file)),
  ];
  return { files: inOrder, named: new Set(named.map(({ file }) => file)), ids };
}

function lazily<T>(make: () => T): () => T {
  let made: { readonly value: T } | null = null;
  return () => (made ??= { value: make() }).value;
}

function readNamed(path: string, all: readonly SuiteFile[]): SuiteFile {
  const inSuite = all.find(({ file }) => resolve(file) === resolve(path));
  if (inSuite) return inSuite;
  if (!(statSync(path, { throwIfNoEntry: false })?.isFile() ?? false)) {
    throw new UsageError(`${path}: there is no such file`);
  }
  return readSuiteFile(path);
}

function reportUnknown(wanted: ReadonlySet<string>, ids: ReadonlySet<string>, root: string): void {
  for (const id of wanted) {
    if (ids.has(id)) continue;
    throw new UsageError(`no storyboard of ${root} is called "${id}".${didYouMean(id, ids)}`);
  }
}

function withScenarios(
  start: readonly SuiteFile[],
  ids: ReadonlyMap<SuiteFile, string | null>,
): ReadonlySet<SuiteFile> {
  const chosen = new Set(start);
  // A set visits what is added while it is walked, so scenarios of scenarios are followed too.
  for (const file of chosen) {
    const required = requiredBy(file);
    if (required.size === 0) continue;
    for (const [candidate, id] of ids) {
      if (id !== null && required.has(id)) chosen.add(candidate);
    }
  }
  return chosen;
}

function requiredBy({ text, yaml }: SuiteFile): ReadonlySet<string> {
  if (!text.includes('requires_scenarios')) return new Set();
  const { value } = yaml();
  const ids = isObject(value) ? value['requires_scenarios'] : null;
  return new Set(
    Array.isArray(ids) ? ids.filter((id): id is string => typeof id === 'string') : [],
  );
}
