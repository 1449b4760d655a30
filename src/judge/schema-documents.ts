import type { Json, JsonObject, JsonPointer } from '../model/json.ts';
import type { SchemaSource } from '../model/schema.ts';
import { isObject, pointerTo } from '../support/json.ts';

/** A schema document and the URI its references resolve against. */
export interface SchemaDocument {
  /** Its path below the schema root. */
  readonly ref: string;
  /** Its `$id`, else `/` and its path below the root. */
  readonly uri: string;
  readonly schema: JsonObject;
}

/** Reads schema documents, each at most once. */
export interface SchemaDocuments {
  at(ref: string): SchemaDocument | null;
  /** The document a URI without fragment names; null where the root has none. */
  named(uri: string): SchemaDocument | null;
}

/** The documents of a source. */
export function schemaDocuments(source: SchemaSource): SchemaDocuments {
  const read = new Map<string, SchemaDocument | null>();

  const at = (ref: string): SchemaDocument | null => {
    const known = read.get(ref);
    if (known !== undefined) return known;
    const schema = source.read(ref);
    const document = schema && { ref, uri: idOf(schema) ?? `/${ref}`, schema };
    read.set(ref, document);
    return document;
  };
  return { at, named: (uri) => firstOf(placesOf(uri), at) };
}

/** Visits every object of a schema with its pointer. */
export function visitObjects(
  value: Json,
  visit: (object: JsonObject, pointer: JsonPointer) => void,
  pointer: JsonPointer = '',
): void {
  if (Array.isArray(value)) {
    value.forEach((item: Json, index) => visitObjects(item, visit, pointerTo(pointer, index)));
  } else if (isObject(value)) {
    visit(value, pointer);
    for (const [key, child] of Object.entries(value)) {
      if (typeof child === 'object') visitObjects(child, visit, pointerTo(pointer, key));
    }
  }
}

const idOf = ({ $id: id }: JsonObject): string | null => (typeof id === 'string' ? id : null);

/** Where below the root a document may stand: as its path says, or without the `/schemas/<version>/` it is published under. */
export function placesOf(uri: string): readonly string[] {
  const path = uri.replace(/^[a-z][a-z0-9+.-]*:\/\/[^/]*/i, '').replace(/^\//, '');
  return [path.replace(/^schemas\/[^/]+\//, ''), path].filter((place) => place !== '');
}

function firstOf<T>(places: readonly string[], at: (place: string) => T | null): T | null {
  for (const place of places) {
    const found = at(place);
    if (found !== null) return found;
  }
  return null;
}
