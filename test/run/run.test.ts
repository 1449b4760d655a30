import { expect, onTestFinished, test } from 'vitest';
import { decide } from '../../src/gate/decide.ts';
import { judgeGate } from '../../src/gate/gate.ts';
import type { RunEvent } from '../../src/model/event.ts';
import type { RunResult } from '../../src/model/result.ts';
import type { StepResult } from '../../src/model/step-result.ts';
import { startAgent } from '../support/agent.ts';
import { load, runSuite, stepsOf, targetAt } from '../support/run-suite.ts';
import { aStoryboardWith, trial, writeSuite } from '../support/written-suite.ts';

const steps = (...ids: readonly string[]) =>
  `  - id: p\n    title: p\n    steps:\n${ids.map((id) => `      - { id: ${id}, title: ${id}, task: read, sample_request: {} }\n`).join('')}`;

const planned = (result: RunResult) => {
  const { steps: counts, stepsNotRun } = result.summary;
  return counts.passed + counts.failed + counts.errored + counts.skipped + stepsNotRun;
};

test('counts reconcile with the steps of the suite, whatever became of them', async () => {
  const board = aStoryboardWith(
    `${steps('a', 'b')}  - { id: q, title: q, steps: [{ id: c, title: c, task: no_such_tool }] }\n`,
  );
  const { result } = await trial(board);
  expect([planned(result), stepsOf(result).length]).toEqual([3, 3]);
});

test('a storyboard that does not apply costs no request, and each of its steps says why', async () => {
  const agent = await startAgent({ tools: ['other'] });
  const root = writeSuite({
    's.yaml': aStoryboardWith(steps('a', 'b'), 'required_tools: [read, write]\n'),
  });
  const events: RunEvent[] = [];
  const result = await runSuite({
    suite: load(root),
    targets: [targetAt(agent.url.href, 'x')],
    emit: (event) => events.push(event),
  });
  await agent.close();
  expect(agent.log.filter((entry) => entry.startsWith('tools/call'))).toEqual([]);
  expect(stepsOf(result).map((step) => (step as StepResult & { skip: unknown }).skip)).toEqual(
    Array(2).fill({
      reason: 'missing_tool',
      detail: expect.stringContaining('read or write') as string,
    }),
  );
  expect(events.filter(({ type }) => type === 'step:judged')).toEqual([]);
});

test('a step without its tool says which one, of a controller for what, and what there is instead', async () => {
  const board = `  - { id: p, title: p, steps: [{ id: force, title: f, task: comply_test_controller, sample_request: { scenario: force_x } }, { id: a, title: a, task: read, sample_request: {} }] }\n`;
  const tools = ['b', 'c', 'd', 'e', 'f'];
  const { storyboard } = await trial(aStoryboardWith(board), { agent: { tools } });
  expect(storyboard.steps).toMatchObject([
    {
      skip: {
        reason: 'missing_test_controller',
        detail: 'needs comply_test_controller for force_x; the agent lists b, c, d, e, f',
      },
    },
    {
      skip: { reason: 'missing_tool', detail: 'needs read; the agent lists b, c, d, e, f' },
    },
  ]);
});

test('two storyboards need one handshake and one discovery', async () => {
  const agent = await startAgent({ tools: ['read', 'get_adcp_capabilities'], tool: () => ({}) });
  const root = writeSuite({
    'a.yaml': aStoryboardWith(steps('a')),
    'b.yaml': aStoryboardWith(steps('b')).replace('id: s', 'id: t'),
  });
  const result = await runSuite({ suite: load(root), targets: [targetAt(agent.url.href, 'x')] });
  await agent.close();
  expect(agent.log.filter((entry) => !entry.startsWith('tools/call read'))).toEqual([
    'initialize',
    'notifications/initialized',
    'tools/list',
    'tools/call get_adcp_capabilities',
  ]);
  expect(result.targets[0]?.requests).toBe(agent.seen.length);
});

const broken = {
  tool: (_name: string, args: Record<string, unknown>) =>
    args['fail'] === true ? { success: false } : {},
};
const failingSecond = `  - id: p\n    title: p\n    steps:\n      - { id: a, title: a, task: read, sample_request: {} }\n      - { id: b, title: b, task: read, sample_request: { fail: true } }\n      - { id: c, title: c, task: read, sample_request: {} }\n`;

test('bail stops after the first failure, says so, and counts what was not run', async () => {
  const files = { 'z-later.yaml': aStoryboardWith(steps('d')).replace('id: s', 'id: zzz') };
  const { result, steps: verdicts } = await trial(
    aStoryboardWith(failingSecond).replace('id: s', 'id: aaa'),
    { agent: broken, bail: true, files },
  );
  expect(stepsOf(result).length).toBeLessThanOrEqual(2);
  expect(result.partial).toEqual([{ kind: 'truncated', by: 'bail' }]);
  expect(planned(result)).toBe(4);
  expect(Object.values(verdicts)).not.toContain('skipped');
});

test('of storyboards never begun, those that do not apply are skipped, the others not run', async () => {
  const named = (id: string, head = '') =>
    aStoryboardWith(steps('d'), head).replace('id: s', `id: ${id}`);
  const { result } = await trial(named('aaa').replace('{}', '{ fail: true }'), {
    agent: broken,
    bail: true,
    files: { 'y.yaml': named('yyy'), 'z.yaml': named('zzz', 'required_tools: [none]\n') },
  });
  const verdicts = result.targets[0]?.storyboards.map(({ storyboardId, verdict }) => [
    storyboardId,
    verdict,
  ]);
  expect(verdicts).toEqual([
    ['aaa', 'failed'],
    ['yyy', 'not_run'],
    ['zzz', 'skipped'],
  ]);
  expect(result.summary).toMatchObject({
    storyboards: { failed: 1, skipped: 1 },
    storyboardsNotRun: 1,
    steps: { failed: 1, skipped: 1 },
    stepsNotRun: 1,
  });
});

test.each([
  { name: 'runs to its end', agent: {}, bail: true, begun: ['aaa', 'zzz'] },
  { name: 'bails', agent: broken, bail: true, begun: ['aaa'] },
  { name: 'spends its budget', agent: {}, bail: false, begun: ['aaa'] },
])('a run that $name begins $begun', async ({ name, agent, bail, begun }) => {
  const end = new AbortController();
  const named = (id: string) => aStoryboardWith(steps('d')).replace('id: s', `id: ${id}`);
  const started: string[] = [];
  await trial(named('aaa').replace('{}', '{ fail: true }'), {
    agent,
    bail,
    files: { 'z.yaml': named('zzz') },
    signal: end.signal,
    emit(event) {
      if (event.type === 'storyboard:started') started.push(event.plan.storyboard.id);
      if (event.type === 'step:judged' && name === 'spends its budget') end.abort('budget');
    },
  });
  expect(started).toEqual(begun);
});

test('bail at one target leaves the others unasked, their steps not run', async () => {
  const agents = await Promise.all([startAgent({ tools: ['read'], ...broken }), startAgent()]);
  onTestFinished(async () => {
    for (const agent of agents) await agent.close();
  });
  const result = await runSuite({
    suite: load(writeSuite({ 's.yaml': aStoryboardWith(failingSecond) })),
    targets: agents.map(({ url }, index) => targetAt(url.href, `t${index}`)),
    bail: true,
  });
  expect(result.targets).toMatchObject([
    { storyboards: [{ steps: [{ verdict: 'passed' }, { verdict: 'failed' }] }] },
    { agent: null, unreachable: null, storyboards: [{ steps: [], notRun: [{}, {}, {}] }] },
  ]);
  expect([planned(result), agents[1].seen.length]).toEqual([6, 0]);
});

test.each([
  { status: 'stable', verdicts: { passed: 1, failed: 1 }, previews: { passed: 0, failed: 0 } },
  { status: 'preview', verdicts: { passed: 0, failed: 0 }, previews: { passed: 2, failed: 1 } },
])(
  'the failure of a $status storyboard: in which counts, and whether it stops a run with --bail',
  async ({ status, verdicts, previews }) => {
    const { result } = await trial(aStoryboardWith(failingSecond, `status: ${status}\n`), {
      agent: broken,
      bail: true,
    });
    expect(result.targets[0]?.storyboards).toMatchObject([{ status, verdict: 'failed' }]);
    expect(result.summary.steps).toMatchObject(verdicts);
    expect(result.summary.previews.steps).toMatchObject(previews);
    expect(result.partial).toHaveLength(status === 'stable' ? 1 : 0);
  },
);

test('a preview that passes is no clean storyboard', async () => {
  const { result } = await trial(aStoryboardWith(steps('a'), 'status: preview\n'));
  expect(result.summary.storyboards.passed).toBe(0);
  expect(result.summary.previews.storyboards.passed).toBe(1);
});

test('without bail the run goes on', async () => {
  const { steps: verdicts, result } = await trial(aStoryboardWith(failingSecond), {
    agent: broken,
  });
  expect(verdicts).toEqual({ a: 'passed', b: 'failed', c: 'passed' });
  expect(result.partial).toEqual([]);
});

test.each([
  { reason: 'budget', by: 'budget' },
  { reason: 'SIGINT', by: 'SIGINT' },
  { reason: 'SIGHUP', by: 'SIGHUP' },
] as const)(
  'a run cut short by $reason keeps what it has and counts the rest as not run',
  async ({ reason, by }) => {
    const end = new AbortController();
    const agent = {
      tool: (_name: string, args: Record<string, unknown>) => {
        if (args['last'] === true) end.abort(reason);
        return {};
      },
    };
    const board = `  - id: p\n    title: p\n    steps:\n      - { id: a, title: a, task: read, sample_request: {} }\n      - { id: b, title: b, task: read, sample_request: { last: true } }\n      - { id: c, title: c, task: read, sample_request: {} }\n`;
    const { result, steps: verdicts } = await trial(aStoryboardWith(board), {
      agent,
      signal: end.signal,
    });
    expect(verdicts).toMatchObject({ a: 'passed' });
    expect(result.partial).toEqual([{ kind: 'truncated', by }]);
    expect(planned(result)).toBe(3);
    expect(result.summary.stepsNotRun).toBeGreaterThan(0);
    expect(result.summary.steps.errored).toBe(0);
    expect(result.targets[0]?.storyboards).toMatchObject([{ verdict: 'not_run' }]);
    expect(result.summary).toMatchObject({ storyboards: { passed: 0 }, storyboardsNotRun: 1 });
  },
);

test('an agent that is down makes an unreachable target, not an exception', async () => {
  const agent = await startAgent();
  await agent.close();
  const root = writeSuite({ 's.yaml': aStoryboardWith(steps('a')) });
  const result = await runSuite({ suite: load(root), targets: [targetAt(agent.url.href, 'x')] });
  expect(result.targets[0]).toMatchObject({
    unreachable: { reason: 'refused' },
    storyboards: [{ storyboardId: 's', steps: [], notRun: [{ stepId: 'a' }] }],
  });
  expect(result.summary).toMatchObject({ storyboardsNotRun: 1, stepsNotRun: 1 });
});

test('a run that ends before it meets an agent counts its steps as not run', async () => {
  const agent = await startAgent({ tools: ['read'] });
  onTestFinished(() => agent.close());
  const root = writeSuite({ 's.yaml': aStoryboardWith(steps('a')) });
  const targets = ['x', 'y'].map((name) => targetAt(agent.url.href, name));
  const signal = AbortSignal.abort('budget');
  const result = await runSuite({ suite: load(root), targets, signal });
  expect(planned(result)).toBe(2);
  expect(result.summary.stepsNotRun).toBe(2);
  expect(result.targets.map(({ unreachable }) => unreachable)).toEqual([null, null]);
  expect(decide(result, judgeGate(result, { floors: null, explicit: false, base: null }))).toEqual({
    exitCode: 1,
    reason: 'the budget ran out: 2 steps not run',
  });
});

test('a run that ends while it meets an agent leaves later ones unasked, in their order', async () => {
  const end = new AbortController();
  const agents = await Promise.all([
    startAgent({ tools: ['read'] }),
    startAgent({ tools: ['read', 'get_adcp_capabilities'], tool: () => (end.abort('budget'), {}) }),
    startAgent(),
  ]);
  onTestFinished(async () => {
    for (const agent of agents) await agent.close();
  });
  const result = await runSuite({
    suite: load(writeSuite({ 's.yaml': aStoryboardWith(steps('a')) })),
    targets: agents.map(({ url }, index) => targetAt(url.href, `t${index}`)),
    signal: end.signal,
  });
  expect(result.targets).toMatchObject([
    { target: { name: 't0' }, unreachable: null, storyboards: [{ verdict: 'passed' }] },
    { target: { name: 't1' }, unreachable: null, storyboards: [{ verdict: 'not_run' }] },
    { target: { name: 't2' }, unreachable: null, storyboards: [{ verdict: 'not_run' }] },
  ]);
  expect(agents[2].seen).toHaveLength(0);
});

const seeded = `prerequisites: { description: d, controller_seeding: true }
fixtures:
  products: [{ product_id: p1, channels: [display] }]
`;
const buying = `  - id: p
    title: p
    steps:
      - id: buy
        title: buy
        task: create_media_buy
        sample_request: { account: { brand: { domain: acme.example }, operator: agency.example }, brand: { domain: acme.example } }
`;

test.each([{ brand: null }, { brand: 'other.example' }])(
  'fixtures are seeded in the account the steps use (--brand $brand)',
  async ({ brand }) => {
    const identity = { brand, operator: null, verbatim: false, live: false };
    const { calls, steps: verdicts } = await trial(aStoryboardWith(buying, seeded), { identity });
    expect(verdicts).toEqual({ 'seed_product.p1': 'passed', buy: 'passed' });
    const [seed, buy] = calls;
    expect(seed?.args).toMatchObject({
      scenario: 'seed_product',
      params: { product_id: 'p1', fixture: { channels: ['display'] } },
    });
    expect(seed?.args['account']).toEqual({ ...(buy?.args['account'] as object), sandbox: true });
    expect(JSON.stringify(seed?.args)).toContain(brand ?? 'acme.example');
  },
);

test.each([
  {
    name: 'cannot be seeded, the storyboard does not apply',
    error: 'UNKNOWN_SCENARIO',
    verdicts: { 'seed_product.p1': 'missing_test_controller', buy: 'not_applicable' },
  },
  {
    name: 'is refused, the storyboard fails there',
    error: 'INVALID_PARAMS',
    verdicts: { 'seed_product.p1': 'failed', buy: 'prerequisite_failed' },
  },
])('where a fixture $name', async ({ error, verdicts }) => {
  const agent = {
    tool: (name: string) => (name === 'comply_test_controller' ? { success: false, error } : {}),
  };
  const { steps: found, calls } = await trial(aStoryboardWith(buying, seeded), { agent });
  expect(found).toEqual(verdicts);
  expect(calls).toHaveLength(1);
});

test('the answer that a scenario is unknown stays with the skipped step, and must not leak', async () => {
  const secret = 'tok_0123456789abcdef';
  const board = `  - { id: p, title: p, steps: [{ id: force, title: f, task: comply_test_controller, sample_request: { scenario: force_x } }] }\n${steps('a').replace('id: p', 'id: q')}`;
  const tool = (name: string) =>
    name === 'comply_test_controller'
      ? { success: false, error: 'UNKNOWN_SCENARIO', note: secret }
      : {};
  const { storyboard } = await trial(aStoryboardWith(board), {
    agent: { tool },
    secrets: [secret],
  });
  expect(storyboard.steps).toMatchObject([
    { verdict: 'skipped', answers: { exchange: { kind: 'answered' } } },
    { verdict: 'passed' },
  ]);
  expect(storyboard.assertions).toContainEqual(
    expect.objectContaining({ assertion: 'context.no_secret_echo', stepId: 'force' }),
  );
  expect(storyboard.verdict).toBe('failed');
});

test('an agent that hands out its accounts is not asked to sync them', async () => {
  const board =
    '  - { id: p, title: p, steps: [{ id: a, title: a, task: sync_accounts, sample_request: {} }] }\n';
  const agent = {
    tools: ['sync_accounts', 'get_adcp_capabilities'],
    tool: () => ({ account: { require_operator_auth: true } }),
  };
  expect((await trial(aStoryboardWith(board), { agent })).steps).toEqual({ a: 'not_applicable' });
});

test.each([
  { expression: '!test_kit.auth.api_key', verdict: 'not_applicable' },
  { expression: 'context.region == "EU"', verdict: 'not_applicable' },
  { expression: 'context.region != "EU"', verdict: 'passed' },
  { expression: 'context.none == true || context.region == "EU"', verdict: 'not_applicable' },
])('skip_if: $expression', async ({ expression, verdict }) => {
  const board = `  - { id: p, title: p, skip_if: '${expression}', steps: [{ id: a, title: a, task: read, sample_request: {} }] }\n`;
  expect((await trial(aStoryboardWith(board, 'context: { region: EU }\n'))).steps).toEqual({
    a: verdict,
  });
});

test('a date that moves in a request moves in what is expected of its echo, too', async () => {
  const board = `  - id: p
    title: p
    steps:
      - id: a
        title: a
        task: read
        sample_request: { day: "2026-07-01" }
        validations: [{ check: field_value, path: day, value: "2026-07-01", description: echoed }]
`;
  const { calls, steps: found } = await trial(aStoryboardWith(board), {
    files: { 'suite.yaml': 'name: test\nversion: "1"\npublished: 2026-05-03\n' },
    now: new Date('2026-11-20T00:00:00Z'),
    agent: { tool: (_name, args) => args },
  });
  expect(calls[0]?.args['day']).toBe('2027-07-01');
  expect(found).toEqual({ a: 'passed' });
});

test('with --select capabilities, what the agent does not claim is no skip and in no count', async () => {
  const agent = await startAgent({
    tools: ['read', 'get_adcp_capabilities'],
    tool: (name) => (name === 'read' ? {} : { supported_protocols: ['signals', 'tele_pathy'] }),
  });
  const board = (id: string) => aStoryboardWith(steps('a')).replace('id: s', `id: ${id}`);
  const suite = load(
    writeSuite({
      'universal/u.yaml': board('u'),
      'protocols/signals/index.yaml': board('sig'),
      'protocols/media-buy/index.yaml': board('buy'),
    }),
  );
  const result = await runSuite({
    suite,
    targets: [targetAt(agent.url.href, 'x')],
    select: 'capabilities',
  });
  await agent.close();
  expect(result.targets[0]?.storyboards.map(({ storyboardId }) => storyboardId)).toEqual([
    'u',
    'sig',
  ]);
  expect(result.targets[0]?.notSelected).toMatchObject([
    { storyboardId: 'buy', reason: 'profile_excluded', steps: 1 },
  ]);
  expect(planned(result)).toBe(2);
  expect(result.notices).toMatchObject([
    {
      severity: 'info',
      code: 'unmatched_claim',
      message: expect.stringMatching(/^x: .*protocols\/tele-pathy/) as string,
    },
  ]);
});

test('a storyboard newer than the agent is not selected; one that requires it runs', async () => {
  const board = (id: string, head = '') =>
    aStoryboardWith(steps('a'), head).replace('id: s', `id: ${id}`);
  const { result } = await trial(board('parent', 'requires_scenarios: [newer]\n'), {
    files: { 'newer.yaml': board('newer', 'introduced_in: "3.2"\n') },
    agent: {
      tools: ['read', 'get_adcp_capabilities'],
      tool: (name) => (name === 'read' ? {} : { adcp: { supported_versions: ['3.1'] } }),
    },
  });
  const [target] = result.targets;
  expect(target?.storyboards).toMatchObject([{ storyboardId: 'parent', verdict: 'passed' }]);
  expect(target?.notSelected).toMatchObject([
    { storyboardId: 'newer', reason: 'version_excluded' },
  ]);
  expect(planned(result)).toBe(1);
});
