import { onTestFinished, expect, test } from 'vitest';
import type { RunTarget } from '../../src/run/run.ts';
import { traceLines } from '../../src/report/trace.ts';
import { startAgent, type AgentScript } from '../support/agent.ts';
import { load, runSuite, targetAt, type TestRun } from '../support/run-suite.ts';
import { aStoryboardWith, byStep, writeSuite } from '../support/written-suite.ts';

const step = (id: string, task: string, extra = '') =>
  `      - { id: ${id}, title: ${id}, task: ${task}${extra === '' ? '' : `, ${extra}`} }\n`;
const phase = (steps: string) => `  - id: p\n    title: p\n    steps:\n${steps}`;

/** Lists these tools and claims these protocols. */
const anAgent = (tools: readonly string[], protocols: readonly string[] = []): AgentScript => ({
  tools: ['get_adcp_capabilities', ...tools],
  tool: (name) =>
    name === 'get_adcp_capabilities' ? { supported_protocols: protocols, adcp: {} } : { ok: true },
});

const sells = anAgent(['get_products', 'comply_test_controller', 'read'], ['media_buy']);
const governs = anAgent(['check_governance', 'read'], ['governance']);

interface Setting extends Partial<TestRun> {
  readonly defaultAgent?: string;
  /** Where the run thinks an agent is; it is spoken to on loopback all the same. */
  readonly at?: Readonly<Record<string, string>>;
}

/** Runs a storyboard against agents of these names and says who was asked what. */
async function crew(
  storyboard: string,
  scripts: Readonly<Record<string, AgentScript>>,
  { defaultAgent, at = {}, ...changed }: Setting = {},
) {
  const asked: string[] = [];
  const bodies: Record<string, unknown>[] = [];
  const agents = new Map<string, RunTarget>();
  for (const [name, script] of Object.entries(scripts)) {
    const running = await startAgent({
      ...script,
      on: (seen) => {
        if (seen.tool !== '' && seen.tool !== 'get_adcp_capabilities') {
          asked.push(`${name} ${seen.tool}`);
          bodies.push(seen.args);
        }
        return script.on?.(seen);
      },
    });
    onTestFinished(() => running.close());
    const agent = targetAt(running.url.href, 'crew');
    agents.set(name, { ...agent, url: at[name] ?? agent.url });
  }
  const [first] = agents.values();
  const target: RunTarget = {
    ...(first as RunTarget),
    agents,
    defaultAgent: defaultAgent ?? null,
  };
  const suite = load(writeSuite({ 's.yaml': storyboard }));
  const result = await runSuite({ suite, targets: [target], ...changed });
  const [found] = result.targets;
  const board = found?.storyboards[0];
  return { result, target: found, board, asked, bodies, steps: board ? byStep(board) : {} };
}

test('each step goes to its agent, and says so', async () => {
  const { steps, asked, board, target } = await crew(
    aStoryboardWith(
      phase(
        step('a', 'get_products') +
          step('b', 'check_governance') +
          step('c', 'read', 'agent: rules') +
          step('d', 'read'),
      ),
      'default_agent: sales\n',
    ),
    { sales: sells, rules: governs },
  );
  expect(steps).toEqual({ a: 'passed', b: 'passed', c: 'passed', d: 'passed' });
  expect(asked).toEqual([
    'sales get_products',
    'rules check_governance',
    'rules read',
    'sales read',
  ]);
  expect(board?.steps.map(({ agent }) => agent)).toEqual(['sales', 'rules', 'rules', 'sales']);
  expect(board?.steps.map((each) => traceLines(each)[0])[1]).toBe('agent     rules');
  // One handshake, one list and one look at the capabilities each.
  expect(target?.requests).toBe(4 + 2 * 4);
});

test('a step that goes nowhere fails, is not sent, and says why', async () => {
  const { steps, asked, board } = await crew(
    aStoryboardWith(phase(step('a', 'read') + step('b', 'read', 'agent: brand'))),
    { sales: sells, rules: governs },
  );
  expect(steps).toEqual({ a: 'failed', b: 'failed' });
  expect(asked).toEqual([]);
  expect(board?.steps).toMatchObject([
    { failure: { kind: 'not_sent', detail: expect.stringMatching(/^unrouted_step: /) as string } },
    { failure: { detail: expect.stringMatching(/^unrouted_step: .* brand/) as string } },
  ]);
});

test('a default that does not exist fails the step, although the run has one', async () => {
  const { board } = await crew(
    aStoryboardWith(phase(step('a', 'read')), 'default_agent: signals\n'),
    { sales: sells, rules: governs },
    { defaultAgent: 'sales' },
  );
  expect(board?.steps[0]).toMatchObject({
    verdict: 'failed',
    failure: { detail: expect.stringMatching(/^default_agent_unresolved: /) as string },
  });
});

test('a step is held against the tools of its own agent', async () => {
  const { steps, asked } = await crew(
    aStoryboardWith(phase(step('a', 'get_products', 'agent: rules'))),
    { sales: sells, rules: governs },
  );
  expect(steps).toEqual({ a: 'missing_tool' });
  expect(asked).toEqual([]);
});

test('a storyboard applies by the tools of all agents', async () => {
  const needs = 'required_tools: [check_governance]\n';
  const { steps } = await crew(aStoryboardWith(phase(step('a', 'get_products')), needs), {
    sales: sells,
    rules: governs,
  });
  expect(steps).toEqual({ a: 'passed' });
});

test.each<{ name: string; agents: Record<string, AgentScript>; verdict: string }>([
  { name: 'runs with two', agents: { sales: sells, rules: governs }, verdict: 'passed' },
  { name: 'is skipped with one', agents: { sales: sells }, verdict: 'requirement_unmet' },
])('a storyboard that needs several agents $name', async ({ agents, verdict }) => {
  const { steps, board } = await crew(
    aStoryboardWith(phase(step('a', 'get_products', 'agent: sales')), 'requires: [multi_agent]\n'),
    agents,
  );
  expect(board?.skip?.reason ?? steps['a']).toBe(verdict);
});

test('with one agent, names of agents mean nothing', async () => {
  const { steps, board } = await crew(
    aStoryboardWith(phase(step('a', 'read', 'agent: brand')), 'default_agent: nobody\n'),
    { sales: sells },
  );
  expect(steps).toEqual({ a: 'passed' });
  expect(board?.steps[0]).not.toHaveProperty('agent');
});

test('fixtures are seeded at the agent that sells', async () => {
  const head =
    'prerequisites: { controller_seeding: true }\nfixtures: { products: [{ product_id: p }] }\n';
  const { asked } = await crew(aStoryboardWith(phase(step('a', 'check_governance')), head), {
    rules: governs,
    sales: sells,
  });
  expect(asked).toEqual(['sales comply_test_controller', 'rules check_governance']);
});

const account = 'account: { brand: { domain: acme.example }, operator: agency.example }';

test.each([
  { name: 'the one that stands for the target', far: 'sales', sandbox: [true, undefined] },
  { name: 'another', far: 'rules', sandbox: [undefined, true] },
])('of two agents, only $name is away from loopback', async ({ far, sandbox }) => {
  const { asked, bodies } = await crew(
    aStoryboardWith(
      phase(
        step('a', 'get_products', `sample_request: { ${account} }`) +
          step('b', 'check_governance', `sample_request: { ${account} }`),
      ),
    ),
    { sales: sells, rules: governs },
    { at: { [far]: `https://${far}.example/mcp` } },
  );
  expect(asked).toEqual(['sales get_products', 'rules check_governance']);
  const accounts = bodies.map((body) => body['account'] as { readonly sandbox?: boolean });
  expect(accounts.map((each) => each.sandbox)).toEqual(sandbox);
});

test('an agent that cannot be reached leaves nothing to run', async () => {
  const { target, asked } = await crew(aStoryboardWith(phase(step('a', 'get_products'))), {
    sales: sells,
    rules: { on: () => (response) => void response.writeHead(503).end() },
  });
  expect(target).toMatchObject({
    unreachable: { reason: 'server_error' },
    storyboards: [{ steps: [], notRun: [{ stepId: 'a' }] }],
  });
  expect(asked).toEqual([]);
});

test('each storyboard is a conversation of its own', async () => {
  const running = await startAgent(sells);
  onTestFinished(() => running.close());
  const one = aStoryboardWith(phase(step('a', 'read') + step('b', 'read')));
  const suite = load(writeSuite({ 's.yaml': one, 't.yaml': one.replace('id: s', 'id: t') }));
  await runSuite({ suite, targets: [targetAt(running.url.href, 'agent', null, 'a2a')] });
  const contexts = running.seen
    .filter(({ tool }) => tool === 'read')
    .map(({ message }) => JSON.stringify(message).includes('"contextId":"c-1"'));
  expect(contexts).toEqual([false, true, false, true]);
});

test('a notice names the agent beside its target, and once where both are called alike', async () => {
  const claims: AgentScript = {
    ...governs,
    tool: () => ({ specialisms: ['signed-requests'], adcp: {} }),
  };
  const { result } = await crew(aStoryboardWith(phase(step('a', 'read'))), {
    crew: claims,
    rules: claims,
  });
  const [deprecated] = result.notices.filter(({ severity }) => severity === 'deprecation');
  expect(deprecated?.message).toMatch(/^crew, crew: rules: the agent claims/);
});
