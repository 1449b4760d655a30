import type { Json, JsonObject } from '../model/json.ts';
import type { AuthorizationServer, EndpointField, Fetched } from '../model/metadata-graph.ts';
import { isObject } from '../support/json.ts';
import type { GraphFault } from './oauth-graph.ts';

/** What is wrong with the fields of an authorization server's metadata and the endpoints they name (RFC 8414, 2). */
export function endpointFaults(
  body: JsonObject,
  { issuer, endpoints }: AuthorizationServer,
  loopback: boolean,
): readonly GraphFault[] {
  const wanted = requiredFields(body);
  const missing = wanted.flatMap((field) => {
    const code = 'oauth_authorization_server_metadata_invalid';
    return body[field] === undefined ? [{ code, issuer, field }] : [];
  });
  const applicable = [...urlFields].filter((field) => body[field] !== undefined);
  return [
    ...missing,
    ...responseTypeFaults(body, wanted).map((fault) => ({ ...fault, issuer })),
    ...applicable.flatMap((field) => {
      const endpoint = body[field] ?? null;
      if (!isEndpoint(endpoint, loopback)) {
        return [{ code: 'oauth_endpoint_url_invalid', issuer, field }];
      }
      const fetched = endpoints[field as EndpointField];
      return fetched ? reachFaults(field, fetched).map((fault) => ({ ...fault, issuer })) : [];
    }),
  ];
}

const urlFields = [
  'authorization_endpoint',
  'token_endpoint',
  'jwks_uri',
  'registration_endpoint',
] as const;

/** The fields that the grants a server offers make it need; without a list they are RFC 8414's default. */
function requiredFields(body: JsonObject): readonly string[] {
  const grants = textsIn(body['grant_types_supported']) ?? ['authorization_code', 'implicit'];
  const types = textsIn(body['response_types_supported']) ?? [];
  const words = types.flatMap((type) => type.split(' '));
  const authorizes =
    grants.includes('authorization_code') ||
    grants.includes('implicit') ||
    words.some((word) => word === 'code' || word === 'token');
  const onlyImplicit = grants.length > 0 && grants.every((grant) => grant === 'implicit');
  return [
    ...(authorizes ? ['authorization_endpoint', 'response_types_supported'] : []),
    ...(onlyImplicit ? [] : ['token_endpoint']),
  ];
}

function responseTypeFaults(body: JsonObject, wanted: readonly string[]): readonly GraphFault[] {
  const field = 'response_types_supported';
  const listed = body[field];
  if (listed === undefined) return [];
  const isFine = (textsIn(listed)?.length ?? 0) > 0 && wanted.includes(field);
  const detail = wanted.includes(field)
    ? 'it must list at least one type'
    : 'a server with nothing but a token endpoint leaves it out';
  const code = 'oauth_authorization_server_metadata_invalid';
  return isFine ? [] : [{ code, field, detail }];
}

function isEndpoint(url: Json, loopback: boolean): boolean {
  if (typeof url !== 'string' || !URL.canParse(url)) return false;
  const { protocol, username, password } = new URL(url);
  const isSecure = protocol === 'https:' || (loopback && protocol === 'http:');
  return isSecure && username === '' && password === '' && !url.includes('#');
}

function reachFaults(field: string, fetched: Fetched): readonly GraphFault[] {
  const { url } = fetched;
  const isKeys = field === 'jwks_uri';
  const code = isKeys ? 'oauth_jwks_unavailable' : 'oauth_endpoint_unreachable';
  if (fetched.kind === 'blocked') {
    return [{ code: 'oauth_fetch_blocked', url, field, detail: fetched.detail }];
  }
  if (fetched.kind === 'unanswered') return [{ code, url, field, detail: fetched.detail }];
  const { status } = fetched;
  const isFine = isKeys ? isKeySet(fetched) : isReachable(field, status);
  return isFine ? [] : [{ code, url, field, http_status: status }];
}

function isKeySet({ status, type, body }: Fetched & { readonly kind: 'answered' }): boolean {
  const isJson = type === 'application/json' || type.endsWith('+json');
  return status === 200 && isJson && isObject(body) && Array.isArray(body['keys']);
}

/** A request without parameters is refused by what is there; a token endpoint may even not know the method. */
function isReachable(field: string, status: number): boolean {
  if (status >= 500 || status === 410) return false;
  if (field === 'token_endpoint') return true;
  return status < 400 || [400, 401, 403, 405, 429].includes(status);
}

function textsIn(value: Json | undefined): readonly string[] | null {
  return Array.isArray(value) ? value.filter((item) => typeof item === 'string') : null;
}
