import { expect, test } from 'vitest';
import type { JsonObject } from '../../../src/model/json.ts';
import { json } from '../../support/agent.ts';
import { startSite, type Served, type Site } from '../../support/site.ts';
import { aStoryboardWith, trial } from '../../support/written-suite.ts';

const storyboard = aStoryboardWith(`
  - id: p
    steps:
      - { id: fetch, task: fetch_brand_jwks }
      - { id: purpose, task: assert_jwks_purpose }
`);

/** What stands on the brand's site. */
interface Brand {
  readonly brand?: Served;
  readonly keys?: Served;
}

const signing = { kid: 'k', adcp_use: 'request-signing' };

function startBrand({ brand, keys }: Brand): Promise<Site> {
  return startSite(({ path }, origin) =>
    path === '/brand.json'
      ? (brand ?? { body: { agents: [{ jwks_uri: `${origin}/jwks` }] } })
      : (keys ?? { body: { keys: [signing] } }),
  );
}

async function runWith(brand: Brand, advertised?: (site: Site) => JsonObject) {
  const site = await startBrand(brand);
  const capabilities = advertised?.(site) ?? {
    identity: { brand_json_url: `${site.origin}/brand.json` },
  };
  const { storyboard: found, steps } = await trial(storyboard, {
    agent: { tool: () => ({ ...capabilities }) },
  });
  const codes = found.steps.map(({ validations: [first] }) =>
    first?.outcome.status === 'failed' ? first.outcome.actual : null,
  );
  return { steps, codes };
}

test('a brand that publishes a key for signing passes', async () => {
  const { steps } = await runWith({});
  expect(steps).toEqual({ fetch: 'passed', purpose: 'passed' });
});

const keySet = (...keys: readonly JsonObject[]): Brand => ({ keys: { body: { keys } } });

test.each<{ code: string; brand: Brand; at: 'fetch' | 'purpose' }>([
  { code: 'brand_json_unreachable', brand: { brand: { status: 503 } }, at: 'fetch' },
  { code: 'brand_json_malformed', brand: { brand: { body: 'no json' } }, at: 'fetch' },
  { code: 'brand_json_malformed', brand: { brand: { body: { agents: {} } } }, at: 'fetch' },
  { code: 'agents_jwks_uri_missing', brand: { brand: { body: { agents: [{}] } } }, at: 'fetch' },
  { code: 'agents_jwks_uri_missing', brand: { keys: { status: 404 } }, at: 'fetch' },
  {
    code: 'agents_jwks_uri_missing',
    brand: { brand: { body: { agents: [{ jwks_uri: 'https://169.254.169.254/' }] } } },
    at: 'fetch',
  },
  { code: 'webhook_signing_keys_unpublished', brand: keySet(), at: 'purpose' },
  {
    code: 'webhook_signing_keys_wrong_purpose',
    brand: keySet({ kid: 'g', adcp_use: 'governance-signing' }),
    at: 'purpose',
  },
  {
    code: 'webhook_signing_keys_all_revoked',
    brand: keySet({ ...signing, revoked: true }, { ...signing, status: 'revoked' }),
    at: 'purpose',
  },
])('what is wrong with the keys of a brand is called $code', async ({ code, brand, at }) => {
  const { steps, codes } = await runWith(brand);
  expect(steps[at]).toBe('failed');
  expect(codes[at === 'fetch' ? 0 : 1]).toBe(code);
});

test('a key set that could not be fetched is none', async () => {
  const { codes } = await runWith({ keys: { status: 404 } });
  expect(codes).toEqual(['agents_jwks_uri_missing', 'webhook_signing_keys_unpublished']);
});

test('an agent that names no brand.json cannot be followed', async () => {
  const { codes } = await runWith({}, () => ({ adcp: {} }));
  expect(codes[0]).toBe('brand_json_unreachable');
});

test('the older name of the purpose, and one key that is not revoked, are enough', async () => {
  const { steps } = await runWith(
    keySet({ ...signing, revoked: true }, { kid: 'w', adcp_use: 'webhook-signing' }),
  );
  expect(steps).toEqual({ fetch: 'passed', purpose: 'passed' });
});

test("the agent's own entry is found although one of the URLs ends in a slash", async () => {
  let origin = '';
  const { steps } = await trial(storyboard, {
    agent: {
      tool: () => ({ identity: { brand_json_url: `${origin}/brand.json` } }),
      on: ({ method, headers, path }) => {
        origin = `http://${headers.host ?? ''}`;
        if (method !== 'GET') return undefined;
        const other = { url: 'https://other.example', jwks_uri: `${origin}/of-the-other` };
        const own = { url: `${origin}/mcp/`, jwks_uri: `${origin}/jwks` };
        if (path === '/brand.json') return json({ agents: [other, own] });
        return json({ keys: path === '/jwks' ? [signing] : [] });
      },
    },
  });
  expect(steps).toEqual({ fetch: 'passed', purpose: 'passed' });
});
