import { afterEach, describe, expect, test } from 'vitest';
import { a2a } from '../../src/dispatch/a2a.ts';
import { discover } from '../../src/dispatch/discover.ts';
import type { WireRequest } from '../../src/model/exchange.ts';
import type { JsonObject } from '../../src/model/json.ts';
import type { Credential } from '../../src/model/request.ts';
import { json, rpcResult, startAgent, text } from '../support/agent.ts';
import type { AgentScript, Reply } from '../support/agent.ts';

const open: { close(): Promise<void> }[] = [];
afterEach(async () => {
  for (const each of open.splice(0).reverse()) await each.close();
});

const limits = { signal: new AbortController().signal, timeoutMs: 10_000 };
const own: Credential = { kind: 'default' };

async function start(
  script: AgentScript = {},
  path?: string,
  credential: Credential = { kind: 'none' },
) {
  const agent = await startAgent(script);
  const transport = a2a.open({
    url: path === undefined ? agent.url : new URL(path, agent.url),
    credential,
    now: () => new Date(1000),
    elapsed: () => performance.now(),
    clientInfo: { name: 'test', version: '0.0.1' },
  });
  open.push(agent, transport);
  return { agent, transport };
}

function call(operation: string, payload: JsonObject = {}, credential = own): WireRequest {
  return { protocol: 'a2a', operation, payload, credential };
}

const contextsSent = (seen: readonly { readonly rpc: string; readonly message: unknown }[]) =>
  seen
    .filter(({ rpc }) => rpc === 'message/send')
    .map(({ message }) => {
      const { params } = message as { params: { message: Record<string, unknown> } };
      return params.message['contextId'];
    });

describe('a message', () => {
  test('answered under another name than that of JSON is read, and told of', async () => {
    const { transport } = await start({
      on: ({ rpc }) =>
        rpc === 'message/send'
          ? rpcResult({ kind: 'message', parts: [] }, { 'content-type': 'text/html' })
          : undefined,
    });
    expect(await transport.send(call('get_products'), limits)).toMatchObject({ kind: 'answered' });
    expect(transport.notices).toEqual([
      '1 answer is JSON and came with content type "text/html" instead of application/json.',
    ]);
  });

  test('names the skill and its parameters and asks for no task', async () => {
    const { agent, transport } = await start();
    const exchange = await transport.send(call('get_products', { brief: 'x' }), limits);
    expect(agent.seen[1]?.message).toEqual({
      jsonrpc: '2.0',
      id: 1,
      method: 'message/send',
      params: {
        message: {
          kind: 'message',
          role: 'user',
          messageId: 'storyboard-1000-1',
          parts: [{ kind: 'data', data: { skill: 'get_products', parameters: { brief: 'x' } } }],
        },
      },
    });
    expect(exchange).toMatchObject({ kind: 'answered', url: agent.url.href });
    expect(exchange.kind === 'answered' && transport.extract(exchange.response)).toMatchObject({
      outcome: 'success',
      payload: { echo: { brief: 'x' } },
    });
  });

  test('stays in the conversation the agent opened, and out of its tasks', async () => {
    const { agent, transport } = await start();
    for (const skill of ['a', 'b', 'c']) await transport.send(call(skill), limits);
    expect(contextsSent(agent.seen)).toEqual([undefined, 'c-1', 'c-1']);
    expect(JSON.stringify(agent.seen.map(({ message }) => message))).not.toContain('taskId');
  });

  test('begins a new conversation when told so', async () => {
    const { agent, transport } = await start();
    await transport.send(call('a'), limits);
    transport.startConversation();
    await transport.send(call('b'), limits);
    expect(contextsSent(agent.seen)).toEqual([undefined, undefined]);
  });

  test('of another credential is another conversation', async () => {
    const { agent, transport } = await start({}, undefined, { kind: 'bearer', token: 'run' });
    await transport.send(call('a'), limits);
    await transport.send(call('b', {}, { kind: 'none' }), limits);
    await transport.send(call('c'), limits);
    expect(contextsSent(agent.seen)).toEqual([undefined, undefined, 'c-1']);
    expect(agent.seen.map(({ headers }) => headers.authorization)).toEqual([
      'Bearer run',
      'Bearer run',
      undefined,
      'Bearer run',
    ]);
  });
});

/** Serves this card at this path and nothing else by GET. */
const cardAt = (path: string, card: unknown): AgentScript => ({
  on: (seen) => {
    if (seen.method !== 'GET') return undefined;
    return seen.path === path ? json(card) : text(404, 'no');
  },
});

describe('the agent card', () => {
  test.each([
    { at: '/mcp/.well-known/agent-card.json', given: '/mcp' },
    { at: '/mcp/.well-known/agent-card.json', given: '/mcp/' },
    { at: '/mcp/.well-known/agent.json', given: '/mcp' },
    { at: '/.well-known/agent-card.json', given: '/mcp' },
    { at: '/.well-known/agent.json', given: '/mcp' },
    { at: '/.well-known/agent-card.json', given: '/' },
    { at: '/x/.well-known/agent.json', given: '/x/.well-known/agent.json' },
  ])('is found at $at for $given', async ({ at, given }) => {
    const { transport } = await start(cardAt(at, { url: '/mcp', name: 'n' }), given);
    expect(await transport.describe(limits)).toMatchObject({ kind: 'described', name: 'n' });
  });

  test('is read once', async () => {
    const { agent, transport } = await start();
    await transport.connect(limits);
    await transport.describe(limits);
    await transport.send(call('a'), limits);
    expect(agent.log).toEqual(['GET', 'message/send a']);
  });

  test.each<{ name: string; card: JsonObject; path: string; notices: number }>([
    { name: 'names the endpoint', card: { url: '/rpc' }, path: '/rpc', notices: 0 },
    {
      name: 'may call this machine by its name',
      card: { url: 'http://localhost:$port/rpc?x=1' },
      path: '/rpc?x=1',
      notices: 0,
    },
    { name: 'without an endpoint leaves the URL given', card: {}, path: '/mcp', notices: 0 },
    {
      name: 'of another transport may name JSON-RPC beside it',
      card: {
        url: '/grpc',
        preferredTransport: 'GRPC',
        additionalInterfaces: [{ url: '/rpc', transport: 'JSONRPC' }],
      },
      path: '/rpc',
      notices: 0,
    },
    {
      name: 'does not lead the credential to another host',
      card: { url: 'https://elsewhere.example/rpc' },
      path: '/mcp',
      notices: 1,
    },
    {
      name: 'does not lead the credential to another port',
      card: { url: 'http://127.0.0.1:1/rpc' },
      path: '/mcp',
      notices: 1,
    },
  ])('$name', async ({ card, path, notices }) => {
    const reply: Reply = (response, seen) =>
      text(
        200,
        JSON.stringify(card).replace('$port', String(seen.headers.host).replace(/.*:/, '')),
      )(response, seen);
    const { agent, transport } = await start({
      on: ({ method }) => (method === 'GET' ? reply : undefined),
    });
    await transport.send(call('a'), limits);
    expect(agent.seen.at(-1)?.path).toBe(path);
    expect(transport.notices).toHaveLength(notices);
  });

  test.each<{ name: string; reply: Reply; reason: string; says: RegExp }>([
    {
      name: 'that is nowhere',
      reply: text(404, 'no'),
      reason: 'protocol',
      says: /has no agent card \(tried \/mcp\/\.well-known\/agent-card\.json, .*\)/,
    },
    {
      name: 'that is a page',
      reply: text(200, '<p>hi'),
      reason: 'protocol',
      says: /agent-card\.json is not an agent card .*"<p>hi"/,
    },
    {
      name: 'of an agent without JSON-RPC',
      reply: json({ url: '/x', preferredTransport: 'GRPC' }),
      reason: 'protocol',
      says: /speaks A2A over GRPC; JSONRPC is needed/,
    },
    {
      name: 'that is not for us',
      reply: text(401, 'no'),
      reason: 'unauthorized',
      says: /HTTP 401/,
    },
    { name: 'that breaks', reply: text(503, 'no'), reason: 'server_error', says: /HTTP 503/ },
  ])('$name is a fault', async ({ reply, reason, says }) => {
    const { transport } = await start({ on: () => reply });
    for (const found of [await transport.connect(limits), await transport.describe(limits)])
      expect(found).toMatchObject({
        kind: 'unanswered',
        reason,
        detail: expect.stringMatching(says) as string,
      });
    expect(await transport.send(call('a'), limits)).toMatchObject({ kind: 'unanswered', reason });
  });

  test('that could not be read is asked for again', async () => {
    let up = false;
    const { transport } = await start({ on: () => (up ? undefined : text(503, 'starting')) });
    expect(await transport.connect(limits)).toMatchObject({ reason: 'server_error' });
    up = true;
    expect(await transport.connect(limits)).toBeNull();
  });

  test('lists skills by id, and by name where that is a task', async () => {
    const skills = [
      { id: 'get_products', name: 'Find products' },
      { id: 'skill-7', name: 'tasks/get' },
      { id: 'Prose', name: 'More prose' },
      'odd',
    ];
    const { transport } = await start(cardAt('/.well-known/agent.json', { skills }));
    expect(await transport.describe(limits)).toMatchObject({
      tools: [{ name: 'get_products' }, { name: 'skill-7' }, { name: 'tasks/get' }],
    });
  });
});

describe('discovery', () => {
  test('asks for capabilities although cards leave the skill out', async () => {
    const { transport } = await start({ tools: ['get_products'], tool: () => ({ adcp: {} }) });
    expect(await discover(transport, limits)).toMatchObject({
      identity: { tools: ['get_products', 'get_adcp_capabilities'] },
      capabilities: { adcp: {} },
    });
  });

  test('lists no capabilities skill where asking for it went wrong', async () => {
    const refused = { kind: 'task', status: { state: 'failed' } };
    const { transport } = await start({ tools: ['get_products'], tool: () => refused });
    expect(await discover(transport, limits)).toMatchObject({
      identity: { tools: ['get_products'] },
      capabilities: null,
    });
  });
});

describe('an answer', () => {
  const sent = async (result: unknown, credential: Credential = own) => {
    const on: AgentScript['on'] = ({ rpc }) =>
      rpc === 'message/send' ? rpcResult(result) : undefined;
    const { transport } = await start({ on });
    return transport.send(call('a', {}, credential), limits);
  };
  const inState = (state: string) => ({ kind: 'task', id: 't', status: { state } });

  test.each<{ name: string; result: unknown; reason: string; says: string }>([
    { name: 'a text', result: 'hi', reason: 'protocol', says: 'the result is not an object' },
    { name: 'neither', result: { hello: 1 }, reason: 'protocol', says: 'neither a task nor' },
    {
      name: 'a task without a state',
      result: { status: {} },
      reason: 'protocol',
      says: 'no state',
    },
    { name: 'in no state A2A has', result: inState('banana'), reason: 'protocol', says: 'banana' },
    { name: 'unknown', result: inState('unknown'), reason: 'protocol', says: 'unknown' },
    {
      name: 'waiting for a credential',
      result: inState('TASK_STATE_AUTH_REQUIRED'),
      reason: 'unauthorized',
      says: 'wants a credential',
    },
  ])('that is $name tells nothing of the call', async ({ result, reason, says }) => {
    expect(await sent(result)).toMatchObject({
      kind: 'unanswered',
      reason,
      detail: expect.stringContaining(says) as string,
    });
  });

  test.each(['completed', 'failed', 'submitted', 'working', 'input_required'])(
    'in the state %s is one',
    async (state) => {
      expect(await sent(inState(state))).toMatchObject({ kind: 'answered' });
    },
  );

  test('that asks for a credential is one where the step chose its own', async () => {
    const credential: Credential = { kind: 'bearer', token: 'bad' };
    expect(await sent(inState('auth-required'), credential)).toMatchObject({ kind: 'answered' });
  });
});

describe('a task', () => {
  const task = (state: string) => ({ kind: 'task', id: 't-1', contextId: 'c', status: { state } });

  test.each([
    { state: 'submitted', id: 't-1' },
    { state: 'TASK_STATE_INPUT_REQUIRED', id: 't-1' },
    { state: 'completed', id: null },
    { state: 'failed', id: null },
  ])('that is $state has the id $id to ask for', async ({ state, id }) => {
    const { transport } = await start();
    const body = { jsonrpc: '2.0', id: 1, result: task(state) };
    expect(transport.tasks?.idOf({ status: 200, headers: {}, body })).toBe(id);
  });

  test('is asked for by its id, with the credential of the request that began it', async () => {
    const { agent, transport } = await start({
      on: ({ rpc }) => (rpc === 'tasks/get' ? rpcResult(task('completed')) : undefined),
    });
    const credential: Credential = { kind: 'bearer', token: 'step' };
    const started = await transport.send(call('a', {}, credential), limits);
    const polled = await transport.tasks?.get('t-1', started, limits);
    expect(polled).toMatchObject({
      kind: 'answered',
      request: { operation: 'tasks/get', payload: { id: 't-1' }, credential },
      response: { body: { result: task('completed') } },
    });
    expect(agent.seen.at(-1)?.message).toMatchObject({
      method: 'tasks/get',
      params: { id: 't-1' },
    });
    expect(agent.seen.at(-1)?.headers.authorization).toBe('Bearer step');
  });
});
