import type { Json, JsonObject, JsonPointer } from './json.ts';

/** What a step puts on the wire. Deliberately says nothing about what should come back. */
export interface RequestSpec {
  /** The agent's tool. */
  readonly task: string;
  /** The authored body, tokens included. */
  readonly payload: JsonObject;
  /** Path of the request schema below the schema root; null where the author names none. */
  readonly schemaRef: string | null;
  readonly auth: AuthDirective;
  /** Ids of the invariants whose field this step leaves out on purpose. The only way to opt out of filling. */
  readonly without: readonly string[];
  /** Values of the context to put into the body after substitution. */
  readonly inputs: readonly ContextInput[];
  /** True where the task stands in for one that the test kit does not name; its authored body is not whole. */
  readonly standsIn?: boolean;
  /** The agent this step is routed to; null routes by the rules of the run. */
  readonly agent: string | null;
}

/** `context_inputs`: puts a captured value at a path of the request. */
export interface ContextInput {
  readonly key: string;
  readonly injectAt: JsonPointer;
}

/** Whose credentials a request carries, as authored. */
export type AuthDirective =
  | { readonly kind: 'default' }
  | { readonly kind: 'none' }
  | { readonly kind: 'test_kit'; readonly scheme: 'bearer' | 'basic'; readonly path: string }
  | { readonly kind: 'random_invalid'; readonly scheme: 'api_key' | 'jwt' | 'basic' };

/** Whose credentials a request carries, resolved. */
export type Credential =
  | { readonly kind: 'default' }
  | { readonly kind: 'none' }
  | { readonly kind: 'bearer'; readonly token: string }
  | { readonly kind: 'basic'; readonly username: string; readonly password: string };

/** One difference between the authored request and the one that was sent. `from` is missing where the author wrote nothing. */
export interface RequestChange {
  readonly pointer: JsonPointer;
  readonly from?: Json;
  readonly to: Json;
  /** Id of the invariant that made it. */
  readonly invariant: string;
  readonly reason: string;
}

/** A value an invariant looked at and left as written. */
export interface KeptValue {
  readonly pointer: JsonPointer;
  readonly value: Json;
  readonly reason: string;
}

/** A token of the authored request and where its value came from. */
export interface TokenBinding {
  readonly pointer: JsonPointer;
  readonly token: string;
  /** In words, e.g. `captured by create_buy from /media_buy_id`. */
  readonly origin: string;
}
