import { expect, test } from 'vitest';
import { text, type Reply } from '../support/agent.ts';
import { aStoryboardWith, trial } from '../support/written-suite.ts';

const board = (validations: string, head = '') =>
  aStoryboardWith(
    `  - id: p
    title: p
    steps:
      - { id: first, title: first, task: write, sample_request: { account: { account_id: a1 } } }
      - id: second
        title: second
        task: write
        sample_request: { people: [{ hash: $generate:uuid_v4#who }] }
        validations:
${validations}`,
    head,
  );

const params = (args: Record<string, unknown>) => args['params'] as Record<string, unknown>;
const known = { success: true, scenarios: ['query_upstream_traffic'] };

/** A controller that reports one call for every write it saw, with what was written in it if it is honest. */
function platform({ honest = true, scenarios = known } = {}) {
  const seen: unknown[] = [];
  return {
    tool: (name: string, args: Record<string, unknown>) => {
      if (name === 'write') {
        seen.push(args);
        return {};
      }
      if (args['scenario'] === 'list_scenarios') return scenarios;
      const calls = seen.map((payload) => ({
        method: 'POST',
        url: 'https://platform.test/v1',
        endpoint: 'POST https://platform.test/v1',
        content_type: 'application/json',
        payload: honest ? payload : {},
      }));
      return { success: true, recorded_calls: calls, total_count: calls.length };
    },
  };
}

const echo =
  '          - { check: upstream_traffic, identifier_paths: ["people[*].hash"], description: really sent }\n';

test('an agent that forwards what it was sent passes, by the values that were really sent', async () => {
  const { steps, calls } = await trial(board(echo), { agent: platform() });
  expect(steps).toEqual({ first: 'passed', second: 'passed' });
  const [, second, list, query] = calls;
  expect(list?.args).toMatchObject({ scenario: 'list_scenarios' });
  expect(params(query?.args ?? {})).toMatchObject({
    attestation_mode: 'digest',
    identifier_value_digests: [expect.stringMatching(/^[0-9a-f]{64}$/) as string],
  });
  expect(second?.args).toMatchObject({ people: [{ hash: expect.stringMatching(/-/) as string }] });
});

test('a facade is caught, and the finding shows what the controller said', async () => {
  const { steps, storyboard } = await trial(board(echo), { agent: platform({ honest: false }) });
  expect(steps).toEqual({ first: 'passed', second: 'failed' });
  expect(storyboard.steps[1]?.validations[0]?.outcome).toMatchObject({
    status: 'failed',
    exchange: { request: { operation: 'comply_test_controller' } },
  });
});

test('an agent whose controller lacks the scenario is not judged by it', async () => {
  const agent = platform({ scenarios: { success: true, scenarios: [] } });
  const { steps, storyboard, calls } = await trial(board(echo + echo), { agent });
  expect(steps).toEqual({ first: 'passed', second: 'passed' });
  expect(storyboard.steps[1]?.validations.map(({ outcome }) => outcome.status)).toEqual([
    'not_applicable',
    'not_applicable',
  ]);
  expect(calls).toHaveLength(3);
});

/** Lets the first questions for scenarios come to nothing. */
const stumbling = (times: number, reply: Reply) => {
  let asked = 0;
  return {
    ...platform(),
    on: ({ args }: { readonly args: Record<string, unknown> }) =>
      args['scenario'] === 'list_scenarios' && (asked += 1) <= times ? reply : undefined,
  };
};

test('a controller that does not answer what it knows is no controller that lacks it, and is asked again', async () => {
  const { steps, storyboard } = await trial(board(echo), {
    agent: stumbling(1, text(500, 'boom')),
  });
  expect(steps).toEqual({ first: 'passed', second: 'failed' });
  expect(storyboard.steps[1]?.validations[0]?.outcome).toMatchObject({
    status: 'failed',
    note: expect.stringMatching(/did not list its scenarios: .*HTTP 500: "boom"/) as string,
  });
  const again = board(
    `${echo}      - { id: third, title: t, task: write, sample_request: {}, validations: [{ check: upstream_traffic, description: d }] }\n`,
  );
  const recovered = await trial(again, { agent: stumbling(1, text(500, 'boom')) });
  expect(recovered.steps).toEqual({ first: 'passed', second: 'failed', third: 'passed' });
});

test('what a controller says instead of its scenarios is told', async () => {
  const agent = platform({ scenarios: { success: false, error: 'FORBIDDEN' } as never });
  const { steps, storyboard } = await trial(board(echo), { agent });
  expect(steps).toEqual({ first: 'passed', second: 'passed' });
  expect(storyboard.steps[1]?.validations[0]?.outcome).toMatchObject({
    status: 'not_applicable',
    note: expect.stringMatching(/does not list its scenarios: it answered .*FORBIDDEN/) as string,
  });
});

test.each([
  { severity: '', verdict: 'prerequisite_failed' },
  { severity: 'severity: advisory, permanent_advisory: { reason: r }, ', verdict: 'passed' },
])(
  'a window cannot begin with a step that was skipped ($severity)',
  async ({ severity, verdict }) => {
    const skipped = board(
      `          - { check: upstream_traffic, since: first, ${severity}description: d }\n`,
    ).replace('id: first, title: first, task: write', 'id: first, title: first, task: nonesuch');
    const { steps, calls } = await trial(skipped, { agent: platform() });
    expect(steps).toEqual({ first: 'missing_tool', second: verdict });
    expect(calls.some(({ tool }) => tool === 'write')).toBe(verdict === 'passed');
  },
);

test('copies of a request are looked at like one, from the first of them on', async () => {
  const racing = (check: string) =>
    aStoryboardWith(`  - id: p
    title: p
    steps:
      - id: race
        title: race
        task: write
        requires_contract: parallel_dispatch_runner
        parallel_dispatch: { count: 2, same_idempotency_key: true }
        sample_request: { people: [{ hash: abc }] }
        validations: [{ check: upstream_traffic, ${check}, description: d }]
`);
  const one = await trial(racing('min_count: 2, identifier_paths: ["people[*].hash"]'), {
    agent: platform(),
  });
  expect(one.steps).toEqual({ race: 'passed' });
  const [race] = one.storyboard.steps;
  const copies = race && 'copies' in race ? (race.copies ?? []) : [];
  const first = Math.min(...copies.map(({ exchange }) => Date.parse(exchange.sentAt)));
  expect(params(one.calls.at(-1)?.args ?? {})['since_timestamp']).toBe(
    new Date(first - 250).toISOString(),
  );
  const none = await trial(racing('min_count: 0'), { agent: platform() });
  expect(none.steps).toEqual({ race: 'failed' });
});

test('one question per window, from the step it begins with, a little before its request', async () => {
  const since = (id: string) =>
    `          - { check: upstream_traffic, min_count: 2, since: ${id}, description: since }\n`;
  const { calls, storyboard } = await trial(board(echo + since('first') + since('first')), {
    agent: platform(),
  });
  const asked = calls.filter(({ args }) => args['scenario'] === 'query_upstream_traffic');
  const starts = asked.map(({ args }) => params(args)['since_timestamp']);
  const [first, second] = storyboard.steps.map((step) =>
    step.verdict === 'skipped' ? '' : (step.exchange?.sentAt ?? ''),
  );
  const before = (at = '') => new Date(Date.parse(at) - 250).toISOString();
  expect(starts).toEqual([before(second), before(first)]);
});

test('scenarios are asked for once a run, in the account of the storyboard, and only where needed', async () => {
  const account = `        sample_request: { account: { brand: { domain: acme.example }, operator: agency.example } }\n`;
  const step = (id: string, extra = '') =>
    `      - id: ${id}\n        title: ${id}\n        task: write\n${account}${extra}`;
  const check =
    '        validations:\n          - { check: upstream_traffic, min_count: 0, endpoint_pattern: "DELETE *", description: none }\n';
  const story = aStoryboardWith(
    `  - id: p\n    title: p\n    steps:\n${step('a', check)}${step('b', check)}`,
  );
  const { calls, steps } = await trial(story, { agent: platform() });
  expect(steps).toEqual({ a: 'passed', b: 'passed' });
  const controller = calls.filter(({ tool }) => tool === 'comply_test_controller');
  expect(controller.map(({ args }) => args['scenario'])).toEqual([
    'list_scenarios',
    'query_upstream_traffic',
    'query_upstream_traffic',
  ]);
  for (const { args } of controller) {
    expect(args['account']).toMatchObject({ brand: { domain: 'acme.example' } });
  }
  const without = await trial(aStoryboardWith(`  - id: p\n    title: p\n    steps:\n${step('a')}`));
  expect(without.calls.map(({ tool }) => tool)).toEqual(['write']);
});
