import { afterEach, expect, test } from 'vitest';
import type { JsonObject } from '../../src/model/json.ts';
import type { Credential } from '../../src/model/request.ts';
import { mcp } from '../../src/dispatch/mcp.ts';
import { startAgent, type AgentScript, type TestAgent } from '../support/agent.ts';

const open: { close(): Promise<void> }[] = [];
afterEach(async () => {
  for (const each of open.splice(0).reverse()) await each.close();
});

const limits = { signal: new AbortController().signal, timeoutMs: 5000 };

async function start(script: AgentScript = {}, credential: Credential = { kind: 'none' }) {
  const agent = await startAgent(script);
  const transport = openTransport(agent, credential);
  return { agent, transport };
}

function openTransport(agent: TestAgent, credential: Credential) {
  const transport = mcp.open({
    url: agent.url,
    credential,
    now: () => new Date('2026-01-02T03:04:05Z'),
    elapsed: () => performance.now(),
    clientInfo: { name: 'test', version: '0.0.1' },
  });
  open.push(agent, transport);
  return transport;
}

function call(
  operation: string,
  payload: JsonObject = {},
  credential: Credential = { kind: 'default' },
) {
  return { protocol: 'mcp', operation, payload, credential } as const;
}

test('a call is answered over one handshake and one connection', async () => {
  const { agent, transport } = await start();
  for (const n of [1, 2, 3]) {
    const exchange = await transport.send(call('echo', { n }), limits);
    expect(exchange).toMatchObject({
      kind: 'answered',
      sentAt: '2026-01-02T03:04:05.000Z',
      response: { status: 200, body: { result: { structuredContent: { echo: { n } } } } },
    });
  }
  expect(agent.log).toEqual([
    'initialize',
    'notifications/initialized',
    'tools/call echo',
    'tools/call echo',
    'tools/call echo',
  ]);
  expect(agent.connections).toBe(1);
  expect(transport.requests).toBe(5);
});
