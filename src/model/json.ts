/** Any JSON value. */
export type Json = null | boolean | number | string | readonly Json[] | JsonObject;

/** A JSON object; a missing key reads as undefined. */
export interface JsonObject {
  readonly [key: string]: Json;
}

/** RFC 6901, e.g. `/packages/0/budget`; the empty string is the whole document. */
export type JsonPointer = '' | `/${string}`;
