import type { JsonObject, JsonPointer } from './json.ts';

/** Who a storyboard acts for, resolved before anything is sent; every part says where it came from. */
export interface Subject {
  /** The brand domain the authored requests mean: that of the kit the storyboard names, or the one domain they share. */
  readonly home: Sourced<string> | null;
  /** The brand domain of a kit given with `--kit`; the storyboard's `$test_kit` tokens say it. Missing without one. */
  readonly kitBrand?: Sourced<string> | null;
  /** The brand domain the run acts for: `--brand`, else `kitBrand`, else `home`. */
  readonly brand: Sourced<string> | null;
  /** The one operator the authored requests name; null where they name none or several. */
  readonly homeOperator: string | null;
  readonly operator: Sourced<string> | null;
  /** What fills, seeding and controller calls carry. */
  readonly account: Sourced<JsonObject> | null;
}

/** A value and where it came from, in words: `--brand`, `test kit acme-outdoor`, `authored`. */
export interface Sourced<T> {
  readonly value: T;
  readonly origin: string;
}

/** What a task's request schema declares at its root: the suite's schema, else the tool's advertised one. */
export interface Operation {
  readonly task: string;
  /** Where the declaration was read: a schema path, `inputSchema`, or null where there is none. */
  readonly source: string | null;
  declares(field: string): boolean;
  requires(field: string): boolean;
  /** The kind of thing whose id stands at a place of the body, e.g. `product`; null where the schema does not say. */
  entityAt?(pointer: JsonPointer): string | null;
}
