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

/** A document, and a URI by which others name it. */
interface NamedDocument {
  readonly name: string;
  readonly document: SchemaDocument;
}

/** Reads schema documents and finds the documents they refer to; reads each at most once. */
export interface SchemaDocuments {
  at(ref: string): SchemaDocument | null;
  /** The document itself and all it refers to, directly or not; what the root lacks is left out. */
  closureOf(document: SchemaDocument): readonly NamedDocument[];
}

/** The documents of a source. */
export function schemaDocuments(source: SchemaSource): SchemaDocuments {
  const read = new Map<string, SchemaDocument | null>();
  const targets = new Map<SchemaDocument, readonly string[]>();

  const at = (ref: string): SchemaDocument | null => {
    const known = read.get(ref);
    if (known !== undefined) return known;
    const schema = source.read(ref);
    const document = schema && { ref, uri: idOf(schema) ?? `/${ref}`, schema };
    read.set(ref, document);
    return document;
  };
  const targetsOf = (document: SchemaDocument): readonly string[] => {
    const known = targets.get(document) ?? [
      ...new Set(referencesIn(document.schema, document.uri)),
    ];
    targets.set(document, known);
    return known;
  };
  return {
    at,
    closureOf(root) {
      const found = new Map<string, SchemaDocument>([[root.uri, root]]);
      // A Map yields what is added to it while it is read.
      for (const document of found.values()) {
        for (const uri of targetsOf(document)) {
          const target = found.has(uri) ? null : firstOf(placesOf(uri), at);
          if (target) found.set(uri, target);
        }
      }
      return [...found].map(([name, document]) => ({ name, document }));
    },
  };
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

function referencesIn(schema: JsonObject, uri: string): readonly string[] {
  const found: string[] = [];
  const visit = (value: Json, base: string): void => {
    if (Array.isArray(value)) {
      for (const item of value) visit(item as Json, base);
    } else if (isObject(value)) {
      const inner = resolve(idOf(value) ?? '', base);
      const { $ref: ref } = value;
      if (typeof ref === 'string' && !ref.startsWith('#')) found.push(resolve(ref, inner));
      for (const child of Object.values(value)) if (typeof child === 'object') visit(child, inner);
    }
  };
  visit(schema, uri);
  return found;
}

const idOf = ({ $id: id }: JsonObject): string | null => (typeof id === 'string' ? id : null);

/** Gives a relative URI something to stand on while it is resolved. */
const nowhere = 'https://schemas.invalid';

function resolve(ref: string, base: string): string {
  if (ref === '') return base;
  try {
    const { href } = new URL(ref, new URL(base, nowhere));
    return (href.startsWith(nowhere) ? href.slice(nowhere.length) : href).replace(/#.*$/s, '');
  } catch {
    return ref;
  }
}

/** Where below the root a document may stand: as its path says, or without the `/schemas/<version>/` it is published under. */
function placesOf(uri: string): readonly string[] {
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
