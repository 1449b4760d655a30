import { expect, test } from 'vitest';
import { protectedResourceUrl } from '../../../src/run/tasks/protected-resource-metadata.ts';
import { authorizationServerUrl } from '../../../src/run/tasks/oauth-auth-server-metadata.ts';
import { startSite, type Asked, type Served, type Site } from '../../support/site.ts';
import { load, runSuite, targetAt } from '../../support/run-suite.ts';
import { aStoryboardWith, byStep, writeSuite } from '../../support/written-suite.ts';

test.each([
  ['https://a.test', 'https://a.test/.well-known/oauth-protected-resource'],
  ['https://a.test/', 'https://a.test/.well-known/oauth-protected-resource'],
  ['https://a.test/mcp', 'https://a.test/.well-known/oauth-protected-resource/mcp'],
  ['https://a.test/x/mcp/?t=1', 'https://a.test/.well-known/oauth-protected-resource/x/mcp/?t=1'],
])('the metadata of the resource %s is at %s', (resource, url) => {
  expect(protectedResourceUrl(resource)).toBe(url);
});

test.each([
  ['https://id.test', 'https://id.test/.well-known/oauth-authorization-server'],
  ['https://id.test/', 'https://id.test/.well-known/oauth-authorization-server'],
  ['https://id.test/tenant', 'https://id.test/.well-known/oauth-authorization-server/tenant'],
  ['https://id.test/tenant/', 'https://id.test/.well-known/oauth-authorization-server/tenant'],
  ['no url', null],
  ['data:text/plain,x', null],
])('the metadata of the issuer %s is at %s', (issuer, url) => {
  expect(authorizationServerUrl(issuer)).toBe(url);
});

const storyboard = aStoryboardWith(`
  - id: keys
    optional: true
    branch_set: { id: auth, semantics: any_of }
    steps:
      - { id: key, task: read, contributes: true }
  - id: oauth
    optional: true
    branch_set: { id: auth, semantics: any_of }
    steps:
      - id: resource
        task: protected_resource_metadata
        validations:
          - { check: http_status, value: 200 }
          - { check: field_present, path: authorization_servers }
          - { check: resource_equals_agent_url }
      - id: server
        task: oauth_auth_server_metadata
        validations:
          - { check: http_status, value: 200 }
          - { check: field_present, path: token_endpoint }
      - { id: token, task: read, contributes: true, contributes_if: prior_step.resource.passed }
  - id: either
    steps:
      - id: assert
        task: assert_contribution
        validations: [{ check: any_of, allowed_values: [auth] }]
`);

type Answer = (asked: Asked, origin: string) => Served | undefined;

/** An MCP agent and whatever else is on its host. */
const agentBeside =
  (more: Answer): Answer =>
  (asked, origin) => {
    if (asked.path !== '/mcp') return more(asked, origin);
    if (asked.method !== 'POST') return { status: 405 };
    const { id, method } = JSON.parse(asked.body) as { id?: number; method: string };
    const results: Record<string, unknown> = {
      initialize: { protocolVersion: '2025-06-18', capabilities: {}, serverInfo: {} },
      'tools/list': { tools: [{ name: 'read', inputSchema: { type: 'object' } }] },
      'tools/call': { content: [], structuredContent: {} },
    };
    return id === undefined
      ? { status: 202 }
      : { body: { jsonrpc: '2.0', id, result: results[method] } };
  };

async function runAt(site: Site, text: string) {
  const suite = load(writeSuite({ 's.yaml': text }));
  const result = await runSuite({ suite, targets: [targetAt(`${site.origin}/mcp`, 'agent')] });
  const [found] = result.targets[0]?.storyboards ?? [];
  if (found === undefined) throw new Error('the storyboard did not run');
  return { found, steps: byStep(found), requests: result.targets[0]?.requests };
}

const wellKnown = '/.well-known/oauth-protected-resource/mcp';

const honest: Answer = ({ path }, origin) => {
  if (path === wellKnown) {
    return { body: { resource: `${origin}/mcp`, authorization_servers: [`${origin}/id`] } };
  }
  return path === '/.well-known/oauth-authorization-server/id'
    ? { body: { issuer: `${origin}/id`, token_endpoint: `${origin}/token` } }
    : undefined;
};

test('an agent with sound metadata passes, and every probe is counted', async () => {
  const site = await startSite(agentBeside(honest));
  const { found, steps, requests } = await runAt(site, storyboard);
  expect(steps).toEqual({
    key: 'passed',
    resource: 'passed',
    server: 'passed',
    token: 'passed',
    assert: 'passed',
  });
  expect(found.verdict).toBe('passed');
  expect(requests).toBe(site.asked.filter(({ method }) => method !== 'DELETE').length);
  const [probe] = site.asked.filter(({ path }) => path === wellKnown);
  expect(probe?.headers.authorization).toBeUndefined();
});

test('an agent that advertises no OAuth is not judged by the phase', async () => {
  const site = await startSite(agentBeside(() => undefined));
  const { found, steps } = await runAt(site, storyboard);
  expect(steps).toEqual({
    key: 'passed',
    resource: 'not_applicable',
    server: 'not_applicable',
    token: 'not_applicable',
    assert: 'passed',
  });
  expect(found.verdict).toBe('passed');
});

test('an agent that advertises no OAuth has to be let in by a key', async () => {
  const site = await startSite(agentBeside(() => undefined));
  const keyless = storyboard.replace(
    'optional: true',
    'optional: true\n    skip_if: "!test_kit.key"',
  );
  const { found, steps } = await runAt(site, keyless);
  expect(steps).toMatchObject({
    key: 'not_applicable',
    token: 'not_applicable',
    assert: 'failed',
  });
  expect(found.verdict).toBe('failed');
  const [, resource] = found.steps;
  expect(resource).toMatchObject({ answers: { exchange: { response: { status: 404 } } } });
});

test.each<{ fault: string; more: Answer; caught: Record<string, string> }>([
  {
    fault: 'names another resource',
    more: (asked, origin) =>
      asked.path === wellKnown
        ? { body: { resource: origin, authorization_servers: [`${origin}/id`] } }
        : honest(asked, origin),
    caught: { resource: 'failed', server: 'passed', token: 'passed' },
  },
  {
    fault: 'names a server that has no metadata',
    more: (asked, origin) => (asked.path === wellKnown ? honest(asked, origin) : undefined),
    caught: { resource: 'passed', server: 'failed' },
  },
  {
    fault: 'sends clients into a private network',
    more: (asked, origin) =>
      asked.path === wellKnown
        ? { body: { resource: `${origin}/mcp`, authorization_servers: ['https://10.0.0.1/'] } }
        : undefined,
    caught: { resource: 'passed', server: 'failed' },
  },
  {
    fault: 'names an issuer that is no URL',
    more: (asked, origin) =>
      asked.path === wellKnown
        ? { body: { resource: `${origin}/mcp`, authorization_servers: ['id'] } }
        : undefined,
    caught: { resource: 'passed', server: 'failed' },
  },
  {
    fault: 'names no server',
    more: (asked, origin) =>
      asked.path === wellKnown ? { body: { resource: `${origin}/mcp` } } : undefined,
    caught: { resource: 'failed', server: 'prerequisite_failed' },
  },
])('an agent that $fault fails, whatever its key is worth', async ({ more, caught }) => {
  const site = await startSite(agentBeside(more));
  const { found, steps } = await runAt(site, storyboard);
  expect(steps).toMatchObject({ key: 'passed', ...caught });
  expect(found.verdict).toBe('failed');
});

test('metadata that breaks without being served costs nothing beside a key', async () => {
  const site = await startSite(agentBeside(() => ({ status: 500 })));
  const { found, steps } = await runAt(site, storyboard);
  expect(steps['resource']).not.toBe('passed');
  expect(found.verdict).toBe('passed');
});

const graph = aStoryboardWith(`
  - id: p
    steps:
      - id: resource
        task: protected_resource_metadata
        validations: [{ check: oauth_metadata_graph }]
`);

const connected: Answer = (asked, origin) => {
  if (asked.path === '/.well-known/oauth-authorization-server/id') {
    const body = {
      issuer: `${origin}/id`,
      token_endpoint: `${origin}/token`,
      jwks_uri: `${origin}/jwks`,
      grant_types_supported: ['client_credentials'],
    };
    return { body };
  }
  if (asked.path === '/token') return { status: 405 };
  return asked.path === '/jwks' ? { body: { keys: [] } } : honest(asked, origin);
};

test('the whole metadata graph of an agent is followed, each URL once', async () => {
  const site = await startSite(agentBeside(connected));
  const { steps } = await runAt(site, graph);
  expect(steps).toEqual({ resource: 'passed' });
  const paths = site.asked.map(({ path }) => path).filter((path) => path !== '/mcp');
  expect(paths).toEqual([
    wellKnown,
    '/.well-known/oauth-authorization-server/id',
    '/token',
    '/jwks',
  ]);
});

test.each<{ code: string; more: Answer }>([
  {
    code: 'oauth_jwks_unavailable',
    more: (asked, origin) => (asked.path === '/jwks' ? undefined : connected(asked, origin)),
  },
  {
    code: 'oauth_protected_resource_metadata_unavailable',
    more: () => undefined,
  },
  {
    code: 'oauth_fetch_blocked',
    more: (_asked, origin) => ({
      body: { resource: `${origin}/mcp`, authorization_servers: ['https://169.254.169.254/'] },
    }),
  },
  {
    code: 'oauth_graph_limit_exceeded',
    more: (_asked, origin) => ({
      body: {
        resource: `${origin}/mcp`,
        authorization_servers: Array.from({ length: 17 }, (_, at) => `${origin}/${at}`),
      },
    }),
  },
])('a graph is caught with $code', async ({ code, more }) => {
  const site = await startSite(agentBeside(more));
  const { found } = await runAt(site, graph);
  const outcome = found.steps[0]?.validations[0]?.outcome;
  expect(outcome).toMatchObject({ status: 'failed', actual: { code } });
});
