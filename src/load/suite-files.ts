import { readdirSync, realpathSync } from 'node:fs';
import type { Dirent } from 'node:fs';
import { isAbsolute, join, relative, resolve, sep } from 'node:path';
import { UsageError } from '../support/errors.ts';
import { isObject } from '../support/json.ts';
import { isDirectory, readAnyText, whyUnreadable } from './files.ts';
import { parseYaml } from './yaml.ts';
import type { YamlFile } from './yaml.ts';
import type { YamlReader } from './yaml-reader.ts';

/** A file that may hold a storyboard, its text not yet parsed. */
export interface SuiteFile {
  /** As the user would type it. */
  readonly file: string;
  readonly text: string;
  readonly isUtf8: boolean;
  /** Parses the text when first asked, and only then. */
  readonly yaml: () => YamlFile;
}

type Parse = YamlReader['read'];

/** A file with its text; parsed when first asked for its YAML. */
export function readSuiteFile(file: string, parse: Parse = parseYaml): SuiteFile {
  const read = readAnyText(file);
  if ('problem' in read) throw new UsageError(`${file}: ${read.problem}`);
  const { text, isUtf8 } = read;
  let parsed: YamlFile | null = null;
  return { file, text, isUtf8, yaml: () => (parsed ??= parse(file, text)) };
}

/** Every file of a suite that may hold a storyboard, in the order they run. */
export function readSuiteFiles(root: string, parse: Parse = parseYaml): readonly SuiteFile[] {
  if (!isDirectory(root)) throw new UsageError(`${root}: there is no such directory`);
  return listYaml({ root, seen: new Set() }, '')
    .map((path) => readSuiteFile(join(root, path), parse))
    .toSorted(inRunningOrder(root));
}

/** The id of the storyboard in a file, found without parsing where it is written the usual way; null where it holds none. */
export function scanId({ text, yaml }: SuiteFile): string | null {
  if (!mayHavePhases.test(text)) return null;
  const usual =
    /^id:[ \t]*(?:"([^"\\\n]*)"|'([^'\n]*)'|([^\s#"'&*!|>{[%@`][^\s#]*))[ \t]*(?:#.*)?\r?$/m.exec(
      text,
    );
  if (usual && /^phases:/m.test(text)) return usual[1] ?? usual[2] ?? usual[3] ?? null;
  const { value } = yaml();
  const id = isObject(value) && Object.hasOwn(value, 'phases') ? value['id'] : null;
  return typeof id === 'string' ? id : null;
}

/** A key called `phases`, however it is written, outside of a comment. */
const mayHavePhases = /^[^#\n]*\bphases["']?[ \t]*:/m;

const unsearched = new Set(['test-kits', 'test-vectors', 'schemas', 'node_modules']);

interface Walk {
  readonly root: string;
  /** The directories walked so far, by what they really are: links may lead back. */
  readonly seen: Set<string>;
}

function listYaml(walk: Walk, below: string): readonly string[] {
  const folder = join(walk.root, below);
  const { real, found } = lookInto(folder);
  if (walk.seen.has(real)) return [];
  walk.seen.add(real);
  // A published bundle has every protocol twice: `domains/` is the older name of `protocols/`.
  const hasAlias = below === '' && found.some(({ name }) => name === 'protocols');
  return found.flatMap((entry) => {
    if (hasAlias && entry.name === 'domains') return [];
    return listEntry(walk, below, entry);
  });
}

function lookInto(folder: string): { readonly real: string; readonly found: readonly Dirent[] } {
  try {
    return { real: realpathSync(folder), found: readdirSync(folder, { withFileTypes: true }) };
  } catch (thrown) {
    throw new UsageError(`the folder ${folder}: ${whyUnreadable(thrown)}`);
  }
}

function listEntry(walk: Walk, below: string, entry: Dirent): readonly string[] {
  const { name } = entry;
  const path = below === '' ? name : `${below}/${name}`;
  const isLink = entry.isSymbolicLink();
  if (entry.isDirectory() || (isLink && isDirectory(join(walk.root, path)))) {
    return unsearched.has(name) || name.startsWith('.') ? [] : listYaml(walk, path);
  }
  return (entry.isFile() || isLink) && isSought(path, name) ? [path] : [];
}

/** Editors lock a file with a link to nowhere that starts with `.#`. */
function isSought(path: string, name: string): boolean {
  if (path === 'suite.yaml' || path === 'floors.yaml') return false;
  return /\.ya?ml$/.test(name) && !name.startsWith('.#');
}

const folders = ['universal', 'protocols', 'specialisms'];

/** The order files of a suite run in; those outside come last. */
export function inRunningOrder(root: string): (a: SuiteFile, b: SuiteFile) => number {
  return ({ file: one }, { file: other }) => {
    const [a, b] = [pathBelow(root, one), pathBelow(root, other)];
    if (a === null || b === null) return Number(a === null) - Number(b === null);
    const difference = rank(a) - rank(b);
    if (difference !== 0) return difference;
    return a < b ? -1 : 1;
  };
}

/** A path as seen from a folder it is below; null for one outside. */
export function pathBelow(root: string, path: string): string | null {
  const below = relative(resolve(root), resolve(path));
  return below.startsWith('..') || isAbsolute(below) ? null : below;
}

function rank(path: string): number {
  const position = folders.indexOf(path.split(sep)[0] ?? '');
  return position === -1 ? folders.length : position;
}
