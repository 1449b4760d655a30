import type { Probed } from '../dispatch/probe.ts';
import type { Json } from '../model/json.ts';
import type {
  AuthorizationServer,
  EndpointField,
  Fetched,
  MetadataGraph,
} from '../model/metadata-graph.ts';
import { isObject, listOf } from '../support/json.ts';
import { probe } from './probing.ts';
import type { StepScope } from './scope.ts';
import { authorizationServerUrl } from './tasks/oauth-auth-server-metadata.ts';

/** Limits of one walk (oauth-setup runner contract). */
const mostServers = 16;
const mostUrls = 64;
const documentBytes = 256 * 1024;

const endpointFields: readonly EndpointField[] = [
  'authorization_endpoint',
  'token_endpoint',
  'jwks_uri',
];

/** Follows protected-resource metadata to every authorization server and asks, passively, what those advertise. */
export async function walkMetadataGraph(
  resource: Probed,
  scope: StepScope,
): Promise<MetadataGraph> {
  const walk = new Walk(scope);
  const root = fetched(resource);
  const issuers = issuersIn(root);
  const servers: AuthorizationServer[] = [];
  for (const issuer of issuers.slice(0, mostServers)) servers.push(await walk.server(issuer));
  return {
    resource: root,
    servers,
    exceeded:
      issuers.length > mostServers
        ? `it names ${issuers.length} authorization servers; ${mostServers} are followed`
        : walk.exceeded,
    loopback: scope.facts.loopback,
  };
}

class Walk {
  readonly #scope: StepScope;
  /** By URL: nothing is asked twice. */
  readonly #asked = new Map<string, Fetched>();
  exceeded: string | null = null;

  constructor(scope: StepScope) {
    this.#scope = scope;
  }

  async server(issuer: Json): Promise<AuthorizationServer> {
    const url = typeof issuer === 'string' ? authorizationServerUrl(issuer) : null;
    const document = url === null ? null : await this.#ask(url);
    const body = document?.kind === 'answered' && isObject(document.body) ? document.body : {};
    const endpoints: Partial<Record<EndpointField, Fetched>> = {};
    for (const field of endpointFields) {
      const endpoint = body[field];
      if (typeof endpoint !== 'string' || !URL.canParse(endpoint)) continue;
      const answer = await this.#ask(endpoint);
      if (answer !== null) endpoints[field] = answer;
    }
    return { issuer, document, endpoints };
  }

  async #ask(url: string): Promise<Fetched | null> {
    const known = this.#asked.get(url);
    if (known) return known;
    if (this.#asked.size >= mostUrls) {
      this.exceeded = `it leads to more than ${mostUrls} URLs`;
      return null;
    }
    const request = { method: 'GET', url, trust: 'agent', maxBytes: documentBytes } as const;
    const answer = fetched(await probe(this.#scope, request));
    this.#asked.set(url, answer);
    return answer;
  }
}

function issuersIn(resource: Fetched): readonly Json[] {
  if (resource.kind !== 'answered' || !isObject(resource.body)) return [];
  const listed = resource.body['authorization_servers'];
  return listOf(listed);
}

function fetched(probed: Probed): Fetched {
  if (probed.kind !== 'answered') {
    return { kind: probed.kind, url: probed.url, detail: probed.detail };
  }
  const { status, headers, body } = probed.response;
  const type = (headers['content-type'] ?? '').split(';')[0]?.trim().toLowerCase() ?? '';
  return { kind: 'answered', url: probed.url, status: status ?? 0, type, body };
}
