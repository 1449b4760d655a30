import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { JsonObject } from '../model/json.ts';
import { isObject, objectsIn } from '../support/json.ts';

/** One file of a folder of vectors. */
export interface VectorFile {
  /** The file's name without its ending. */
  readonly id: string;
  readonly document: JsonObject;
}

/** The test vectors that come with a suite; each file is read when first asked for. */
export interface Vectors {
  /** The vectors of a folder below `test-vectors/`, by name; empty where there are none. */
  readonly folder: (path: string) => readonly VectorFile[];
  /** Every key of a `keys.json` below `test-vectors/`. */
  readonly keys: (folder: string) => readonly JsonObject[];
  /** What a `<file>#<positive|negative>/<id>` names; null where there is no such vector. */
  readonly named: (reference: string) => JsonObject | null;
  /** A file below `test-vectors/`; null where it is missing or no JSON object. */
  readonly file: (path: string) => JsonObject | null;
}

/** The vectors of the suite below a folder. */
export function createVectors(root: string): Vectors {
  const read = new Map<string, JsonObject | null>();
  const file = (path: string) => {
    const known = read.get(path);
    if (known !== undefined) return known;
    const document = readJson(join(root, 'test-vectors', path));
    read.set(path, document);
    return document;
  };
  return {
    file,
    folder: (path) =>
      namesIn(join(root, 'test-vectors', path)).flatMap((name) => {
        const document = file(`${path}/${name}`);
        return document === null ? [] : [{ id: name.slice(0, -'.json'.length), document }];
      }),
    keys: (folder) => objectsIn(file(`${folder}/keys.json`)?.['keys']),
    named: (reference) => {
      // Suites before they are published keep vectors below `static/`.
      const match = /^(?:static\/)?(?:test-vectors\/)?([^#]+)#(positive|negative)\/(.+)$/.exec(
        reference,
      );
      const [, path = '', group = '', id = ''] = match ?? [];
      return objectsIn(match && file(path)?.[group]).find((vector) => vector['id'] === id) ?? null;
    },
  };
}

function readJson(path: string): JsonObject | null {
  try {
    const value: unknown = JSON.parse(readFileSync(path, 'utf8'));
    return isObject(value) ? value : null;
  } catch {
    return null;
  }
}

function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder)
      .filter((name) => name.endsWith('.json'))
      .sort();
  } catch {
    return [];
  }
}
