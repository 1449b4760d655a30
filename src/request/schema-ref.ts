import type { Json, JsonObject } from '../model/json.ts';
import type { SchemaSource } from '../model/schema.ts';
import { isObject } from '../support/json.ts';
import { schemaTarget } from '../support/schema-target.ts';

/** Where a part of a schema stands. */
export interface SchemaPlace {
  /** The document local references point into. */
  readonly document: JsonObject;
  /** The document's path below the schema root. */
  readonly at: string;
  readonly schemas: SchemaSource;
}

/** What a `$ref` points at and where that stands; null where there is no such document. */
export function resolveRef<P extends SchemaPlace>(
  ref: string,
  place: P,
): { readonly schema: Json | undefined; readonly place: P } | null {
  const [file = '', fragment = ''] = ref.split('#');
  const at = file === '' ? place.at : schemaTarget(file, place.at);
  const document = file === '' ? place.document : place.schemas.read(at);
  if (document === null) return null;
  const target = fragment
    .split('/')
    .slice(1)
    .reduce<Json | undefined>((here, part) => (isObject(here) ? here[part] : undefined), document);
  return { schema: fragment === '' ? document : target, place: { ...place, document, at } };
}
