import type { Json, JsonObject, JsonPointer } from '../model/json.ts';
import { pointerTo } from './json.ts';

/** A step of a path: a property name, an array index, or every element. */
export type PathSegment = string | number | typeof everyElement;

/** `[*]`. */
export const everyElement = Symbol('[*]');

/** Longest path accepted, in characters. */
const longestPath = 1024;

/** Most values one authored wildcard path may resolve to. */
export const widestFanOut = 10_000;

const forbidden = new Set(['__proto__', 'constructor', 'prototype']);

/**
 * Splits a path of the storyboard language (`a.b[0].c`, `a.0.b`, `rows[*].id`; empty for the whole document),
 * or says in a sentence why it is none.
 */
export function parsePath(text: string): readonly PathSegment[] | { readonly problem: string } {
  if (text.length > longestPath) return { problem: `a path has at most ${longestPath} characters` };
  const segments: PathSegment[] = [];
  const token = /(?:^(?=[^.])|(?!^)\.)([^.[\]]+)|\[(\d+)\]|\[(\*)\]/y;
  while (token.lastIndex < text.length) {
    const start = token.lastIndex;
    const match = token.exec(text);
    if (!match) return { problem: `cannot read the path from "${text.slice(start)}" on` };
    const [, name, index, star] = match;
    if (name !== undefined && forbidden.has(name))
      return { problem: `"${name}" is not allowed in a path` };
    segments.push(star ? everyElement : (name ?? Number(index)));
  }
  return segments;
}

/** A value found by a path, and where it stands. */
export interface Located {
  readonly value: Json;
  readonly pointer: JsonPointer;
}

/** Everything a path resolves to: one value at most without `[*]`, one per element with it. Own properties only. */
export function locate(document: Json, path: readonly PathSegment[]): readonly Located[] {
  return descendAll(document, path, Infinity).found;
}

/** The first values a path resolves to, and whether there are more than anyone looks at. */
export function locateFirst(document: Json, path: readonly PathSegment[]): FirstLocated {
  return descendAll(document, path, widestFanOut);
}

/** Values a path resolves to; `isCut` where it resolves to more. */
export interface FirstLocated {
  readonly found: readonly Located[];
  readonly isCut: boolean;
}

function descendAll(document: Json, path: readonly PathSegment[], most: number): FirstLocated {
  let found: readonly Located[] = [{ value: document, pointer: '' }];
  let isCut = false;
  for (const segment of path) {
    const all = found.flatMap((at) => descend(at, segment));
    isCut ||= all.length > most;
    found = isCut ? all.slice(0, most) : all;
  }
  return { found, isCut };
}

/** The one value a path without `[*]` resolves to, or undefined. A path that cannot be read resolves to nothing. */
export function valueAt(document: Json, path: string): Json | undefined {
  const segments = parsePath(path);
  return 'problem' in segments ? undefined : locate(document, segments)[0]?.value;
}

/** The JSON pointer of a path; `[*]` stays as `*`. */
export function pathToPointer(path: readonly PathSegment[]): JsonPointer {
  return path.reduce<JsonPointer>(
    (pointer, segment) => pointerTo(pointer, segment === everyElement ? '*' : segment),
    '',
  );
}

function descend({ value, pointer }: Located, segment: PathSegment): readonly Located[] {
  if (typeof value !== 'object' || value === null) return [];
  if (segment === everyElement) {
    if (!Array.isArray(value)) return [];
    return value.map((item: Json, index) => ({ value: item, pointer: pointerTo(pointer, index) }));
  }
  // `a.0.b` reads an array by an index written as a name; `length` is no own data of an array.
  if (Array.isArray(value) && !/^\d+$/.test(String(segment))) return [];
  if (!Object.hasOwn(value, segment)) return [];
  const child = (value as JsonObject)[String(segment)];
  return child === undefined ? [] : [{ value: child, pointer: pointerTo(pointer, segment) }];
}
