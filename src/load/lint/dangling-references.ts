import type { Json, JsonObject, JsonPointer } from '../../model/json.ts';
import { isObject, valueAtPointer } from '../../support/json.ts';
import type { SuiteSchemas } from '../schemas.ts';
import type { SchemaFault } from './schema-faults.ts';

/** The references of a schema that name nothing: what is reached through them is judged by nothing. */
export function danglingReferences(
  ref: string,
  schema: JsonObject,
  schemas: SuiteSchemas,
): readonly SchemaFault[] {
  return referencesIn(schema, []).flatMap(({ to, path }) => {
    const missing = whatIsMissing(to, { ref, schema, schemas });
    const hint = 'name a schema by its path from this file, or a part of one by #/ and its keys';
    return missing === null ? [] : [{ path, message: missing, hint }];
  });
}

interface Reference {
  readonly to: string;
  readonly path: readonly string[];
}

/** Keywords whose values are data, not schemas. */
const data = new Set(['const', 'enum', 'default', 'examples']);

/** Keywords whose members are schemas under names of the author's. */
const named = new Set([
  'properties',
  'patternProperties',
  'definitions',
  '$defs',
  'dependencies',
  'dependentSchemas',
]);

function referencesIn(schema: Json, path: readonly string[]): readonly Reference[] {
  if (Array.isArray(schema))
    return schema.flatMap((each: Json, index) => referencesIn(each, [...path, String(index)]));
  // A part with a name of its own resolves its references against that.
  if (!isObject(schema) || (path.length > 0 && typeof schema['$id'] === 'string')) return [];
  return Object.entries(schema).flatMap(([key, value]) => {
    const at = [...path, key];
    if (key === '$ref' && typeof value === 'string') return [{ to: value, path: at }];
    if (data.has(key)) return [];
    if (!named.has(key) || !isObject(value)) return referencesIn(value, at);
    return Object.entries(value).flatMap(([name, each]) => referencesIn(each, [...at, name]));
  });
}

interface Document {
  readonly ref: string;
  readonly schema: JsonObject;
  readonly schemas: SuiteSchemas;
}

function whatIsMissing(to: string, { ref, schema, schemas }: Document): string | null {
  const { $id: id } = schema;
  const base = typeof id === 'string' && URL.canParse(id, anyHost) ? id : `/${ref}`;
  if (!URL.canParse(to, anyHost)) return `"${to}" is no reference`;
  const own = new URL(base, anyHost);
  const url = new URL(to, own);
  // The engine brings the schemas of schemas along.
  if (url.host === 'json-schema.org') return null;
  const isOwn = url.host === own.host && url.pathname === own.pathname;
  const target = isOwn ? schema : documentAt(url, schemas);
  if (target === 'broken') return null;
  if (target === null) return `there is no schema "${to.replace(/#.*$/s, '')}"`;
  return has(target, url.hash.slice(1)) ? null : `there is nothing at "${to}"`;
}

/** Documents may go by paths alone; any host does to resolve one against another. */
const anyHost = 'schema://host/';

/** Published documents stand below `/schemas/<version>/`; one that is no JSON is reported as that. */
function documentAt({ pathname }: URL, schemas: SuiteSchemas): JsonObject | 'broken' | null {
  const path = pathname.slice(1);
  const places = [path.replace(/^schemas\/[^/]+\//, ''), path];
  const found = places.map((place) => schemas.read(place)).find((each) => each !== null);
  if (found !== undefined) return found;
  return schemas.faultsIn(places).length > 0 ? 'broken' : null;
}

/** Names that are no pointers are left to the engine. */
function has(schema: JsonObject, fragment: string): boolean {
  if (fragment !== '' && !fragment.startsWith('/')) return true;
  try {
    return valueAtPointer(schema, decodeURIComponent(fragment) as JsonPointer) !== undefined;
  } catch {
    return false;
  }
}
