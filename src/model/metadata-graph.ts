import type { Json } from './json.ts';

/** What became of asking one URL of an OAuth metadata graph, without credentials. */
export type Fetched =
  | {
      readonly kind: 'answered';
      readonly url: string;
      readonly status: number;
      /** The media type, without parameters, in lower case; empty where none was given. */
      readonly type: string;
      /** The parsed body; text where it is no JSON. */
      readonly body: Json;
    }
  /** The guard on URLs that agents write forbids it. */
  | { readonly kind: 'blocked'; readonly url: string; readonly detail: string }
  | { readonly kind: 'unanswered'; readonly url: string; readonly detail: string };

/** The documents and endpoints an agent's protected-resource metadata leads to (RFC 9728, RFC 8414). */
export interface MetadataGraph {
  readonly resource: Fetched;
  /** In the order of `authorization_servers`. */
  readonly servers: readonly AuthorizationServer[];
  /** Which limit ended the walk; null where it was walked to the end. */
  readonly exceeded: string | null;
  /** True where the agent under test is on this machine, so that http may lead to it. */
  readonly loopback: boolean;
}

/** One issuer and what was found behind it. */
export interface AuthorizationServer {
  /** As listed. */
  readonly issuer: Json;
  /** Null where the issuer is no URL that could be asked. */
  readonly document: Fetched | null;
  /** By the name of the metadata field; only those that could be asked. */
  readonly endpoints: Readonly<Partial<Record<EndpointField, Fetched>>>;
}

/** The fields of authorization-server metadata that are asked. */
export type EndpointField = 'authorization_endpoint' | 'token_endpoint' | 'jwks_uri';
