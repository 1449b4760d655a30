import { readdirSync, readFileSync } from 'node:fs';
import { join, normalize, sep } from 'node:path';
import type { JsonObject } from '../model/json.ts';
import type { SchemaSource } from '../model/schema.ts';
import { UsageError } from '../support/errors.ts';
import { isObject } from '../support/json.ts';

/** The schemas below a directory; each file is read once, when it is first asked for. Null makes a source without any. */
export function createSchemaSource(root: string | null): SchemaSource {
  if (root === null) return { root, read: () => null, requestRefOf: () => null };
  const read = new Map<string, JsonObject | null>();
  let index: ReadonlyMap<string, string> | null = null;
  return {
    root,
    read(ref) {
      const known = read.get(ref);
      if (known !== undefined) return known;
      const schema = readSchema(root, ref);
      read.set(ref, schema);
      return schema;
    },
    requestRefOf(task) {
      index ??= indexByName(root);
      return index.get(`${task.replaceAll('_', '-')}-request.json`) ?? null;
    },
  };
}

function readSchema(root: string, ref: string): JsonObject | null {
  const below = normalize(ref);
  // A ref is the author's text; it must not reach files outside the schema root.
  if (below.startsWith('..') || below.startsWith(sep)) return null;
  const file = join(root, below);
  const text = readText(file);
  return text === null ? null : parseSchema(text, file);
}

function readText(file: string): string | null {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return null;
  }
}

function parseSchema(text: string, file: string): JsonObject | null {
  try {
    const schema: unknown = JSON.parse(text);
    return isObject(schema) ? schema : null;
  } catch (thrown) {
    const detail = thrown instanceof Error ? thrown.message : String(thrown);
    throw new UsageError(`${file} is no JSON: ${detail}`);
  }
}

/** Request schemas by file name; `bundled/` repeats them all with their references inlined. */
function indexByName(root: string): ReadonlyMap<string, string> {
  const files = [...requestFiles(root, '')].sort();
  const index = new Map<string, string>();
  for (const file of files) {
    const name = file.slice(file.lastIndexOf('/') + 1);
    if (!index.has(name)) index.set(name, file);
  }
  return index;
}

const unsearched = new Set(['bundled', 'node_modules']);

/** Paths below the root, with `/` between their parts. */
function requestFiles(root: string, below: string): readonly string[] {
  return readdirSync(join(root, below), { withFileTypes: true }).flatMap((entry) => {
    const path = `${below}${entry.name}`;
    if (entry.isDirectory())
      return below === '' && unsearched.has(entry.name) ? [] : requestFiles(root, `${path}/`);
    return entry.name.endsWith('-request.json') ? [path] : [];
  });
}
