import type { Json, JsonObject } from '../model/json.ts';
import type { Operation } from '../model/subject.ts';
import { isObject } from '../support/json.ts';
import { everyElement, parsePath } from '../support/path.ts';
import type { Invariant, NamesInput } from './invariant.ts';

/** What a step's requests are renamed by. */
export interface Renaming {
  readonly names: NamesInput;
  /** Those that have something to rename. */
  readonly rules: readonly Rule[];
}

interface Rule {
  readonly invariant: Invariant;
  /** One of them stands in every value the rule renames, or on the way to it: a quick no before a long look. */
  readonly words: readonly string[];
}

/** How these invariants rename under these names; `--verbatim` has none. */
export function renamingBy(invariants: readonly Invariant[], names: NamesInput): Renaming {
  const rules = invariants.map((invariant) => ({
    invariant,
    words: invariant.renames?.(names) ?? [],
  }));
  return { names, rules: rules.filter(({ words }) => words.length > 0) };
}

/** Nothing is filled in where nothing is declared. */
const anything: Operation = {
  task: '',
  source: null,
  declares: () => false,
  requires: () => false,
};

const nothingToFill = {
  operation: anything,
  mayFill: false,
  isExpected: true,
  newId: () => '',
};

/**
 * What an author expects at a path of an answer, as a request would say it at that place: brands, operators, keys, ids
 * and dates under the names they went out by. Null is the path of a value that stands nowhere.
 */
export function asSent(path: string | null, expected: Json, renaming: Renaming): Json {
  const text = `${path ?? ''} ${JSON.stringify(expected)}`;
  const rules = renaming.rules.filter(({ words }) => words.some((word) => text.includes(word)));
  if (rules.length === 0) return expected;
  const names = namesOf(path);
  const authored = wrapped(expected, names);
  if (!isObject(authored)) return asSent(null, expected, renaming);
  const payload = rules.reduce<JsonObject>(
    (payload, { invariant }) =>
      invariant.apply({ ...renaming.names, ...nothingToFill, payload, authored }).payload,
    authored,
  );
  return names.reduce<Json>((part, name) => (part as JsonObject)[name] ?? null, payload);
}

/** The names on the way to the value; a value that stands nowhere is given a place of its own. */
function namesOf(path: string | null): readonly string[] {
  const segments = path === null ? { problem: '' } : parsePath(path);
  if ('problem' in segments) return ['value'];
  return segments.map((segment) => (segment === everyElement ? '0' : String(segment)));
}

function wrapped(value: Json, names: readonly string[]): Json {
  return names.reduceRight<Json>((inner, name) => ({ [name]: inner }), value);
}
