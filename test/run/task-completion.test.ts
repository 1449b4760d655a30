import { describe, expect, test } from 'vitest';
import type { JudgedStep } from '../../src/model/step-result.ts';
import { rpcResult, type AgentScript } from '../support/agent.ts';
import { aStoryboardWith, trial } from '../support/written-suite.ts';

const late = aStoryboardWith(`
  - id: p
    title: p
    steps:
      - id: make
        title: make
        task: write
        sample_request: { account: { account_id: a-1 } }
        context_outputs: [{ name: got, path: task_completion.media_buy_id }]
      - id: use
        title: use
        task: read
        sample_request: { id: "$context.got" }
`);

const running = (status: string) => ({ status, task_id: 'w-1' });

interface Unfinished {
  readonly tool?: string;
  readonly first?: Record<string, unknown>;
}

/** Leaves `write` running and then gives these answers of the status tool, the last one for ever. */
function working(
  answers: readonly Record<string, unknown>[],
  { tool = 'get_task_status', first = running('submitted') }: Unfinished = {},
): AgentScript {
  let asked = 0;
  return {
    tools: ['read', 'write', 'get_adcp_capabilities', tool],
    tool: (name) => {
      if (name === 'write') return first;
      if (name !== tool) return {};
      asked += 1;
      return answers[Math.min(asked, answers.length) - 1] ?? {};
    },
  };
}

const done = { task_id: 'w-1', status: 'completed', result: { media_buy_id: 'mb-1' } };
const stepOf = ({ storyboard }: Awaited<ReturnType<typeof trial>>) =>
  storyboard.steps[0] as JudgedStep;

describe('a capture of a task that is still running', () => {
  test.each([
    { tool: 'get_task_status', status: 'submitted' },
    { tool: 'tasks_get', status: 'working' },
    { tool: 'tasks/get', status: 'input-required' },
    { tool: 'get_task_status', status: 'input_required' },
  ])('asks $tool until the $status task is done', async ({ tool, status }) => {
    const agent = working([{ ...running('working'), task_type: 'x' }, done], {
      tool,
      first: running(status),
    });
    const run = await trial(late, { agent });
    expect(run.steps).toEqual({ make: 'passed', use: 'passed' });
    expect(run.calls.map((call) => call.tool)).toEqual(['write', tool, tool, 'read']);
    expect(run.calls.at(-1)?.args['id']).toBe('mb-1');
    expect(stepOf(run).polls).toHaveLength(2);
  });

  test('reads the answer itself where it has no result of its own', async () => {
    const agent = working([{ status: 'completed', media_buy_id: 'mb-2' }]);
    const { calls } = await trial(late, { agent });
    expect(calls.at(-1)?.args['id']).toBe('mb-2');
  });

  test('asks for the account and the result where the tool takes them', async () => {
    const agent = working([done]);
    const properties = { account: {}, brand: {}, include_result: {}, task_id: {} };
    const schema = { type: 'object', properties };
    const tools = ['write', 'read', 'get_task_status'].map((name) => ({
      name,
      inputSchema: name === 'get_task_status' ? schema : { type: 'object' },
    }));
    const { calls } = await trial(late, {
      agent: {
        ...agent,
        on: ({ rpc }) => (rpc === 'tools/list' ? rpcResult({ tools }) : undefined),
      },
      identity: { brand: 'acme.example', operator: null, verbatim: false, live: false },
    });
    const asked = calls.find(({ tool }) => tool === 'get_task_status');
    expect(asked?.args).toEqual({
      task_id: 'w-1',
      include_result: true,
      account: { account_id: 'a-1' },
      brand: { domain: 'acme.example' },
    });
  });

  test.each<{
    name: string;
    agent: AgentScript;
    note: RegExp;
    polls: number | null;
    timeoutMs?: number;
  }>([
    {
      name: 'failed',
      agent: working([{ status: 'failed', task_id: 'w-1', error: { code: 'X', message: 'y' } }]),
      note: /^the task ended as failed$/,
      polls: 1,
    },
    {
      name: 'was canceled',
      agent: working([{ status: 'canceled', task_id: 'w-1' }]),
      note: /ended as canceled/,
      polls: 1,
    },
    {
      name: 'asks for a login',
      agent: working([{ status: 'auth-required', task_id: 'w-1', task_type: 'x' }]),
      note: /ended as auth-required/,
      polls: 1,
    },
    {
      name: 'nobody knows',
      agent: working([{ adcp_error: { code: 'REFERENCE_NOT_FOUND', message: 'y' } }]),
      note: /ended in an error/,
      polls: 1,
    },
    {
      name: 'cannot be asked for',
      agent: working([], { tool: 'other' }),
      note: /lists no tool that tells how a task stands \(get_task_status, tasks_get/,
      polls: 0,
    },
    {
      name: 'does not end in time',
      agent: working([{ ...running('working'), task_type: 'x' }]),
      note: /^the task is still working after 250 ms$/,
      polls: null,
      timeoutMs: 250,
    },
  ])('fails the step when the task $name', async ({ agent, note, polls, ...changed }) => {
    const run = await trial(late, { agent, ...changed });
    expect(run.steps).toEqual({ make: 'failed', use: 'prerequisite_failed' });
    const step = stepOf(run);
    if (polls !== null) expect(step.polls).toHaveLength(polls);
    expect(step.validations).toMatchObject([
      {
        check: 'capture_path_not_resolvable',
        outcome: {
          status: 'failed',
          expected: 'media_buy_id',
          note: expect.stringMatching(note) as string,
        },
      },
    ]);
  });

  test('fails the step when the result lacks the value', async () => {
    const agent = working([{ status: 'completed', result: { other: 1 } }]);
    expect((await trial(late, { agent })).steps['make']).toBe('failed');
  });

  test('ends with the run', async () => {
    const end = new AbortController();
    const agent = working([running('working')]);
    const { storyboard } = await trial(late, {
      signal: end.signal,
      agent: {
        ...agent,
        on: ({ tool }) => {
          if (tool === 'get_task_status') end.abort('SIGINT');
          return undefined;
        },
      },
    });
    expect(storyboard.notRun.map(({ stepId }) => stepId)).toEqual(['make', 'use']);
  });
});

test.each([
  { name: 'is final', first: { media_buy_id: 'mb-0' } },
  { name: 'says completed', first: { status: 'completed', task_id: 'w', media_buy_id: 'mb-0' } },
  {
    name: 'names a task with an id that cannot be asked for',
    first: { status: 'submitted', task_id: 'a\nb', media_buy_id: 'mb-0' },
  },
])('an answer that $name is read at once', async ({ first }) => {
  const { calls } = await trial(late, { agent: working([done], { first }) });
  expect(calls.map(({ tool }) => tool)).toEqual(['write', 'read']);
  expect(calls.at(-1)?.args['id']).toBe('mb-0');
});

test('a running task nobody captures from is left alone', async () => {
  const plain = late.replace('task_completion.media_buy_id', 'task_id');
  const { calls } = await trial(plain, { agent: working([done]) });
  expect(calls.map(({ tool }) => tool)).toEqual(['write', 'read']);
});

describe('over A2A', () => {
  const task = (state: string, over: Record<string, unknown> = {}) => ({
    kind: 'task',
    id: 't-1',
    status: {
      state,
      message: { kind: 'message', parts: [{ kind: 'data', data: running('submitted') }] },
    },
    ...over,
  });
  const artifact = (data: unknown) => ({ artifacts: [{ parts: [{ kind: 'data', data }] }] });

  function polled(...results: readonly unknown[]): AgentScript {
    const left = [...results];
    return {
      tools: ['read', 'write'],
      tool: (name) => (name === 'write' ? task('submitted') : {}),
      on: ({ rpc }) =>
        rpc === 'tasks/get' ? rpcResult(left.length > 1 ? left.shift() : left[0]) : undefined,
    };
  }

  test('a running task of the protocol is asked for with tasks/get', async () => {
    const agent = polled(task('working'), task('completed', artifact({ media_buy_id: 'mb-3' })));
    const run = await trial(late, { agent, protocol: 'a2a' });
    expect(run.steps).toEqual({ make: 'passed', use: 'passed' });
    expect(run.calls.at(-1)?.args['id']).toBe('mb-3');
    expect(stepOf(run).polls.map(({ request }) => request.operation)).toEqual([
      'tasks/get',
      'tasks/get',
    ]);
  });

  test('a running task without data passes where polling it comes to a result', async () => {
    const silent = { kind: 'task', id: 't-1', status: { state: 'working' } };
    const ended = polled(task('completed', artifact({ media_buy_id: 'mb-3' })));
    const agent = { ...ended, tool: (name: string) => (name === 'write' ? silent : {}) };
    const run = await trial(late, { agent, protocol: 'a2a' });
    expect(run.steps).toEqual({ make: 'passed', use: 'passed' });
  });

  test('a running task without data is no success of a step that does not wait', async () => {
    const silent = { kind: 'task', id: 't-1', status: { state: 'working' } };
    const plain = aStoryboardWith(
      '  - { id: p, title: p, steps: [{ id: make, title: m, task: write, sample_request: {} }] }\n',
    );
    const agent = { ...polled(), tool: () => silent };
    const run = await trial(plain, { agent, protocol: 'a2a' });
    expect(run.steps).toEqual({ make: 'failed' });
    expect(stepOf(run).failure).toMatchObject({
      message: 'the task is working and its status message carries no data',
    });
  });

  test('a task of the protocol that fails fails the step', async () => {
    const agent = polled(task('failed'));
    const run = await trial(late, { agent, protocol: 'a2a' });
    expect(run.steps['make']).toBe('failed');
  });

  test('work that is queued in a completed task is asked for by the skill', async () => {
    const agent = working([done], { tool: 'get_task_status' });
    const run = await trial(late, { agent, protocol: 'a2a' });
    expect(run.calls.map(({ tool }) => tool)).toEqual(['write', 'get_task_status', 'read']);
    expect(run.calls.at(-1)?.args['id']).toBe('mb-1');
  });
});
