import { readdirSync, readFileSync, statSync } from 'node:fs';
import type { Dirent } from 'node:fs';
import { join } from 'node:path';
import { UsageError } from '../support/errors.ts';
import { isObject } from '../support/json.ts';
import { parseYaml } from './yaml.ts';
import type { YamlFile } from './yaml.ts';
import type { YamlReader } from './yaml-reader.ts';

/** A file that may hold a storyboard, its text not yet parsed. */
export interface SuiteFile {
  /** As the user would type it. */
  readonly file: string;
  readonly text: string;
  /** Parses the text when first asked, and only then. */
  readonly yaml: () => YamlFile;
}

type Parse = YamlReader['read'];

/** A file with its text; parsed when first asked for its YAML. */
export function readSuiteFile(file: string, parse: Parse = parseYaml): SuiteFile {
  const text = readFileSync(file, 'utf8');
  let parsed: YamlFile | null = null;
  return { file, text, yaml: () => (parsed ??= parse(file, text)) };
}

/** Every file of a suite that may hold a storyboard, in the order they run. */
export function readSuiteFiles(root: string, parse: Parse = parseYaml): readonly SuiteFile[] {
  if (!(statSync(root, { throwIfNoEntry: false })?.isDirectory() ?? false)) {
    throw new UsageError(`${root}: there is no such directory`);
  }
  return listYaml(root, '')
    .sort(inRunningOrder)
    .map((path) => readSuiteFile(join(root, path), parse));
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

function listYaml(root: string, below: string): string[] {
  const found = readdirSync(join(root, below), { withFileTypes: true });
  // A published bundle has every protocol twice: `domains/` is the older name of `protocols/`.
  const hasAlias = below === '' && found.some(({ name }) => name === 'protocols');
  return found.flatMap((entry) => {
    if (hasAlias && entry.name === 'domains') return [];
    return listEntry(root, below, entry);
  });
}

function listEntry(root: string, below: string, entry: Dirent): string[] {
  const path = below === '' ? entry.name : `${below}/${entry.name}`;
  if (entry.isDirectory()) {
    return unsearched.has(entry.name) || entry.name.startsWith('.') ? [] : listYaml(root, path);
  }
  const isSuiteName = path === 'suite.yaml' || path === 'floors.yaml';
  return entry.isFile() && /\.ya?ml$/.test(entry.name) && !isSuiteName ? [path] : [];
}

const folders = ['universal', 'protocols', 'specialisms'];

function inRunningOrder(a: string, b: string): number {
  const difference = rank(a) - rank(b);
  if (difference !== 0) return difference;
  return a < b ? -1 : 1;
}

function rank(path: string): number {
  const position = folders.indexOf(path.split('/')[0] ?? '');
  return position === -1 ? folders.length : position;
}
