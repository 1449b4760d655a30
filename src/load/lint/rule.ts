import type { Json, JsonObject } from '../../model/json.ts';
import type { TestKit } from '../../model/storyboard.ts';
import type { Place } from '../place.ts';
import type { SuiteSchemas } from '../schemas.ts';

/** Something only an author of storyboards wants to hear. */
export interface LintRule {
  /** The stable names of what it reports. */
  readonly ids: readonly string[];
  readonly summary: string;
  readonly check: (subject: LintSubject) => void;
}

/** A storyboard as authored, and what it is held against. */
export interface LintSubject {
  readonly document: JsonObject;
  readonly place: Place;
  /** In the order they run. */
  readonly steps: readonly AuthoredStepAt[];
  readonly schemas: SuiteSchemas;
  /** Null where the storyboard has none, or one that cannot be read. */
  readonly kit: TestKit | null;
  /** Flags raised by storyboards that require this one as a scenario. */
  readonly inheritedFlags: ReadonlySet<string>;
  /** Flags that scenarios required by this one assert. */
  readonly flagsAssertedElsewhere: ReadonlySet<string>;
  /** ISO 8601; null where the suite does not say. */
  readonly publishedAt: string | null;
  /** ISO 8601; null where dates are not to be judged. */
  readonly now: string | null;
}

/** An authored step and where it stands. */
export interface AuthoredStepAt {
  readonly step: JsonObject;
  readonly place: Place;
  readonly phase: JsonObject;
  /** The task it performs, kit paths replaced by their default. */
  readonly task: string;
}

/** A validation of a step and where it stands. */
export interface AuthoredValidationAt {
  readonly validation: JsonObject;
  readonly place: Place;
}

/** A text inside an authored value and the keys and indexes that lead to it. */
export interface TextAt {
  readonly text: string;
  readonly path: readonly (string | number)[];
}

/** Every text inside a value. */
export function textsIn(
  value: Json | undefined,
  path: readonly (string | number)[] = [],
): TextAt[] {
  if (typeof value === 'string') return [{ text: value, path }];
  if (typeof value !== 'object' || value === null) return [];
  if (Array.isArray(value)) {
    return value.flatMap((item: Json, index) => textsIn(item, [...path, index]));
  }
  return Object.entries(value as JsonObject).flatMap(([key, item]) =>
    textsIn(item, [...path, key]),
  );
}
