import type { Json, JsonObject, JsonPointer } from '../model/json.ts';
import {
  everyElement,
  locate,
  locateFirst,
  parsePath,
  pathToPointer,
  widestFanOut,
} from '../support/path.ts';
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

/** Every value a path of ours with `[*]` names. */
export function allAt(document: Json, path: string): readonly Located[] {
  return locate(document, segmentsOf(path));
}

/** What an authored path with `[*]` names, and the pointer of the path itself. */
export interface Fields {
  readonly pointer: JsonPointer;
  readonly found: readonly Located[];
  /** Why nothing can be said of all of them; undefined where they are all there. */
  readonly unseen: string | undefined;
}

/** The values an authored path with `[*]` names, as many as are looked at. */
export function fieldsAt(document: Json, path: string): Fields {
  const segments = segmentsOf(path);
  const { found, isCut } = locateFirst(document, segments);
  const unseen = isCut
    ? `only the first ${widestFanOut} values at "${path}" are looked at`
    : undefined;
  return { pointer: pathToPointer(segments), found, unseen };
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
