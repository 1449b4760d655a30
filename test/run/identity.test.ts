import { expect, test } from 'vitest';
import { rpcResult, type AgentScript } from '../support/agent.ts';
import { aStoryboardWith, trial } from '../support/written-suite.ts';

const kit = `id: acme
name: Acme
brand: { house: { domain: acme.example } }
auth: { api_key: demo-acme-key-0001, basic: { username: acme, password: demo-acme-password } }
`;

const head = `prerequisites: { description: d, test_kit: test-kits/acme.yaml, controller_seeding: true }
fixtures: { products: [{ product_id: p1 }] }
`;

/** Every way to send a request, each with the same body. */
const ways: Readonly<Record<string, string>> = {
  positive: 'task: create_media_buy',
  negative: 'task: create_media_buy, expect_error: true',
  'nobody, positive': 'task: create_media_buy, auth: none',
  'nobody, negative': 'task: create_media_buy, auth: none, expect_error: true',
  'key of the kit': 'task: create_media_buy, auth: { type: api_key, from_test_kit: true }',
  'password of the kit': 'task: create_media_buy, auth: { type: basic, from_test_kit: true }',
  'made-up key': 'task: create_media_buy, auth: { type: api_key, value_strategy: random_invalid }',
  'made-up jwt':
    'task: create_media_buy, auth: { type: api_key, value_strategy: random_invalid_jwt }',
  copies: 'task: create_media_buy, parallel_dispatch: { count: 2 }',
  controller: 'task: comply_test_controller',
  'controller, negative': 'task: comply_test_controller, expect_error: true',
};

const board = (body: string) =>
  aStoryboardWith(
    `  - id: p
    title: p
    steps:
${Object.entries(ways)
  .map(
    ([way, how], index) =>
      `      - { id: step_${index}, title: "${way}", ${how}, sample_request: { way: "${way}"${body} } }\n`,
  )
  .join('')}`,
    head,
  );

const named =
  ', brand: { domain: acme.example }, account: { brand: { domain: acme.example }, operator: agency.example }';

const inputSchema = { type: 'object', properties: { brand: {}, account: {} } };

/** Declares brand and account for every tool and answers negative steps with an error. */
const agent: AgentScript = {
  on: ({ rpc }) => {
    const tools = ['get_adcp_capabilities', 'create_media_buy', 'comply_test_controller'];
    if (rpc !== 'tools/list') return undefined;
    return rpcResult({ tools: tools.map((name) => ({ name, inputSchema })) });
  },
  tool: (_name, { way = '' }) =>
    String(way).includes('negative') ? { isError: true, content: [] } : { success: true },
};

const kits = { 'test-kits/acme.yaml': kit };
const away = 'https://agent.example/mcp';
const asked = { brand: 'other.example', operator: 'operator.example', verbatim: false };

test.each([
  { name: 'that names the home brand', body: named },
  { name: 'that names nobody', body: '' },
])('one identity on the wire for every way to send a body $name', async ({ body }) => {
  const identity = { ...asked, live: false };
  const { calls, steps } = await trial(board(body), { files: kits, agent, url: away, identity });
  const seeding = calls.filter(({ args }) => args['scenario'] === 'seed_product');
  expect(calls.map(({ args }) => args['way'] ?? args['scenario']).sort()).toEqual(
    ['seed_product', 'copies', ...Object.keys(ways)].sort(),
  );
  expect(seeding).toHaveLength(1);
  for (const { tool, args } of calls) {
    expect([args['way'], args['account']]).toEqual([
      args['way'],
      { brand: { domain: 'other.example' }, operator: 'operator.example', sandbox: true },
    ]);
    if (tool === 'create_media_buy') expect(args['brand']).toEqual({ domain: 'other.example' });
    expect(JSON.stringify(args)).not.toMatch(/acme\.example|agency\.example/);
  }
  expect(Object.keys(steps)).toHaveLength(Object.keys(ways).length + 1);
});

test.each([
  { name: 'on loopback', url: 'http://127.0.0.1/mcp', live: false, sandbox: undefined },
  { name: 'away from it', url: away, live: false, sandbox: true },
  { name: 'away from it with --live', url: away, live: true, sandbox: undefined },
])('sandbox $name is the same for every step', async ({ url, live, sandbox }) => {
  const identity = { ...asked, live };
  const { calls } = await trial(board(named), { files: kits, agent, url, identity });
  for (const { tool, args } of calls) {
    const account = args['account'] as Readonly<Record<string, unknown>>;
    // Controllers are sandbox-only wherever they stand.
    const expected = tool === 'comply_test_controller' ? true : sandbox;
    expect([tool, args['way'], account['sandbox']]).toEqual([tool, args['way'], expected]);
  }
  expect(calls).toHaveLength(Object.keys(ways).length + 2);
});
