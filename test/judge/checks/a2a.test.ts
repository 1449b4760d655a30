import { a2aContextContinuity } from '../../../src/judge/checks/a2a-context-continuity.ts';
import { a2aSubmittedArtifact } from '../../../src/judge/checks/a2a-submitted-artifact.ts';
import type { Evidence } from '../../../src/model/evidence.ts';
import type { Answered, Protocol } from '../../../src/model/exchange.ts';
import type { Json, JsonObject } from '../../../src/model/json.ts';
import type { Credential } from '../../../src/model/request.ts';
import { aStep, anAnswer, aRequest } from '../../support/builders.ts';
import { judgeTable } from '../support/check-table.ts';
import { aRun } from '../support/evidence.ts';

interface Told {
  readonly protocol?: Protocol;
  readonly credential?: Credential;
  readonly url?: string;
}

const answering = (
  message: JsonObject,
  { protocol = 'a2a', credential = { kind: 'default' }, url = 'http://agent.test/a2a' }: Told = {},
): Answered => ({
  ...anAnswer(),
  url,
  request: aRequest({ protocol, credential }),
  response: { status: 200, headers: {}, body: { jsonrpc: '2.0', id: 1, ...message } },
});

const withAnswer = (exchange: Answered | null, ...before: readonly Answered[]): Evidence => ({
  exchange,
  extraction: null,
  run: aRun({
    priorSteps: new Map(before.map((each, n) => [`s${n}`, aStep({ exchange: each })])),
  }),
});

const submitted: JsonObject = {
  kind: 'task',
  id: 't',
  contextId: 'c',
  status: { state: 'completed' },
  artifacts: [
    {
      artifactId: 'a',
      metadata: { adcp_task_id: 'w' },
      parts: [{ kind: 'data', data: { status: 'submitted', task_id: 'w' } }],
    },
  ],
};
const judging = (result: Json, told?: Told) => withAnswer(answering({ result }, told));

judgeTable(a2aSubmittedArtifact, [
  {
    name: 'passes on a completed task with a submitted payload',
    params: {},
    evidence: judging(submitted),
    status: 'passed',
    observes: /^$/,
  },
  {
    name: 'passes on the state as a constant, in an envelope',
    params: {},
    evidence: judging({ task: { ...submitted, status: { state: 'TASK_STATE_COMPLETED' } } }),
    status: 'passed',
  },
  {
    name: 'observes that the metadata names no task',
    params: {},
    evidence: judging({
      ...submitted,
      artifacts: [{ parts: [{ data: { status: 'submitted' } }] }],
    }),
    status: 'passed',
    observes: /names no adcp_task_id/,
  },
  {
    name: 'fails on the state submitted',
    params: {},
    evidence: judging({ ...submitted, status: { state: 'submitted' } }),
    status: 'failed',
    pointer: '/result/status/state',
    expected: 'completed',
    actual: 'submitted',
  },
  {
    name: 'fails on a payload that says otherwise',
    params: {},
    evidence: judging({
      ...submitted,
      artifacts: [
        { parts: [{ data: { status: 'submitted' } }, { data: { status: 'completed' } }] },
      ],
    }),
    status: 'failed',
    pointer: '/result/artifacts/0/parts',
    actual: 'completed',
  },
  {
    name: 'fails without an artifact',
    params: {},
    evidence: judging({ ...submitted, artifacts: [] }),
    status: 'failed',
    pointer: '/result/artifacts/0/parts',
  },
  {
    name: 'fails without a task id',
    params: {},
    evidence: judging({ ...submitted, id: '' }),
    status: 'failed',
    pointer: '/result/id',
  },
  {
    name: 'fails without a context id',
    params: {},
    evidence: judging({ ...submitted, contextId: '' }),
    status: 'failed',
    pointer: '/result/contextId',
  },
  {
    name: 'fails on a message',
    params: {},
    evidence: judging({ kind: 'message', parts: [] }),
    status: 'failed',
    note: /is a message/,
  },
  {
    name: 'fails on a JSON-RPC error',
    params: {},
    evidence: withAnswer(answering({ error: { code: 1, message: 'no' } })),
    status: 'failed',
    pointer: '/result',
  },
  {
    name: 'says nothing over MCP',
    params: {},
    evidence: judging({}, { protocol: 'mcp' }),
    status: 'not_applicable',
  },
  {
    name: 'fails where nothing was asked',
    params: {},
    evidence: withAnswer(null),
    status: 'failed',
    note: /needs an answer/,
  },
]);

const inContext = (contextId: string | null, told?: Told) =>
  answering({ result: { ...submitted, contextId } }, told);
const refusal = answering({ error: { code: 1, message: 'no' } });
const step: Told = { credential: { kind: 'bearer', token: 'other' } };

judgeTable(a2aContextContinuity, [
  {
    name: 'passes on the conversation of the answer before',
    params: {},
    evidence: withAnswer(inContext('c'), inContext('b'), inContext('c')),
    status: 'passed',
  },
  {
    name: 'fails on another',
    params: {},
    evidence: withAnswer(inContext('d'), inContext('c')),
    status: 'failed',
    pointer: '/result/contextId',
    expected: 'c',
    actual: 'd',
  },
  {
    name: 'fails on none',
    params: {},
    evidence: withAnswer(inContext(null), inContext('c')),
    status: 'failed',
    actual: null,
  },
  {
    name: 'passes over errors and answers without a conversation',
    params: {},
    evidence: withAnswer(inContext('d'), inContext('c'), refusal, inContext(null)),
    status: 'failed',
    expected: 'c',
  },
  {
    name: 'does not mix conversations of two credentials',
    params: {},
    evidence: withAnswer(inContext('c'), inContext('c'), inContext('d', step)),
    status: 'passed',
  },
  {
    name: 'does not mix conversations of two agents',
    params: {},
    evidence: withAnswer(inContext('c'), inContext('d', { url: 'http://other.test/a2a' })),
    status: 'not_applicable',
  },
  {
    name: 'compares within the credential of the step',
    params: {},
    evidence: withAnswer(inContext('c', step), inContext('c'), inContext('d', step)),
    status: 'failed',
    expected: 'd',
  },
  {
    name: 'says nothing of the first answer',
    params: {},
    evidence: withAnswer(inContext('c')),
    status: 'not_applicable',
    note: /no answer before/,
  },
  {
    name: 'says nothing of an error',
    params: {},
    evidence: withAnswer(refusal, inContext('c')),
    status: 'not_applicable',
    note: /error/,
  },
  {
    name: 'says nothing over MCP',
    params: {},
    evidence: withAnswer(inContext('c', { protocol: 'mcp' })),
    status: 'not_applicable',
    note: /over mcp/,
  },
]);
