import type { z } from 'zod';
import type { Json, JsonObject } from '../model/json.ts';
import { didYouMean } from '../support/did-you-mean.ts';
import { isObject, valueAtKeys } from '../support/json.ts';
import { kindOf, sentenceOf } from './issue.ts';
import type { Place } from './place.ts';

/**
 * Reads an authored map by its schema, or reports every mistake in it and gives null.
 * Unknown keys are only warned about, and left out.
 */
export function readMap<T extends z.ZodObject>(
  schema: T,
  value: Json | undefined,
  place: Place,
): z.infer<T> | null {
  return read(schema, value, place).whole;
}

/**
 * Like `readMap`, but a key that cannot be read takes only itself away: what stands beside it and below it is to be judged
 * too. Keys the schema cannot do without have stand-ins; the mistake is reported, so nothing runs with one.
 */
export function readMostOf<T extends z.ZodObject>(
  schema: T,
  value: Json | undefined,
  { place, standIns }: { readonly place: Place; readonly standIns: JsonObject },
): z.infer<T> | null {
  const { whole, rest } = read(schema, value, place);
  return (
    whole ?? (rest === null ? null : (schema.safeParse({ ...standIns, ...rest }).data ?? null))
  );
}

interface Reading<T extends z.ZodObject> {
  /** Null where a key cannot be read. */
  readonly whole: z.infer<T> | null;
  /** The keys that can; null where it is no map. */
  readonly rest: JsonObject | null;
}

function read<T extends z.ZodObject>(schema: T, value: Json | undefined, place: Place): Reading<T> {
  if (!isObject(value)) {
    place.error(
      'wrong-type',
      `expected a map of keys and values, got ${kindOf(value)}`,
      'write keys and their values, e.g. "id: …"',
    );
    return { whole: null, rest: null };
  }
  const first = schema.safeParse(value);
  if (first.success) return { whole: first.data, rest: value };
  const unknown = first.error.issues.filter((issue) => issue.code === 'unrecognized_keys');
  for (const issue of unknown) warnOfKeys(schema, issue, place);
  const known = without(value, unknown);
  const result = unknown.length === 0 ? first : schema.safeParse(known);
  if (result.success) return { whole: result.data, rest: known };
  const { issues } = result.error;
  for (const issue of issues) reportIssue(issue, value, place);
  const bad = issues.map(({ path }) => path[0]);
  return { whole: null, rest: omitAt(known, [], bad.map(String)) as JsonObject };
}

type Issue = z.core.$ZodIssue;
type UnknownKeys = z.core.$ZodIssueUnrecognizedKeys;

function warnOfKeys(schema: z.ZodType, { path, keys }: UnknownKeys, place: Place): void {
  const known = keysAt(schema, path as (string | number)[]);
  for (const key of keys) {
    const suggestion = didYouMean(key, known).trim();
    place
      .child(...(path as (string | number)[]), key)
      .keyWarning(
        'unknown-key',
        `unknown key "${key}", ignored`,
        suggestion === '' ? 'drop it' : suggestion.replace('Did', 'did'),
      );
  }
}

/** The keys a schema declares at a path. */
function keysAt(schema: z.ZodType, path: readonly (string | number)[]): readonly string[] {
  let current: unknown = schema;
  for (const segment of path) current = inner(unwrapped(current), segment);
  return Object.keys(definitionOf(unwrapped(current)).shape ?? {});
}

interface Definition {
  readonly shape?: Readonly<Record<string, unknown>>;
  readonly element?: unknown;
  readonly innerType?: unknown;
}

function definitionOf(schema: unknown): Definition {
  return (schema as { readonly _zod?: { readonly def: Definition } } | undefined)?._zod?.def ?? {};
}

function unwrapped(schema: unknown): unknown {
  const { innerType } = definitionOf(schema);
  return innerType === undefined ? schema : unwrapped(innerType);
}

function inner(schema: unknown, segment: string | number): unknown {
  const { shape, element } = definitionOf(schema);
  return element ?? shape?.[String(segment)];
}

function without(value: JsonObject, unknown: readonly UnknownKeys[]): JsonObject {
  return unknown.reduce<Json>(
    (json, { path, keys }) => omitAt(json, path as (string | number)[], keys),
    value,
  ) as JsonObject;
}

function omitAt(json: Json, path: readonly (string | number)[], keys: readonly string[]): Json {
  const [head, ...rest] = path;
  if (Array.isArray(json)) {
    return json.map((item: Json, index) => (index === head ? omitAt(item, rest, keys) : item));
  }
  if (!isObject(json)) return json;
  const kept = Object.entries(json).filter(([key]) => path.length > 0 || !keys.includes(key));
  return Object.fromEntries(
    kept.map(([key, item]) => [key, key === head ? omitAt(item, rest, keys) : item]),
  );
}

function reportIssue(issue: Issue, value: JsonObject, place: Place): void {
  const path = issue.path as (string | number)[];
  const { rule, message, hint } = sentenceOf(issue, valueAtKeys(value, path) as Json | undefined);
  place.child(...path).error(rule, message, hint);
}
