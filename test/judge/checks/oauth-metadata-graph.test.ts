import { oauthMetadataGraph } from '../../../src/judge/checks/oauth-metadata-graph.ts';
import type { Json, JsonObject } from '../../../src/model/json.ts';
import type {
  AuthorizationServer,
  Fetched,
  MetadataGraph,
} from '../../../src/model/metadata-graph.ts';
import { aRun } from '../support/evidence.ts';
import { judgeTable, type Row } from '../support/check-table.ts';

const agentUrl = 'https://agent.test/mcp';
const issuer = 'https://id.test/tenant';

const answered = (url: string, body: Json, status = 200): Fetched => ({
  kind: 'answered',
  url,
  status,
  type: 'application/json',
  body,
});
const refused = (url: string): Fetched => ({ kind: 'unanswered', url, detail: 'refused' });
const forbidden = (url: string): Fetched => ({ kind: 'blocked', url, detail: '10.0.0.0/8' });

const resource = (changed: JsonObject = {}): Fetched =>
  answered('https://agent.test/.well-known/oauth-protected-resource/mcp', {
    resource: agentUrl,
    authorization_servers: [issuer],
    ...changed,
  });

const metadata = {
  issuer,
  authorization_endpoint: 'https://id.test/authorize',
  token_endpoint: 'https://id.test/token',
  jwks_uri: 'https://id.test/jwks.json',
  response_types_supported: ['code'],
  grant_types_supported: ['authorization_code'],
};

const server = (
  changed: JsonObject = {},
  over: Partial<AuthorizationServer> = {},
): AuthorizationServer => ({
  issuer,
  document: answered(
    'https://id.test/.well-known/oauth-authorization-server/tenant',
    Object.fromEntries(
      Object.entries<Json>({ ...metadata, ...changed }).filter(([, value]) => value !== null),
    ),
  ),
  ...over,
  endpoints: {
    authorization_endpoint: answered('https://id.test/authorize', '', 302),
    token_endpoint: answered('https://id.test/token', '', 405),
    jwks_uri: answered('https://id.test/jwks.json', { keys: [] }),
    ...over.endpoints,
  },
});

const row = (name: string, graph: Partial<MetadataGraph>, code: string | null): Row => ({
  name,
  params: {},
  evidence: {
    exchange: null,
    extraction: null,
    run: aRun({
      agentUrl,
      metadataGraph: {
        resource: resource(),
        servers: [server()],
        exceeded: null,
        loopback: false,
        ...graph,
      },
    }),
  },
  status: code === null ? 'passed' : 'failed',
});

const coded = (name: string, graph: Partial<MetadataGraph>, code: string): Row => ({
  ...row(name, graph, code),
  // The rest of what is wrong stands in the same object; the code is what is stable.
  actual: code,
});

const endpoint = (field: string, fetched: Fetched) => ({
  servers: [server({}, { endpoints: { [field]: fetched } })],
});

const passing: readonly Row[] = [
  row('passes where everything is there', {}, null),
  row(
    'passes a server of tokens only',
    {
      servers: [
        server(
          {
            grant_types_supported: ['client_credentials'],
            response_types_supported: null,
            authorization_endpoint: null,
          },
          {},
        ),
      ],
    },
    null,
  ),
  row(
    'passes an implicit server without a token endpoint',
    { servers: [server({ grant_types_supported: ['implicit'], token_endpoint: null })] },
    null,
  ),
  row(
    'passes a token endpoint that knows no GET',
    endpoint('token_endpoint', answered('t', '', 404)),
    null,
  ),
  row(
    'passes http on the machine of an agent that is on it',
    {
      loopback: true,
      resource: resource({ authorization_servers: ['http://127.0.0.1:1'] }),
      servers: [server({ issuer: 'http://127.0.0.1:1' }, { issuer: 'http://127.0.0.1:1' })],
    },
    null,
  ),
];

const failing: readonly Row[] = [
  coded('names a limit', { exceeded: 'more than 64 URLs' }, 'oauth_graph_limit_exceeded'),
  coded(
    'names a blocked document before anything else',
    { resource: resource({ resource: 'x' }), servers: [server({}, { document: forbidden('u') })] },
    'oauth_fetch_blocked',
  ),
  coded('names blocked keys', endpoint('jwks_uri', forbidden('u')), 'oauth_fetch_blocked'),
  coded(
    'misses the metadata',
    { resource: answered('u', {}, 404), servers: [] },
    'oauth_protected_resource_metadata_unavailable',
  ),
  coded(
    'wants the metadata to be an object',
    { resource: answered('u', 'text'), servers: [] },
    'oauth_protected_resource_metadata_invalid',
  ),
  coded(
    'compares the resource to the letter',
    { resource: resource({ resource: 'https://agent.test/mcp/' }) },
    'oauth_resource_mismatch',
  ),
  coded(
    'wants an authorization server',
    { resource: resource({ authorization_servers: [] }), servers: [] },
    'oauth_authorization_servers_empty',
  ),
  coded(
    'wants an issuer to be an https URL',
    { servers: [server({}, { issuer: 'http://id.test' })] },
    'oauth_authorization_server_url_invalid',
  ),
  coded(
    'misses the document of a server',
    { servers: [server({}, { document: refused('u') })] },
    'oauth_authorization_server_metadata_unavailable',
  ),
  coded(
    'misses the response types of a server that authorizes',
    { servers: [server({ response_types_supported: null })] },
    'oauth_authorization_server_metadata_invalid',
  ),
  coded(
    'misses the token endpoint',
    { servers: [server({ token_endpoint: null })] },
    'oauth_authorization_server_metadata_invalid',
  ),
  coded(
    'compares the issuer to the letter',
    { servers: [server({ issuer: `${issuer}/` })] },
    'oauth_issuer_mismatch',
  ),
  coded(
    'wants a registration endpoint to be https, asking nothing of it',
    { servers: [server({ registration_endpoint: 'http://id.test/register' })] },
    'oauth_endpoint_url_invalid',
  ),
  coded(
    'misses an authorization endpoint',
    endpoint('authorization_endpoint', answered('u', '', 404)),
    'oauth_endpoint_unreachable',
  ),
  coded(
    'misses a token endpoint that breaks',
    endpoint('token_endpoint', answered('u', '', 503)),
    'oauth_endpoint_unreachable',
  ),
  coded(
    'misses advertised keys',
    endpoint('jwks_uri', answered('u', { keys: 'none' })),
    'oauth_jwks_unavailable',
  ),
];

judgeTable(oauthMetadataGraph, [
  ...passing,
  ...failing.map(({ actual, ...rest }) => ({ ...rest, actual: { code: actual ?? null } })),
  {
    name: 'fails on a step that followed nothing',
    params: {},
    evidence: { exchange: null, extraction: null, run: aRun() },
    status: 'failed',
    note: /only protected_resource_metadata/,
  },
]);
