import type { Json, JsonObject } from './json.ts';
import type { SchemaRef } from './outcome.ts';

/** The JSON Schemas of a suite, by their path below the schema root. */
export interface SchemaSource {
  /** Where they come from, as the user named it; null where the run has none. */
  readonly root: string | null;
  /** The schema document, or null where the root has no such file. */
  read(ref: string): JsonObject | null;
  /** The request schema's path for a task, e.g. `get_products` → `media-buy/get-products-request.json`; null where there is none. */
  requestRefOf(task: string): string | null;
}

/** One mismatch between a value and a schema. */
export interface SchemaError {
  readonly instance_path: string;
  readonly schema_path: string;
  readonly keyword: string;
  readonly message: string;
}

/** What a schema says of a value. */
export type SchemaVerdict =
  | { readonly kind: 'valid'; readonly schema: SchemaRef }
  | {
      readonly kind: 'invalid';
      readonly schema: SchemaRef;
      readonly errors: readonly SchemaError[];
    }
  | { readonly kind: 'missing'; readonly ref: string }
  /** No JSON Schema: there is no judging by it. `detail` says what is wrong with it. */
  | { readonly kind: 'broken'; readonly ref: string; readonly detail: string };

/** Applies schemas by reference; compiles each at most once in its life. */
export interface SchemaValidator {
  validate(ref: string, value: Json): SchemaVerdict;
}
