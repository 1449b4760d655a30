import { expect, test } from 'vitest';
import { hangUp } from '../../support/agent.ts';
import { aStoryboardWith, trial, type Trial } from '../../support/written-suite.ts';

const tripping = (extra = '', contract = '        requires_contract: rate_limit_trip_runner\n') =>
  aStoryboardWith(`  - id: p
    title: p
    steps:
      - id: trip
        title: trip
        task: expect_rate_limit_not_replayed
${contract}        rate_limit_trip:
          trip_target_task: write
          max_attempts: 50
          replay_max_wait_seconds: 1
          trip_target_sample_request: { note: n }
        validations:
          - { check: replay_not_cached_rate_limit, description: the limit is not cached }
${extra}`);

const refusal = (error: Record<string, unknown>) => ({
  isError: true,
  structuredContent: { adcp_error: { message: 'slow down', ...error } },
});
const limited = refusal({ code: 'RATE_LIMITED', retry_after: 0.01 });

/** Answers calls of `write` by their number, counted from 1. */
function answering(reply: (call: number, key: unknown) => Record<string, unknown>) {
  let calls = 0;
  return {
    tool: (name: string, args: Record<string, unknown>) =>
      name === 'write' ? reply((calls += 1), args['idempotency_key']) : {},
  };
}

const run = (agent: NonNullable<Trial['agent']>, extra = '') =>
  trial(tripping(extra), { agent, allowRateLimitTrip: true });

test('the refused call is repeated under its key, and an agent that takes it then passes', async () => {
  const agent = answering((call) => (call === 4 ? limited : { ok: true }));
  const checks = [
    '{ check: field_value, path: trip_response.adcp_error.code, value: RATE_LIMITED, description: tripped }',
    '{ check: field_value, path: replay_response.ok, value: true, description: taken }',
  ];
  const { steps, calls, storyboard } = await run(
    agent,
    checks.map((check) => `          - ${check}\n`).join(''),
  );
  expect(steps).toEqual({ trip: 'passed' });
  expect(storyboard.steps[0]?.request).toMatchObject({
    sent: { payload: calls[4]?.args },
    changes: [{ pointer: '/idempotency_key', to: calls[4]?.args['idempotency_key'] }],
  });
  const keys = calls.map(({ args }) => args['idempotency_key']);
  expect(keys).toHaveLength(5);
  expect(keys[4]).toBe(keys[3]);
  expect(new Set(keys).size).toBe(4);
});

test('an agent that remembers the refusal is caught', async () => {
  const { steps, storyboard } = await run(answering(() => limited));
  expect(steps).toEqual({ trip: 'failed' });
  expect(storyboard.steps[0]?.validations).toMatchObject([
    { check: 'replay_not_cached_rate_limit', outcome: { status: 'failed' } },
  ]);
});

test.each([
  {
    code: 'missing_retry_after',
    agent: () => answering(() => refusal({ code: 'RATE_LIMITED' })),
    calls: 1,
  },
  {
    code: 'replay_wait_exceeded',
    agent: () => answering(() => refusal({ code: 'RATE_LIMITED', retry_after: 90 })),
    calls: 1,
  },
  {
    code: 'rate_limit_trip_request_error',
    agent: () => answering(() => refusal({ code: 'INVALID_REQUEST' })),
    calls: 1,
  },
])('a limit nobody can work with fails with $code', async ({ code, agent, calls: expected }) => {
  const { steps, storyboard, calls } = await run(agent());
  expect(steps).toEqual({ trip: 'failed' });
  expect(storyboard.steps[0]?.validations[0]).toMatchObject({
    check: 'expect_rate_limit_not_replayed',
    outcome: { status: 'failed', actual: code },
  });
  expect(calls).toHaveLength(expected);
});

test('an agent without a limit in reach is not judged', async () => {
  const { storyboard, calls } = await run(answering(() => ({ ok: true })));
  expect(storyboard.steps[0]).toMatchObject({
    verdict: 'skipped',
    skip: { reason: 'not_applicable', detail: 'rate_limit_not_triggered' },
    validations: [],
    answers: { exchange: { kind: 'answered' } },
  });
  expect(calls).toHaveLength(50);
});

test.each([
  { name: 'by its contract', board: tripping() },
  { name: 'by its task alone', board: tripping('', '') },
])('nobody is sent a burst unasked: a step known $name names the flag', async ({ board }) => {
  const { storyboard, calls } = await trial(board, { agent: answering(() => limited) });
  expect(storyboard.steps[0]).toMatchObject({
    skip: {
      reason: 'not_applicable',
      detail: expect.stringContaining('--allow-rate-limit-trip') as string,
    },
  });
  expect(calls).toEqual([]);
});

test('an agent that hangs up in the burst leaves nothing to judge', async () => {
  const { steps } = await run({ on: ({ tool }) => (tool === 'write' ? hangUp : undefined) });
  expect(steps).toEqual({ trip: 'errored' });
});

test('an agent without the tool to burst is asked nothing', async () => {
  const { steps, calls } = await run({ tools: ['read', 'get_adcp_capabilities'] });
  expect(steps).toEqual({ trip: 'missing_tool' });
  expect(calls).toEqual([]);
});
