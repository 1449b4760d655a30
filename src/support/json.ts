import type { Json, JsonObject, JsonPointer } from '../model/json.ts';

/** True for a JSON object, false for arrays, null and scalars. */
export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The items of an array; none where the value is no array. */
export function listOf(value: Json | undefined): readonly Json[] {
  return Array.isArray(value) ? (value as readonly Json[]) : [];
}

/** The objects among the items of an array; none where the value is no array. */
export function objectsIn(value: Json | undefined): readonly JsonObject[] {
  return listOf(value).filter(isObject);
}

/** True when both are the same JSON value; the order of keys does not matter. */
export function sameJson(a: Json | undefined, b: Json | undefined): boolean {
  if (a === b) return true;
  if (Array.isArray(a) && Array.isArray(b)) {
    return (
      a.length === b.length && a.every((item, index) => sameJson(item as Json, b[index] as Json))
    );
  }
  if (!isObject(a) || !isObject(b)) return false;
  const keys = Object.keys(a);
  return (
    keys.length === Object.keys(b).length &&
    keys.every((key) => Object.hasOwn(b, key) && sameJson(a[key], b[key]))
  );
}

/** True when `part` is contained in `whole`: objects by key, arrays as sets, scalars by equality. */
export function containsJson(whole: Json | undefined, part: Json): boolean {
  if (Array.isArray(part)) {
    return (
      Array.isArray(whole) &&
      part.every((wanted) => whole.some((item) => containsJson(item as Json, wanted as Json)))
    );
  }
  if (isObject(part)) {
    return (
      isObject(whole) &&
      Object.entries(part).every(
        ([key, wanted]) => Object.hasOwn(whole, key) && containsJson(whole[key], wanted),
      )
    );
  }
  return whole === part;
}

/** Escapes one name for a JSON pointer (RFC 6901). */
export function pointerSegment(name: string | number): string {
  if (typeof name === 'number') return String(name);
  if (!name.includes('~') && !name.includes('/')) return name;
  return name.replaceAll('~', '~0').replaceAll('/', '~1');
}

/** Appends a name or index to a pointer. */
export function pointerTo(parent: JsonPointer, name: string | number): JsonPointer {
  return `${parent}/${pointerSegment(name)}`;
}

const texts = new WeakMap<object, string>();

/** False where none of the words stands anywhere in the JSON text of a value: a quick no before a long look. */
export function mentions(value: Json, ...words: readonly string[]): boolean {
  if (typeof value !== 'object' || value === null) return true;
  const text = texts.get(value) ?? JSON.stringify(value);
  texts.set(value, text);
  return words.some((word) => text.includes(word));
}

/** What a visitor does with one value; returning undefined goes on into it. */
export type Visitor = (value: Json, pointer: JsonPointer, key: string | null) => Json | undefined;

/** Rebuilds a value depth first: a visitor's answer replaces what it was shown. Untouched parts are the same objects. */
export function mapJson(
  value: Json,
  visit: Visitor,
  pointer: JsonPointer = '',
  key: string | null = null,
): Json {
  const replaced = visit(value, pointer, key);
  if (replaced !== undefined) return replaced;
  if (Array.isArray(value)) return mapArray(value as readonly Json[], visit, pointer);
  if (isObject(value)) return mapObject(value, visit, pointer);
  return value;
}

function mapArray(items: readonly Json[], visit: Visitor, pointer: JsonPointer): Json {
  return mapItems(items, (item, index) => mapJson(item, visit, pointerTo(pointer, index)));
}

function mapObject(object: JsonObject, visit: Visitor, pointer: JsonPointer): Json {
  return mapMembers(object, (item, name) => mapJson(item, visit, pointerTo(pointer, name), name));
}

/** The array with every item replaced; the same array where none is another. */
export function mapItems(
  items: readonly Json[],
  change: (item: Json, index: number) => Json,
): readonly Json[] {
  let copy: Json[] | null = null;
  for (let index = 0; index < items.length; index += 1) {
    const item = items[index] as Json;
    const changed = change(item, index);
    if (changed === item) continue;
    copy ??= [...items];
    copy[index] = changed;
  }
  return copy ?? items;
}

/** The object with every member's value replaced, its keys in their order; the same object where none is another. */
export function mapMembers(
  object: JsonObject,
  change: (value: Json, key: string) => Json,
): JsonObject {
  let copy: Record<string, Json> | null = null;
  for (const key of Object.keys(object)) {
    const value = object[key] as Json;
    const changed = change(value, key);
    if (changed === value) continue;
    copy ??= { ...object };
    // Assigning to `__proto__` would set the prototype.
    Object.defineProperty(copy, key, {
      value: changed,
      enumerable: true,
      writable: true,
      configurable: true,
    });
  }
  return copy ?? object;
}

/** An object with these entries; `__proto__` becomes an ordinary own key. */
export function objectFrom(entries: Iterable<readonly [string, Json]>): JsonObject {
  return Object.fromEntries(entries);
}

/** The value at a path of names and indexes, or undefined. Own properties only. */
export function valueAtKeys(document: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (value, name) =>
      typeof value === 'object' && value !== null && Object.hasOwn(value, name)
        ? (value as Readonly<Record<PropertyKey, unknown>>)[name]
        : undefined,
    document,
  );
}

/** The value a JSON pointer names, or undefined. Own properties only. */
export function valueAtPointer(document: Json, pointer: JsonPointer): Json | undefined {
  if (pointer === '') return document;
  let current: Json | undefined = document;
  for (const part of pointer.slice(1).split('/')) {
    current = child(current, part.replaceAll('~1', '/').replaceAll('~0', '~'));
  }
  return current;
}

function child(parent: Json | undefined, name: string): Json | undefined {
  if (typeof parent !== 'object' || parent === null || !Object.hasOwn(parent, name))
    return undefined;
  return (parent as JsonObject)[name];
}
