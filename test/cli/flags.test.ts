import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { faults } from '../../fixtures/training-agent/core/faults.ts';
import { stall, startAgent, type AgentScript } from '../support/agent.ts';
import { startSite } from '../support/site.ts';
import { aStoryboardWith, writeSuite } from '../support/written-suite.ts';
import { cli } from './cli.ts';

const now = () => new Date('2026-11-20T00:00:00Z');

const kit = (id: string) =>
  `id: ${id}\nname: ${id}\nbrand: { house: { domain: acme.example } }\nauth: { api_key: demo-acme-key-0001 }\n`;

const head = `track: core
context: { region: EU }
prerequisites: { description: d, test_kit: test-kits/acme.yaml }
`;

const key = 'literal-key-of-the-author';
const authored = `account: { brand: { domain: acme.example }, operator: agency.example }, idempotency_key: ${key}, until: "2026-07-01", region: $context.region, kit: $test_kit.id`;

const phase = (id: string, steps: string) =>
  `  - id: ${id}\n    title: ${id}\n    steps:\n${steps}`;
const step = (id: string, how: string) => `      - { id: ${id}, title: ${id}, ${how} }\n`;
const reading = (id: string) => step(id, `task: read, sample_request: { ${authored} }`);

const named = (id: string, text: string) => text.replace('id: s', `id: ${id}`);

/** One storyboard of the track `core` with two equal steps, one of another track, kits and schemas beside them. */
const suiteFiles = {
  'universal/first.yaml': named(
    'first',
    aStoryboardWith(phase('p', reading('a') + reading('b')), head),
  ),
  'protocols/media-buy/index.yaml': named(
    'second',
    aStoryboardWith(phase('p', reading('c')), head.replace('core', 'other')),
  ),
  'test-kits/acme.yaml': kit('acme'),
  'given-kit.yaml': kit('given'),
  'given/read-request.json': JSON.stringify({ properties: { adcp_version: {}, brand: {} } }),
};

const agentScript: AgentScript = { tools: ['read', 'get_adcp_capabilities'], tool: () => ({}) };

/** Runs a suite against a scripted agent; `$root` in a flag is the folder of the suite. */
async function runWith(
  flags: readonly string[],
  {
    files = suiteFiles,
    agent: script = agentScript,
  }: { files?: Readonly<Record<string, string>>; agent?: AgentScript } = {},
) {
  const root = writeSuite(files);
  const agent = await startAgent(script);
  onTestFinished(() => agent.close());
  const given = flags.map((flag) => flag.replace('$root', root));
  const line = ['run', '--suite', root, '--agent', agent.url.href, ...given];
  const finished = await cli([...line, '--report', `json=${join(root, 'r.json')}`], { now });
  if (finished.code === 2) throw new Error(finished.stderr);
  const bodies = agent.seen.filter(({ tool }) => tool === 'read').map(({ args }) => args);
  const storyboards = finished.report?.targets[0]?.storyboards ?? [];
  return { ...finished, line, agent, bodies, storyboards };
}

const asIs = {
  account: { brand: { domain: 'acme.example' }, operator: 'agency.example' },
  idempotency_key: expect.stringMatching(/^literal-key-o[0-9a-f]{12}$/) as string,
  until: '2026-07-01',
  region: 'EU',
  kit: 'acme',
};
const account = (domain: string, operator: string) => ({ brand: { domain }, operator });

/** What each flag changes in the body of every step. */
const onTheWire: readonly { flags: readonly string[]; sends: object }[] = [
  { flags: [], sends: {} },
  {
    flags: ['--brand', 'other.example'],
    sends: { account: account('other.example', 'agency.example') },
  },
  {
    flags: ['--operator', 'new.example'],
    sends: { account: account('acme.example', 'new.example') },
  },
  { flags: ['--context', 'region=US=West'], sends: { region: 'US=West' } },
  { flags: ['--kit', '$root/given-kit.yaml'], sends: { kit: 'given' } },
  { flags: ['--suite-date', '2026-05-03'], sends: { until: '2027-07-01' } },
  { flags: ['--verbatim'], sends: { idempotency_key: key } },
  { flags: ['--schemas', '$root/given'], sends: { brand: { domain: 'acme.example' } } },
  {
    flags: ['--schemas', '$root/given', '--adcp-version', '3.1'],
    sends: { brand: { domain: 'acme.example' }, adcp_version: '3.1' },
  },
];

describe.each(onTheWire)('$flags', ({ flags, sends }) => {
  test('changes every request, and nothing else in it', async () => {
    const { bodies, code } = await runWith(flags);
    expect(bodies).toEqual(Array(3).fill({ ...asIs, ...sends }));
    expect(code).toBe(0);
  });

  test('changes what --dry-run shows in the same way', async () => {
    const { stdout, bodies } = await runWith([...flags, '--dry-run']);
    const shown = stdout.split('\n').filter((line) => /^ +\{/.test(line));
    expect(shown.map((line) => JSON.parse(line) as unknown)).toEqual(
      Array(3).fill({ ...asIs, ...sends }),
    );
    expect(bodies).toEqual([]);
  });
});

test.each([
  { agent: 'http://127.0.0.1:9/mcp', flags: [], sandbox: undefined },
  { agent: 'https://agent.example/mcp', flags: [], sandbox: true },
  { agent: 'https://agent.example/mcp', flags: ['--live'], sandbox: undefined },
])('--dry-run against $agent with $flags shows sandbox $sandbox', async (row) => {
  const line = ['run', '--suite', writeSuite(suiteFiles), '--agent', row.agent, ...row.flags];
  const { stdout } = await cli([...line, '--dry-run'], { now });
  const shown = stdout.split('\n').filter((text) => /^ +\{/.test(text));
  const accounts = shown.map((text) => (JSON.parse(text) as typeof asIs).account);
  const more = row.sandbox === undefined ? {} : { sandbox: row.sandbox };
  expect(accounts).toEqual(Array(3).fill({ ...asIs.account, ...more }));
});

test('a literal key is the same all through a run, and another in the next', async () => {
  const runs = [await runWith([]), await runWith([])];
  const keys = runs.map(({ bodies }) => bodies.map((body) => body['idempotency_key']));
  expect(keys.map((each) => new Set(each).size)).toEqual([1, 1]);
  expect(keys[0]?.[0]).not.toBe(keys[1]?.[0]);
});

const nobody = { brand: null, operator: null, verbatim: false, live: false };

test.each([
  { flags: [], says: nobody },
  {
    flags: ['--brand', 'b.example', '--operator', 'o.example'],
    says: { ...nobody, brand: 'b.example', operator: 'o.example' },
  },
  { flags: ['--verbatim'], says: { ...nobody, verbatim: true } },
  { flags: ['--live'], says: { ...nobody, live: true } },
])('the report says who a run with $flags acts for', async ({ flags, says }) => {
  expect((await runWith(flags)).report?.identity).toEqual(says);
});

const filtered = (...by: readonly string[]) => by.map((each) => ({ kind: 'filtered', by: each }));

test.each([
  { flags: [], runs: ['second', 'first'], partial: [] },
  { flags: ['first'], runs: ['first'], partial: filtered('first') },
  { flags: ['--storyboard', 'first'], runs: ['first'], partial: filtered('first') },
  {
    flags: ['second', '--storyboard', 'first'],
    runs: ['second', 'first'],
    partial: filtered('second, first'),
  },
  { flags: ['--filter', 'fi*'], runs: ['first'], partial: filtered('--filter fi*') },
  { flags: ['--track', 'other'], runs: ['second'], partial: filtered('--track other') },
  {
    flags: ['first', '--filter', '*', '--track', 'core'],
    runs: ['first'],
    partial: filtered('first', '--filter *', '--track core'),
  },
  { flags: ['--select', 'capabilities'], runs: ['first'], partial: [] },
])('$flags runs $runs, and says when that is not the whole suite', async (row) => {
  const { storyboards, report } = await runWith(row.flags);
  const ran = storyboards.map(({ storyboard_id: id }) => id);
  expect(ran.sort()).toEqual([...row.runs].sort());
  expect(report?.partial).toEqual(row.partial);
});

test.each([
  { flags: [], calls: 3, partial: [] },
  { flags: ['--bail'], calls: 1, partial: [{ kind: 'truncated', by: 'bail' }] },
])('after the first failure, $flags makes $calls calls', async ({ flags, calls, partial }) => {
  const agent = { ...agentScript, tool: () => ({ success: false }) };
  const { bodies, report, code } = await runWith(flags, { agent });
  expect([bodies.length, code]).toEqual([calls, 1]);
  expect(report?.partial).toEqual(partial);
});

/** Answers everything but the tool `read`. */
const stalling: AgentScript = {
  ...agentScript,
  on: ({ tool }) => (tool === 'read' ? stall : undefined),
};

test('--timeout is how long one call may take', async () => {
  const { storyboards } = await runWith(['second', '--timeout', '0.2'], { agent: stalling });
  const [only] = storyboards[0]?.step_results ?? [];
  expect(only?.unanswered?.reason).toBe('timed_out');
  expect(only?.error).toContain('within 200 ms');
});

test('--budget is how long the whole run may take', async () => {
  const flags = ['--budget', '0.2', '--timeout', '5'];
  const { report, bodies } = await runWith(flags, { agent: stalling });
  expect(report?.partial).toEqual([{ kind: 'truncated', by: 'budget' }]);
  expect(bodies.length).toBeLessThanOrEqual(1);
  expect(report?.run_summary.steps_errored).toBe(0);
});

test.each([
  { flags: [], asks: 'tools/call read' },
  { flags: ['--protocol', 'auto'], asks: 'tools/call read' },
  { flags: ['--protocol', 'a2a'], asks: 'message/send read' },
])('$flags asks by $asks', async ({ flags, asks }) => {
  const { agent } = await runWith(flags);
  expect(agent.log.filter((entry) => entry.endsWith(' read'))).toEqual(Array(3).fill(asks));
});

test.each([
  { flags: [], line: true, trace: false },
  { flags: ['--quiet'], line: false, trace: false },
  { flags: ['--verbose'], line: true, trace: true },
])('$flags: a line a step $line, every change to a request $trace', async (row) => {
  const { stdout } = await runWith(row.flags);
  expect(stdout.includes('✓ a  read')).toBe(row.line);
  expect(stdout.includes('a literal key is used once per run')).toBe(row.trace);
});

test('--target is what reports call the agent', async () => {
  const { report } = await runWith(['--target', 'mine']);
  expect(report?.targets.map(({ target }) => target.name)).toEqual(['mine']);
});

test('--default-agent gets the steps that nothing else routes', async () => {
  const other = await startAgent(agentScript);
  onTestFinished(() => other.close());
  const root = writeSuite(suiteFiles);
  const first = await startAgent(agentScript);
  onTestFinished(() => first.close());
  const agents = ['--agent', `a=${first.url.href}`, '--agent', `b=${other.url.href}`];
  const { code } = await cli(['run', '--suite', root, ...agents, '--default-agent', 'b']);
  const asked = [first, other].map(({ seen }) => seen.filter(({ tool }) => tool === 'read').length);
  expect([code, asked]).toEqual([0, [0, 3]]);
});

test('--tenant is what is started of the embedded agent', async () => {
  const line = ['run', 'capability_discovery', '--tenant', 'signals', '--tenant', 'brand'];
  const { report, code } = await cli([...line, '--report', 'json']);
  expect(report?.targets.map(({ target }) => target.name).sort()).toEqual(['brand', 'signals']);
  expect(code).toBe(0);
});

test('media_buy_state_machine is 9 passed for the brand of the user', async () => {
  const line = ['run', 'media_buy_state_machine', '--brand', 'other.example'];
  const { report, code } = await cli([...line, '--report', 'json']);
  const [sales] = (report?.targets ?? []).filter(({ target }) => target.name === 'sales');
  const [board] = sales?.storyboards ?? [];
  expect([code, report?.run_summary.steps_passed, board?.step_results.length]).toEqual([0, 9, 9]);
  expect(board?.subject.brand).toEqual({ value: 'other.example', origin: '--brand' });
  const sent = board?.step_results.map(({ request }) => request?.payload ?? {}) ?? [];
  const brands = sent.flatMap(({ account: named }) => (named ? [JSON.stringify(named)] : []));
  expect([new Set(brands).size, brands.length]).toEqual([1, 8]);
  expect(brands[0]).toContain('"domain":"other.example"');
});

const hooked = {
  's.yaml': aStoryboardWith(
    phase(
      'p',
      step('a', 'task: read, sample_request: { url: "{{runner.webhook_url:a}}" }') +
        step('b', 'task: expect_webhook, triggered_by: a, timeout_seconds: 0.05'),
    ),
  ),
};

test.each([
  { flags: [], url: /^http:\/\/127\.0\.0\.1:\d+\//, verdict: 'failed' },
  {
    flags: ['--webhook-url', 'https://hooks.example/in/', '--webhook-port', '0'],
    url: /^https:\/\/hooks\.example\/in\/[^/]/,
    verdict: 'failed',
  },
  { flags: ['--no-webhooks'], url: null, verdict: 'skipped' },
])('with $flags agents send webhooks to $url', async ({ flags, url, verdict }) => {
  const { bodies, storyboards } = await runWith(flags, { files: hooked });
  expect(bodies.map((body) => body['url'])).toEqual(
    url === null ? [] : [expect.stringMatching(url)],
  );
  expect(storyboards[0]?.step_results.at(-1)?.verdict).toBe(verdict);
});

const tripping = `task: expect_rate_limit_not_replayed, requires_contract: rate_limit_trip_runner, rate_limit_trip: { trip_target_task: read, max_attempts: 50, replay_max_wait_seconds: 1, trip_target_sample_request: { note: n } }`;

test.each([
  { flags: [], calls: 0 },
  { flags: ['--allow-rate-limit-trip'], calls: 50 },
])('$flags lets $calls calls run into a rate limit', async ({ flags, calls }) => {
  const files = { 's.yaml': aStoryboardWith(phase('p', step('a', tripping))) };
  expect((await runWith(flags, { files })).bodies).toHaveLength(calls);
});

const vectors = JSON.stringify({ positive: [{ id: 'ok', body: { idempotency_key: key } }] });

test.each([
  {
    flag: '--receiver-url',
    task: 'replay_webhook_vector, vector_ref: "envelope.json#positive/ok"',
  },
  { flag: '--publisher-context-url', task: 'trusted_match_missing_auth_context_probe' },
  { flag: '--publisher-identity-url', task: 'trusted_match_missing_auth_identity_probe' },
  { flag: '--brand-json-url', task: 'fetch_brand_jwks' },
])('$flag is asked by what needs it', async ({ flag, task }) => {
  const site = await startSite(() => ({}));
  const files = {
    's.yaml': aStoryboardWith(phase('p', step('a', `task: ${task}, sample_request: {}`))),
    'test-vectors/envelope.json': vectors,
  };
  await runWith([flag, `${site.origin}/here`], { files });
  expect(site.asked[0]?.path).toBe('/here');
  expect((await runWith([], { files })).storyboards[0]?.step_results).toHaveLength(1);
  expect(site.asked).toHaveLength(1);
});

test('list faults names what serve --fault takes, and what each breaks', async () => {
  const { stdout, code } = await cli(['list', 'faults']);
  expect(code).toBe(0);
  const width = Math.max(...Object.keys(faults).map((name) => name.length));
  for (const [name, summary] of Object.entries(faults))
    expect(stdout.split('\n')).toContain(`${name.padEnd(width)}  ${summary}`);
});
