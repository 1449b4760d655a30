import { expect, test } from 'vitest';
import * as answer from '../support/agent.ts';
import type { AgentScript, Reply } from '../support/agent.ts';
import { aStoryboardWith, trial } from '../support/written-suite.ts';

const step = (extra: string, checks: string) => `
  - id: p
    title: p
    steps:
      - id: n
        title: n
        task: write
        sample_request: {}
${extra}        validations: [${checks}]
`;
const negative = '        expect_error: true\n';
const noCredential = '        auth: none\n';
const randomKey = '        auth: { type: api_key, value_strategy: random_invalid }\n';

/** Answers every call of `write` in one way, over both protocols. */
const writing = (reply: Reply): AgentScript => ({
  on: ({ tool }) => (tool === 'write' ? reply : undefined),
});

/** A JSON-RPC error that carries this code, with any HTTP status. */
const rpcError =
  (code: string, status: number): Reply =>
  (response, seen) => {
    const error = { code: -32000, message: 'no', data: { adcp_error: { code, message: 'no' } } };
    answer.json({ jsonrpc: '2.0', id: seen.message['id'], error }, status)(response, seen);
  };

const refusals = '{ check: http_status_in, allowed_values: [400, 401, 403], description: d }';
const status = (value: number) => `{ check: http_status, value: ${value}, description: d }`;
const code = (value: string) => `{ check: error_code, value: ${value}, description: d }`;
const challenge = '{ check: on_401_require_header, value: www-authenticate, description: d }';
const challenged = answer.text(401, '', { 'www-authenticate': 'Bearer' });

test.each<{ name: string; extra: string; checks: string; reply: Reply; verdict: string }>([
  {
    name: 'a 400 on a malformed key',
    extra: negative + randomKey,
    checks: refusals,
    reply: answer.text(400, 'Bad Request'),
    verdict: 'passed',
  },
  {
    name: 'a 404 on a malformed key',
    extra: negative + randomKey,
    checks: refusals,
    reply: answer.text(404, 'Not Found'),
    verdict: 'failed',
  },
  {
    name: 'a 500 on a malformed key',
    extra: negative + randomKey,
    checks: refusals,
    reply: answer.text(500, 'oops'),
    verdict: 'failed',
  },
  {
    name: 'a 503 that the step asks for',
    extra: negative,
    checks: status(503),
    reply: answer.text(503, 'later'),
    verdict: 'passed',
  },
  {
    name: 'another 5xx than the step asks for',
    extra: negative,
    checks: status(503),
    reply: answer.text(500, 'oops'),
    verdict: 'failed',
  },
  {
    name: 'a 5xx with the code that the step asks for',
    extra: negative,
    checks: code('SERVICE_UNAVAILABLE'),
    reply: rpcError('SERVICE_UNAVAILABLE', 503),
    verdict: 'passed',
  },
  {
    name: 'a 5xx without a code, where the step asks for one',
    extra: negative,
    checks: code('SERVICE_UNAVAILABLE'),
    reply: answer.text(503, 'later'),
    verdict: 'errored',
  },
  {
    name: 'a 5xx that nobody asked for',
    extra: negative,
    checks: '',
    reply: rpcError('SERVICE_UNAVAILABLE', 503),
    verdict: 'errored',
  },
  {
    name: 'a 5xx where the step asks for any code',
    extra: negative,
    checks: '{ check: error_code, description: d }',
    reply: rpcError('SERVICE_UNAVAILABLE', 503),
    verdict: 'errored',
  },
  {
    name: 'a 5xx where an advisory asks for it',
    extra: negative,
    checks:
      '{ check: http_status, value: 503, severity: advisory, permanent_advisory: { reason: r }, description: d }',
    reply: answer.text(503, 'later'),
    verdict: 'errored',
  },
  {
    name: 'a 401 that the step asks for with the credential of the run',
    extra: negative,
    checks: `${status(401)}, ${challenge}`,
    reply: challenged,
    verdict: 'passed',
  },
  {
    name: 'a 401 that nobody asked for',
    extra: negative,
    checks: '',
    reply: challenged,
    verdict: 'errored',
  },
  {
    name: 'a 403 with the code that the step asks for',
    extra: negative,
    checks: code('PERMISSION_DENIED'),
    reply: rpcError('PERMISSION_DENIED', 403),
    verdict: 'passed',
  },
  {
    name: 'a 403 with another code',
    extra: negative,
    checks: code('PERMISSION_DENIED'),
    reply: rpcError('ACCOUNT_SUSPENDED', 403),
    verdict: 'failed',
  },
  {
    name: 'a 401 on a positive step that asks for 200',
    extra: '',
    checks: status(200),
    reply: challenged,
    verdict: 'failed',
  },
  {
    name: 'a 200 that is no JSON-RPC, where the step asks for 200',
    extra: '',
    checks: status(200),
    reply: answer.text(200, 'hi'),
    verdict: 'errored',
  },
  {
    name: 'a 500 without any credential',
    extra: negative + noCredential,
    checks: code('AUTH_REQUIRED'),
    reply: answer.text(500, ''),
    verdict: 'errored',
  },
])('$name: the step is $verdict', async ({ extra, checks, reply, verdict }) => {
  for (const protocol of ['mcp', 'a2a'] as const) {
    const { steps, calls } = await trial(aStoryboardWith(step(extra, checks)), {
      agent: writing(reply),
      protocol,
    });
    expect([protocol, steps]).toEqual([protocol, { n: verdict }]);
    expect(calls).toHaveLength(1);
  }
});

test('the answer that was judged is the one that came', async () => {
  const { storyboard } = await trial(aStoryboardWith(step(negative, status(503))), {
    agent: writing(answer.json({ a: 1 }, 503, { 'retry-after': '7' })),
  });
  expect(storyboard.steps[0]).toMatchObject({
    exchange: {
      kind: 'answered',
      response: { status: 503, headers: { 'retry-after': '7' }, body: { a: 1 } },
    },
  });
});
