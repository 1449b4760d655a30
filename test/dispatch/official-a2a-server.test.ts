import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import type { AgentCard, Message } from '@a2a-js/sdk';
import {
  DefaultRequestHandler,
  InMemoryTaskStore,
  JsonRpcTransportHandler,
  type AgentExecutor,
  type ExecutionEventBus,
  type RequestContext,
} from '@a2a-js/sdk/server';
import { afterEach, expect, test } from 'vitest';
import { a2a } from '../../src/dispatch/a2a.ts';
import { discover } from '../../src/dispatch/discover.ts';
import type { WireRequest } from '../../src/model/exchange.ts';
import type { JsonObject } from '../../src/model/json.ts';

const open: { close(): Promise<void> }[] = [];
afterEach(async () => {
  for (const each of open.splice(0).reverse()) await each.close();
});

const limits = { signal: new AbortController().signal, timeoutMs: 10_000 };

/** An agent on the official SDK: ours is tested against a reading of the protocol that is not ours. */
class Executor implements AgentExecutor {
  execute({ taskId, contextId, userMessage }: RequestContext, bus: ExecutionEventBus) {
    const { skill, parameters } = askedIn(userMessage);
    const about = { taskId, contextId };
    bus.publish({ kind: 'task', id: taskId, contextId, status: { state: 'working' } });
    const data = skill === 'get_adcp_capabilities' ? { adcp: { major_versions: [3] } } : parameters;
    bus.publish({
      kind: 'artifact-update',
      ...about,
      artifact: { artifactId: 'a', parts: [{ kind: 'data', data: { ...data } }] },
    });
    const state = skill === 'refuse' ? 'failed' : 'completed';
    bus.publish({ kind: 'status-update', ...about, status: { state }, final: true });
    bus.finished();
    return Promise.resolve();
  }

  cancelTask() {
    return Promise.resolve();
  }
}

function askedIn({ parts: [part] }: Message): { skill: string; parameters: JsonObject } {
  if (part?.kind !== 'data') throw new Error('no data part');
  return part.data as { skill: string; parameters: JsonObject };
}

async function startOfficial() {
  const card: AgentCard = {
    name: 'official',
    description: 'an agent',
    version: '9.9.9',
    protocolVersion: '0.3.0',
    url: '/a2a',
    preferredTransport: 'JSONRPC',
    capabilities: {},
    defaultInputModes: ['application/json'],
    defaultOutputModes: ['application/json'],
    skills: [{ id: 'refuse', name: 'refuse', description: 'refuses', tags: [] }],
  };
  const handler = new DefaultRequestHandler(card, new InMemoryTaskStore(), new Executor());
  const rpc = new JsonRpcTransportHandler(handler);
  const server = createServer((request, response) => {
    const answer = async () => {
      if (request.method === 'GET') return handler.getAgentCard();
      return rpc.handle(await text(request));
    };
    void answer().then((body) => response.end(JSON.stringify(body)));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const transport = a2a.open({
    url: new URL(`http://127.0.0.1:${port}/a2a`),
    credential: { kind: 'none' },
    now: () => new Date(0),
    elapsed: () => performance.now(),
    clientInfo: { name: 'test', version: '0.0.1' },
  });
  open.push(transport, {
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  });
  return transport;
}

function call(operation: string, payload: JsonObject = {}): WireRequest {
  return { protocol: 'a2a', operation, payload, credential: { kind: 'default' } };
}

test('the official server is discovered', async () => {
  const transport = await startOfficial();
  expect(await discover(transport, limits)).toMatchObject({
    identity: {
      name: 'official',
      version: '9.9.9',
      protocolVersion: '0.3.0',
      tools: ['refuse', 'get_adcp_capabilities'],
    },
    capabilities: { adcp: { major_versions: [3] } },
  });
});

test('the official server is called, refuses, and keeps the conversation', async () => {
  const transport = await startOfficial();
  const contexts: unknown[] = [];
  for (const operation of ['echo', 'refuse']) {
    const exchange = await transport.send(call(operation, { n: 1 }), limits);
    expect(exchange.kind === 'answered' && transport.extract(exchange.response)).toMatchObject({
      outcome: operation === 'refuse' ? 'error' : 'success',
      payload: { n: 1 },
    });
    if (exchange.kind === 'answered')
      contexts.push(
        (exchange.response.body as { result: { contextId: unknown } }).result.contextId,
      );
  }
  expect(contexts[0]).toBeTypeOf('string');
  expect(contexts[1]).toBe(contexts[0]);
});

test('the official server knows its tasks, and says which it does not know', async () => {
  const transport = await startOfficial();
  const started = await transport.send(call('echo', { n: 1 }), limits);
  const { body } = started.kind === 'answered' ? started.response : { body: null };
  const { id } = (body as { result: { id: string } }).result;
  const known = await transport.tasks?.get(id, started, limits);
  expect(known?.kind === 'answered' && transport.extract(known.response).payload).toEqual({ n: 1 });
  const unknown = await transport.tasks?.get('nobody', started, limits);
  expect(unknown?.kind === 'answered' && transport.extract(unknown.response)).toMatchObject({
    outcome: 'error',
  });
});
