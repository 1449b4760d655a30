import { readdirSync } from 'node:fs';
import type { Dirent } from 'node:fs';
import { join, normalize, sep } from 'node:path';
import type { JsonObject } from '../model/json.ts';
import type { SchemaSource } from '../model/schema.ts';
import type { SourceProblem } from '../model/source.ts';
import { UsageError } from '../support/errors.ts';
import { isObject } from '../support/json.ts';
import { schemaTarget } from '../support/schema-target.ts';
import { readAnyText, whyUnreadable } from './files.ts';
import { notUtf8 } from './encoding.ts';
import { jsonProblem } from './json-problem.ts';

/** The schemas of a suite, and what is wrong with them. */
export interface SuiteSchemas extends SchemaSource {
  /** Every fault of these documents and of all they refer to; documents that are not there are none. */
  faultsIn(refs: Iterable<string>): readonly SourceProblem[];
  /** These documents and all they refer to, as far as they are there and can be read. */
  reachedFrom(refs: Iterable<string>): readonly string[];
  /** Every document, by its path below the root. */
  paths(): readonly string[];
  /** Every task there is a request schema for. */
  tasks(): readonly string[];
}

/** The schemas below a directory; each file is read once, when it is first asked for. Null makes a source without any. */
export function createSchemaSource(root: string | null): SuiteSchemas {
  if (root === null) return noSchemas;
  const known = new Map<string, SchemaFile>();
  const at = (ref: string): SchemaFile => {
    const file = known.get(ref) ?? readSchema(root, ref);
    known.set(ref, file);
    return file;
  };
  let index: ReadonlyMap<string, string> | null = null;
  const requests = () => (index ??= indexByName(root));
  return {
    root,
    read: (ref) => at(ref).schema,
    requestRefOf: (task) => requests().get(`${task.replaceAll('_', '-')}-request.json`) ?? null,
    paths: () => documentsIn(root, ''),
    tasks: () =>
      [...requests().keys()].map((name) =>
        name.replace(/-request\.json$/, '').replaceAll('-', '_'),
      ),
    faultsIn: (refs) =>
      withReferences(refs, at)
        .map((ref) => at(ref).fault)
        .filter((fault) => fault !== null),
    reachedFrom: (refs) => withReferences(refs, at).filter((ref) => at(ref).schema !== null),
  };
}

const noSchemas: SuiteSchemas = {
  root: null,
  read: () => null,
  requestRefOf: () => null,
  faultsIn: () => [],
  reachedFrom: () => [],
  paths: () => [],
  tasks: () => [],
};

function withReferences(
  refs: Iterable<string>,
  at: (ref: string) => SchemaFile,
): readonly string[] {
  const wanted = new Set(refs);
  // A set visits what is added while it is walked, so references of references are followed too.
  for (const ref of wanted) for (const target of at(ref).refersTo) wanted.add(target);
  return [...wanted];
}

interface SchemaFile {
  /** Null where there is none to judge by. */
  readonly schema: JsonObject | null;
  /** Paths of other documents, below the root. */
  readonly refersTo: readonly string[];
  readonly fault: SourceProblem | null;
}

const absent: SchemaFile = { schema: null, refersTo: [], fault: null };

function readSchema(root: string, ref: string): SchemaFile {
  const below = normalize(ref);
  // A ref is the author's text; it must not reach files outside the schema root.
  if (below.startsWith('..') || below.startsWith(sep)) return absent;
  const file = join(root, below);
  const read = readAnyText(file);
  if ('problem' in read) return absent;
  if (!read.isUtf8) return { ...absent, fault: notUtf8(file, read.text) };
  return parseSchema(file, read.text, ref);
}

function parseSchema(file: string, text: string, ref: string): SchemaFile {
  try {
    const schema: unknown = JSON.parse(text);
    if (isObject(schema)) return { schema, refersTo: referencesIn(text, ref), fault: null };
    return { ...absent, fault: jsonProblem(file, text, null) };
  } catch (thrown) {
    return { ...absent, fault: jsonProblem(file, text, thrown) };
  }
}

/** Found in the text, which is quicker than to walk the schema. */
function referencesIn(text: string, from: string): readonly string[] {
  const found = [...text.matchAll(/"\$ref"\s*:\s*"([^"#]+)/g)].map(([, to = '']) => to);
  return found.filter((to) => URL.canParse(to, 'schema:///')).map((to) => schemaTarget(to, from));
}

/** Request schemas by file name; `bundled/` repeats them all with their references inlined. */
function indexByName(root: string): ReadonlyMap<string, string> {
  const files = documentsIn(root, '')
    .filter((file) => file.endsWith('-request.json'))
    .toSorted();
  const index = new Map<string, string>();
  for (const file of files) {
    const name = file.slice(file.lastIndexOf('/') + 1);
    if (!index.has(name)) index.set(name, file);
  }
  return index;
}

const unsearched = new Set(['bundled', 'node_modules']);

/** Paths below the root, with `/` between their parts. */
function documentsIn(root: string, below: string): readonly string[] {
  return entriesOf(join(root, below)).flatMap((entry) => {
    const path = `${below}${entry.name}`;
    if (entry.isDirectory())
      return below === '' && unsearched.has(entry.name) ? [] : documentsIn(root, `${path}/`);
    return entry.name.endsWith('.json') ? [path] : [];
  });
}

function entriesOf(folder: string): readonly Dirent[] {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch (thrown) {
    throw new UsageError(`the schemas in ${folder}: ${whyUnreadable(thrown)}`);
  }
}
