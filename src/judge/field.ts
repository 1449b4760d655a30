import type { Json, JsonObject, JsonPointer } from '../model/json.ts';
import { everyElement, locate, parsePath, pathToPointer } from '../support/path.ts';
import type { Located, PathSegment } from '../support/path.ts';

/** The place a check looks at; `value` is undefined where nothing stands there. */
export interface Field {
  readonly pointer: JsonPointer;
  readonly value: Json | undefined;
}

/** The one value a path names. */
export function fieldAt(document: Json, path: string): Field {
  const segments = segmentsOf(path);
  if (segments.includes(everyElement)) throw new Error(`"${path}" names more than one value`);
  return { pointer: pathToPointer(segments), value: locate(document, segments)[0]?.value };
}

/** Every value a path with `[*]` names, and the pointer of the path itself. */
export function fieldsAt(
  document: Json,
  path: string,
): { readonly pointer: JsonPointer; readonly found: readonly Located[] } {
  const segments = segmentsOf(path);
  return { pointer: pathToPointer(segments), found: locate(document, segments) };
}

/** A value earlier steps captured, or undefined. */
export function captured(context: JsonObject, key: string): Json | undefined {
  return Object.hasOwn(context, key) ? context[key] : undefined;
}

/** What a check observes when the context lacks its comparand: it has nothing to compare with. */
export function contextKeyAbsent(key: string): string {
  return `context_key_absent: no step captured "${key}"`;
}

// Paths are authored: there are as many as the suite writes, however often they are judged.
const parsed = new Map<string, readonly PathSegment[]>();

function segmentsOf(path: string): readonly PathSegment[] {
  const known = parsed.get(path);
  if (known) return known;
  const segments = parsePath(path);
  if ('problem' in segments) throw new Error(`"${path}" is no path: ${segments.problem}`);
  parsed.set(path, segments);
  return segments;
}
