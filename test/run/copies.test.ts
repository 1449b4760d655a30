import { expect, test } from 'vitest';
import type { JudgedStep } from '../../src/model/step-result.ts';
import { stall, type AgentScript } from '../support/agent.ts';
import { aStoryboardWith, trial } from '../support/written-suite.ts';

const plain = (extra = '', parallel = same) =>
  aStoryboardWith(`  - id: p
    title: p
    steps:
      - id: race
        title: race
        task: write
        requires_contract: parallel_dispatch_runner
        parallel_dispatch: ${parallel}
        sample_request: { idempotency_key: $generate:uuid_v4#race }
${extra}`);

const racing = (parallel: string, extra = '') =>
  plain(
    `        validations:
          - { check: cross_response_field_equal, path: id, description: converged }
          - { check: cross_response_count_distinct, path: id, allowed_values: [1], description: one }
${extra}`,
    parallel,
  );

const same = '{ count: 3, same_idempotency_key: true }';
const refused = (error: Record<string, unknown>) => ({
  isError: true,
  structuredContent: { adcp_error: error },
});
const inFlight = refused({ code: 'IDEMPOTENCY_IN_FLIGHT', message: 'wait', retry_after: 0.01 });

test('copies of a request go out at once, and an agent that inserts once passes', async () => {
  const { steps, calls, storyboard } = await trial(racing(same), {
    agent: { tool: () => ({ id: 'b1' }) },
  });
  expect(steps).toEqual({ race: 'passed' });
  expect(new Set(calls.map(({ args }) => args['idempotency_key'])).size).toBe(1);
  expect(calls).toHaveLength(3);
  expect(storyboard.steps[0]).toMatchObject({ copies: Array(3).fill({ settled: true }) });
});

test('all copies are on the wire before the first is answered', async () => {
  const waiting: (() => void)[] = [];
  const on: AgentScript['on'] = ({ tool }) =>
    tool === 'write'
      ? (response, seen) => {
          waiting.push(() => {
            const result = { content: [], structuredContent: { id: 'b1' } };
            response
              .writeHead(200, { 'content-type': 'application/json' })
              .end(JSON.stringify({ jsonrpc: '2.0', id: seen.message['id'], result }));
          });
          if (waiting.length === 3) for (const answer of waiting) answer();
        }
      : undefined;
  expect((await trial(racing(same), { agent: { on } })).steps).toEqual({ race: 'passed' });
});

test('an agent that loses the race with itself is caught by both checks', async () => {
  let made = 0;
  const { storyboard, steps } = await trial(racing(same), {
    agent: { tool: (name) => (name === 'write' ? { id: `b${(made += 1)}` } : {}) },
  });
  expect(steps).toEqual({ race: 'failed' });
  expect(storyboard.steps[0]?.validations.map(({ outcome }) => outcome.status)).toEqual([
    'failed',
    'failed',
  ]);
});

test('a key in flight is waited for and tried again, and every wait is recorded', async () => {
  let asked = 0;
  const tool = (name: string) =>
    name === 'write' && (asked += 1) > 1 && asked < 4 ? inFlight : { id: 'b1' };
  const { storyboard, steps, calls } = await trial(racing(same), { agent: { tool } });
  expect(steps).toEqual({ race: 'passed' });
  expect(calls).toHaveLength(5);
  const [step] = storyboard.steps;
  const copies = step && 'copies' in step ? (step.copies ?? []) : [];
  expect(copies.flatMap(({ deferrals }) => deferrals)).toHaveLength(2);
});

test('a key in flight is not asked for without end, however short the agent says to wait', async () => {
  const impatient = refused({ code: 'IDEMPOTENCY_IN_FLIGHT', message: 'wait', retry_after: 1e-9 });
  const board = racing('{ count: 2, same_idempotency_key: true, barrier_timeout_ms: 300 }');
  const { calls, steps } = await trial(board, { agent: { tool: () => impatient } });
  expect(steps).toEqual({ race: 'failed' });
  expect(calls.length).toBeLessThanOrEqual(2 * 8);
});

test.each([
  {
    name: 'keeps its key in flight',
    agent: { tool: () => inFlight },
    resolved: 0,
  },
  {
    name: 'leaves one copy without an answer',
    agent: (() => {
      let asked = 0;
      return {
        tool: () => ({ id: 'b1' }),
        on: ({ tool }: { tool: string }) =>
          tool === 'write' && (asked += 1) === 2 ? stall : undefined,
      } satisfies AgentScript;
    })(),
    resolved: 2,
  },
])('an agent that $name runs into step_timeout', async ({ agent, resolved }) => {
  const board = racing('{ count: 3, same_idempotency_key: true, barrier_timeout_ms: 250 }');
  const { storyboard, steps } = await trial(board, { agent });
  expect(steps).toEqual({ race: 'failed' });
  expect(storyboard.steps[0]?.validations[0]).toMatchObject({
    check: 'step_timeout',
    outcome: {
      expected: { count: 3, barrier_timeout_ms: 250 },
      actual: { resolved, unresolved: 3 - resolved },
    },
  });
});

const negative = plain('        expect_error: true\n');
const no = refused({ code: 'NO', message: 'no' });

/** Answers the first call of `write` like this, and those after it like that. */
function answering(first: Record<string, unknown>, others: Record<string, unknown>): AgentScript {
  let asked = 0;
  return { tool: (name) => (name !== 'write' ? {} : (asked += 1) === 1 ? first : others) };
}

test.each([
  {
    name: 'a positive step',
    board: plain(),
    agent: answering({ id: 'b1' }, no),
    failure: { kind: 'unexpected_error', code: 'NO' },
    answered: 'error',
  },
  {
    name: 'a negative step',
    board: negative,
    agent: answering(no, { id: 'b1' }),
    failure: { kind: 'unexpected_success' },
    answered: 'success',
  },
])('every copy of $name is held to the expected outcome', async (row) => {
  const { storyboard } = await trial(row.board, { agent: row.agent });
  const step = storyboard.steps[0] as JudgedStep;
  expect(step).toMatchObject({ verdict: 'failed', failure: row.failure });
  // Which copy the agent hears first is not ours to say.
  const outcomes = (step.copies ?? []).map(({ extraction }) => extraction?.outcome);
  const copy = outcomes.findIndex((outcome) => outcome === row.answered) + 1;
  expect(step.failure).toHaveProperty('copy', copy);
});

test('copies that are all refused pass a negative step', async () => {
  const { steps } = await trial(negative, { agent: answering(no, no) });
  expect(steps).toEqual({ race: 'passed' });
});

test.each([
  { name: 'is errored where no copy is answered', answered: 0, verdict: 'errored' },
  { name: 'fails where one copy is answered', answered: 1, verdict: 'failed' },
])('a step $name in time', async ({ answered, verdict }) => {
  let asked = 0;
  const agent: AgentScript = {
    tool: () => ({ id: 'b1' }),
    on: ({ tool }) => (tool === 'write' && (asked += 1) > answered ? stall : undefined),
  };
  const short = '{ count: 2, same_idempotency_key: true, barrier_timeout_ms: 400 }';
  const { steps, storyboard } = await trial(plain('', short), { agent });
  expect(steps).toEqual({ race: verdict });
  expect(storyboard.steps[0]).toMatchObject({ copies: [{}, {}] });
});

test('copies have keys of their own where the step says so', async () => {
  const { calls, storyboard } = await trial(racing('{ count: 4, same_idempotency_key: false }'), {
    agent: { tool: () => ({ id: 'b1' }) },
  });
  const keys = new Set(calls.map(({ args }) => args['idempotency_key']));
  expect(keys.size).toBe(4);
  // The step's record says which key went out beside its own.
  const record = storyboard.steps[0]?.request;
  const own = record?.changes.filter((change) => change.invariant === 'parallel-dispatch') ?? [];
  expect(own).toHaveLength(3);
  expect(new Set([record?.sent?.payload['idempotency_key'], ...own.map(({ to }) => to)])).toEqual(
    keys,
  );
});

test('what a single field is held against is the first copy that came to an end', async () => {
  const extra = '          - { check: field_value, path: id, value: b1, description: first }\n';
  const { steps } = await trial(racing(same, extra), { agent: { tool: () => ({ id: 'b1' }) } });
  expect(steps).toEqual({ race: 'passed' });
});
