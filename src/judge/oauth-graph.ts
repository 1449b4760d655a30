import type { Json, JsonObject } from '../model/json.ts';
import type { AuthorizationServer, Fetched, MetadataGraph } from '../model/metadata-graph.ts';
import { isObject } from '../support/json.ts';
import { endpointFaults } from './oauth-endpoints.ts';

/** What is wrong with a metadata graph, by the stable codes of the oauth-setup runner contract. */
export interface GraphFault {
  readonly code: string;
  readonly url?: string;
  readonly issuer?: Json;
  readonly field?: string;
  readonly http_status?: number;
  readonly detail?: string;
}

/** In the order in which one of several faults is the one to report. */
const precedence: readonly string[] = [
  'oauth_graph_limit_exceeded',
  'oauth_fetch_blocked',
  'oauth_protected_resource_metadata_unavailable',
  'oauth_protected_resource_metadata_invalid',
  'oauth_resource_mismatch',
  'oauth_authorization_servers_empty',
  'oauth_authorization_server_url_invalid',
  'oauth_authorization_server_metadata_unavailable',
  'oauth_authorization_server_metadata_invalid',
  'oauth_issuer_mismatch',
  'oauth_endpoint_url_invalid',
  'oauth_endpoint_unreachable',
  'oauth_jwks_unavailable',
];

/** Everything wrong with a metadata graph, what counts most first. */
export function graphFaults(graph: MetadataGraph, agentUrl: string): readonly GraphFault[] {
  const { exceeded, resource, servers } = graph;
  const faults = [
    ...(exceeded === null ? [] : [{ code: 'oauth_graph_limit_exceeded', detail: exceeded }]),
    ...documentFaults(resource, 'oauth_protected_resource_metadata'),
    ...(isDocument(resource) ? resourceFaults(resource.body, agentUrl) : []),
    ...servers.flatMap((server) => serverFaults(server, graph.loopback)),
  ];
  // The sort is stable, so equals stay in the order of the lists they come from.
  return faults.toSorted((a, b) => precedence.indexOf(a.code) - precedence.indexOf(b.code));
}

/** True for an HTTP 200 with a JSON object. */
export function isDocument(
  fetched: Fetched | null,
): fetched is Fetched & { readonly kind: 'answered'; readonly body: JsonObject } {
  return fetched?.kind === 'answered' && documentFaults(fetched, '').length === 0;
}

function documentFaults(fetched: Fetched, code: string): readonly GraphFault[] {
  const { url } = fetched;
  if (fetched.kind === 'blocked') {
    return [{ code: 'oauth_fetch_blocked', url, detail: fetched.detail }];
  }
  if (fetched.kind === 'unanswered') {
    return [{ code: `${code}_unavailable`, url, detail: fetched.detail }];
  }
  const { status, type, body } = fetched;
  if (status !== 200) return [{ code: `${code}_unavailable`, url, http_status: status }];
  if (type !== 'application/json') {
    return [{ code: `${code}_invalid`, url, detail: `its media type is "${type}"` }];
  }
  return isObject(body) ? [] : [{ code: `${code}_invalid`, url, detail: 'it is no JSON object' }];
}

function resourceFaults(body: JsonObject, agentUrl: string): readonly GraphFault[] {
  const { resource, authorization_servers: servers } = body;
  const faults: GraphFault[] = [];
  if (typeof resource !== 'string') {
    faults.push({ code: 'oauth_protected_resource_metadata_invalid', field: 'resource' });
  } else if (resource !== agentUrl) {
    const detail = `it says "${resource}"; the agent is asked at "${agentUrl}"`;
    faults.push({ code: 'oauth_resource_mismatch', field: 'resource', detail });
  }
  if (!Array.isArray(servers) || servers.length === 0) {
    faults.push({ code: 'oauth_authorization_servers_empty', field: 'authorization_servers' });
  }
  return faults;
}

function serverFaults(server: AuthorizationServer, loopback: boolean): readonly GraphFault[] {
  const { issuer, document } = server;
  if (document === null || !isIssuer(issuer, loopback)) {
    return [
      { code: 'oauth_authorization_server_url_invalid', issuer },
      ...(document?.kind === 'blocked'
        ? documentFaults(document, 'oauth_authorization_server_metadata')
        : []),
    ];
  }
  if (!isDocument(document)) {
    return documentFaults(document, 'oauth_authorization_server_metadata').map((fault) => ({
      ...fault,
      issuer,
    }));
  }
  return [
    ...issuerFaults(document.body['issuer'], issuer, document.url),
    ...endpointFaults(document.body, server, loopback),
  ];
}

function issuerFaults(stated: Json | undefined, issuer: Json, url: string): readonly GraphFault[] {
  if (typeof stated !== 'string') {
    const code = 'oauth_authorization_server_metadata_invalid';
    return [{ code, url, issuer, field: 'issuer' }];
  }
  if (stated === issuer) return [];
  const detail = `the document says "${stated}"`;
  return [{ code: 'oauth_issuer_mismatch', url, issuer, field: 'issuer', detail }];
}

function isIssuer(issuer: Json, loopback: boolean): boolean {
  if (typeof issuer !== 'string' || !URL.canParse(issuer)) return false;
  const { protocol, username, password } = new URL(issuer);
  const isSecure = protocol === 'https:' || (loopback && protocol === 'http:');
  return isSecure && username === '' && password === '' && !/[?#]/.test(issuer);
}
