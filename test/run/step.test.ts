import type { ServerResponse } from 'node:http';
import { expect, test } from 'vitest';
import type { Transport } from '../../src/dispatch/transport.ts';
import type { AgentScript } from '../support/agent.ts';
import { aStoryboardWith, trial } from '../support/written-suite.ts';

const step = (id: string, task: string, extra = '') =>
  `      - id: ${id}\n        title: ${id}\n        task: ${task}\n${extra}`;
const onePhase = (steps: string) => `  - id: p\n    title: p\n    steps:\n${steps}`;

/** Answers every call of `write` in one way. */
function writing(reply: (response: ServerResponse, id: unknown) => void): AgentScript {
  return {
    on: ({ tool, message }) =>
      tool === 'write' ? (response) => reply(response, message['id']) : undefined,
  };
}

const json = (response: ServerResponse, body: unknown, status = 200) => {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
};

const adcpError = (response: ServerResponse, id: unknown, code = 'INVALID_STATE') => {
  const structuredContent = { adcp_error: { code, message: 'no' } };
  json(response, { jsonrpc: '2.0', id, result: { isError: true, content: [], structuredContent } });
};

const negative = '        expect_error: true\n        sample_request: { amount: "not a number" }\n';

test.each<{ name: string; agent: AgentScript; verdict: string }>([
  {
    name: 'passes on an error the agent answered',
    agent: writing((response, id) => {
      adcpError(response, id);
    }),
    verdict: 'passed',
  },
  {
    name: 'passes on a JSON-RPC error the agent answered',
    agent: writing((response, id) => {
      json(response, { jsonrpc: '2.0', id, error: { code: -32602, message: 'no' } });
    }),
    verdict: 'passed',
  },
  { name: 'fails on a success', agent: {}, verdict: 'failed' },
  {
    name: 'is errored by a dropped connection',
    agent: writing((response) => {
      response.destroy();
    }),
    verdict: 'errored',
  },
  {
    name: 'is errored by a 500',
    agent: writing((response) => {
      response.writeHead(500).end('oops');
    }),
    verdict: 'errored',
  },
  {
    name: 'is errored by a 401 nobody asked for',
    agent: writing((response) => {
      response.writeHead(401).end();
    }),
    verdict: 'errored',
  },
  {
    name: 'is errored by HTML',
    agent: writing((response) => {
      response.writeHead(200, { 'content-type': 'text/html' }).end('<p>hi');
    }),
    verdict: 'errored',
  },
])('a negative step $name, and the agent is asked once', async ({ agent, verdict }) => {
  const { steps, calls } = await trial(aStoryboardWith(onePhase(step('n', 'write', negative))), {
    agent,
  });
  expect(steps).toEqual({ n: verdict });
  expect(calls).toHaveLength(1);
  expect(calls[0]?.args['amount']).toBe('not a number');
});

/** Gives `write` the shortest time there is, and everything else as much as it needs. */
function inAHurry(transport: Transport): Transport {
  const send = transport.send.bind(transport);
  transport.send = (request, limits) =>
    send(request, request.operation === 'write' ? { ...limits, timeoutMs: 1 } : limits);
  return transport;
}

test('a negative step is errored by a timeout, and the agent is not asked again', async () => {
  const { steps, calls, storyboard } = await trial(
    aStoryboardWith(onePhase(step('n', 'write', negative))),
    { agent: writing(() => undefined), speak: inAHurry },
  );
  expect(steps).toEqual({ n: 'errored' });
  expect(storyboard.steps[0]).toMatchObject({ exchange: { reason: 'timed_out' } });
  // The time may be up before the request has reached the agent.
  expect(calls.length).toBeLessThan(2);
});

test('a negative step passes only with the code it names', async () => {
  const named = `${negative}        validations: [{ check: error_code, value: CONFLICT, description: d }]\n`;
  const { steps } = await trial(aStoryboardWith(onePhase(step('n', 'write', named))), {
    agent: writing((response, id) => {
      adcpError(response, id);
    }),
  });
  expect(steps).toEqual({ n: 'failed' });
});

test('what is reported is what the agent received', async () => {
  const request =
    '        sample_request: { nested: { b: 1, a: [null, "x"] }, context: { correlation_id: c } }\n';
  const { storyboard, calls } = await trial(aStoryboardWith(onePhase(step('n', 'write', request))));
  expect(JSON.stringify(storyboard.steps[0]?.request?.sent?.payload)).toBe(
    JSON.stringify(calls[0]?.args),
  );
});

const capture = (path: string, name = 'got') =>
  `        context_outputs: [{ name: ${name}, path: "${path}" }]\n`;
const use = step('use', 'read', '        sample_request: { id: "$context.got" }\n');

test.each([
  {
    name: 'a capture is sent with its type',
    answer: { a: { b: [1] } },
    path: 'a',
    steps: { make: 'passed', use: 'passed' },
    sent: { b: [1] },
  },
  {
    name: 'false, 0 and empty lists are usable',
    answer: { a: [] },
    path: 'a',
    steps: { make: 'passed', use: 'passed' },
    sent: [],
  },
  {
    name: 'a null capture fails its step and skips its user',
    answer: { a: null },
    path: 'a',
    steps: { make: 'failed', use: 'prerequisite_failed' },
    sent: undefined,
  },
  {
    name: 'an empty capture fails its step and skips its user',
    answer: { a: '' },
    path: 'a',
    steps: { make: 'failed', use: 'prerequisite_failed' },
    sent: undefined,
  },
  {
    name: 'an absent capture fails its step and skips its user',
    answer: {},
    path: 'a.b',
    steps: { make: 'failed', use: 'prerequisite_failed' },
    sent: undefined,
  },
])('$name', async ({ answer, path, steps: expected, sent }) => {
  const board = aStoryboardWith(onePhase(step('make', 'write', capture(path)) + use));
  const { steps, calls } = await trial(board, { agent: { tool: () => answer } });
  expect(steps).toEqual(expected);
  expect(calls.find(({ tool }) => tool === 'read')?.args['id']).toEqual(sent);
});

test('a failed step commits no capture', async () => {
  const failing = `${capture('a')}        validations: [{ check: field_present, path: missing, description: d }]\n`;
  const { steps } = await trial(aStoryboardWith(onePhase(step('make', 'write', failing) + use)), {
    agent: { tool: () => ({ a: 1 }) },
  });
  expect(steps).toEqual({ make: 'failed', use: 'prerequisite_failed' });
});

test.each([
  { name: 'compares with a capture', answer: { a: 1 }, use: 'passed' },
  {
    name: 'is not run when the capture it compares with failed',
    answer: {},
    use: 'prerequisite_failed',
  },
  {
    name: 'is run when only an advisory compares with a capture that failed',
    answer: {},
    use: 'passed',
    severity: 'advisory',
  },
])('a step $name', async ({ answer, use: expected, severity = 'required' }) => {
  const compares = `        validations: [{ check: field_value, path: a, value: "$context.got", severity: ${severity}, description: d }]\n`;
  const board = aStoryboardWith(
    onePhase(step('make', 'write', capture('a')) + step('use', 'read', compares)),
  );
  const { steps, calls, result } = await trial(board, { agent: { tool: () => answer } });
  expect(steps['use']).toBe(expected);
  expect(calls.filter(({ tool }) => tool === 'read')).toHaveLength(expected === 'passed' ? 1 : 0);
  expect(result.summary.advisoryFailures).toBe(severity === 'advisory' ? 1 : 0);
});

const buys = (more: string) => step('make', 'create_media_buy', more);
const usesBuy = step('use', 'read', '        sample_request: { id: "$context.media_buy_id" }\n');
const shows = '        validations: [{ check: field_present, path: missing, description: d }]\n';

test.each([
  { name: 'passed', steps: buys('') + usesBuy, verdicts: { make: 'passed', use: 'passed' } },
  {
    name: 'failed',
    steps: buys(shows) + usesBuy,
    verdicts: { make: 'failed', use: 'prerequisite_failed' },
  },
  {
    name: 'was skipped',
    steps: buys('        requires_tool: no_such_tool\n') + usesBuy,
    verdicts: { make: 'missing_tool', use: 'prerequisite_failed' },
  },
  {
    name: 'was to be refused',
    steps: buys('        expect_error: true\n') + usesBuy,
    verdicts: { make: 'failed', use: 'failed' },
  },
  { name: 'comes later', steps: usesBuy + buys(''), verdicts: { use: 'failed', make: 'passed' } },
])(
  'what is captured by convention alone, where the step that gives it $name',
  async ({ steps: board, verdicts }) => {
    const agent = { tool: () => ({ media_buy_id: 'm1' }) };
    expect((await trial(aStoryboardWith(onePhase(board)), { agent })).steps).toEqual(verdicts);
  },
);

test('a value nobody captures fails the step that wants it, negative or not, and nothing is sent', async () => {
  const wants = '        sample_request: { id: "$context.nobody" }\n';
  const board = aStoryboardWith(
    onePhase(
      step('pos', 'read', wants) + step('neg', 'read', `${wants}        expect_error: true\n`),
    ),
  );
  const { steps, calls } = await trial(board);
  expect(steps).toEqual({ pos: 'failed', neg: 'failed' });
  expect(calls).toHaveLength(0);
});

test('a step may compare with what it captures itself', async () => {
  const own = `${capture('a')}        validations: [{ check: field_value, path: b, value: "$context.got", description: d }]\n`;
  const board = aStoryboardWith(onePhase(step('make', 'write', own)));
  expect((await trial(board, { agent: { tool: () => ({ a: 1, b: 1 }) } })).steps).toEqual({
    make: 'passed',
  });
  expect((await trial(board, { agent: { tool: () => ({ a: 1, b: 2 }) } })).steps).toEqual({
    make: 'failed',
  });
});

test('a generated value survives the failure of its step', async () => {
  const made =
    '        context_outputs: [{ name: got, generate: uuid_v4 }]\n        validations: [{ check: field_present, path: missing, description: d }]\n';
  const { steps } = await trial(aStoryboardWith(onePhase(step('make', 'write', made) + use)));
  expect(steps).toEqual({ make: 'failed', use: 'passed' });
});

test('a generated value is there from the start, in its own request and after a skipped step', async () => {
  const made = '        context_outputs: [{ name: got, generate: uuid_v4 }]\n';
  const own = `        sample_request: { got: "$context.got" }\n${made}`;
  const same = await trial(aStoryboardWith(onePhase(step('make', 'write', own) + use)));
  expect(same.steps).toEqual({ make: 'passed', use: 'passed' });
  expect(same.calls[0]?.args['got']).toMatch(/^[0-9a-f-]{36}$/);
  expect(same.calls[1]?.args['id']).toBe(same.calls[0]?.args['got']);
  expect(same.storyboard.steps[0]?.captured).toMatchObject([
    { name: 'got', value: same.calls[0]?.args['got'], provenance: 'generated' },
  ]);
  const skipped = step('make', 'no_such_tool', made) + use;
  expect((await trial(aStoryboardWith(onePhase(skipped)))).steps).toEqual({
    make: 'missing_tool',
    use: 'passed',
  });
});

test('an alias is one value all through the storyboard', async () => {
  const key = '        sample_request: { key: "$generate:uuid_v4#same" }\n';
  const { calls } = await trial(
    aStoryboardWith(onePhase(step('a', 'write', key) + step('b', 'read', key))),
  );
  expect(calls[0]?.args['key']).toMatch(/^[0-9a-f-]{36}$/);
  expect(calls[1]?.args['key']).toBe(calls[0]?.args['key']);
});

test('a check nobody knows is counted, and passes nothing', async () => {
  const odd = '        validations: [{ check: no_such_check, description: d }]\n';
  const { storyboard, result } = await trial(aStoryboardWith(onePhase(step('a', 'write', odd))));
  expect(storyboard.steps[0]?.validations).toMatchObject([
    { outcome: { status: 'not_applicable' } },
  ]);
  expect(result.summary.validationsNotApplicable).toBe(1);
});

test('a task only a runner could perform, and this one does not, is not applicable', async () => {
  const { steps, storyboard } = await trial(
    aStoryboardWith(onePhase(step('a', 'trusted_match_missing_auth_context_probe'))),
  );
  expect(steps).toEqual({ a: 'not_applicable' });
  expect(storyboard.verdict).toBe('skipped');
});
