import { afterEach, describe, expect, test } from 'vitest';
import { mcp } from '../../src/dispatch/mcp.ts';
import type { WireRequest } from '../../src/model/exchange.ts';
import type { JsonObject } from '../../src/model/json.ts';
import type { Credential } from '../../src/model/request.ts';
import { events, json, rpcResult, startAgent, text } from '../support/agent.ts';
import type { AgentScript, Reply } from '../support/agent.ts';

const open: { close(): Promise<void> }[] = [];
afterEach(async () => {
  for (const each of open.splice(0).reverse()) await each.close();
});

const limits = { signal: new AbortController().signal, timeoutMs: 10_000 };
const own: Credential = { kind: 'default' };

async function start(
  script: AgentScript = {},
  credential: Credential = { kind: 'none' },
  elapsed = () => performance.now(),
) {
  const agent = await startAgent(script);
  const transport = mcp.open({
    url: agent.url,
    credential,
    now: () => new Date('2026-01-02T03:04:05Z'),
    elapsed,
    clientInfo: { name: 'test', version: '0.0.1' },
  });
  open.push(agent, transport);
  return { agent, transport };
}

function call(operation: string, payload: JsonObject = {}, credential = own): WireRequest {
  return { protocol: 'mcp', operation, payload, credential };
}

/** Answers tool calls like this and everything else properly. */
const onCall = (reply: Reply): AgentScript => ({
  on: (seen) => (seen.rpc === 'tools/call' ? reply : undefined),
});

const handshake = ['initialize', 'notifications/initialized'];

describe('a session', () => {
  test('serves all calls over one handshake and one connection', async () => {
    const { agent, transport } = await start();
    for (const n of [1, 2, 3]) {
      expect(await transport.send(call('echo', { n }), limits)).toMatchObject({
        kind: 'answered',
        sentAt: '2026-01-02T03:04:05.000Z',
        response: { status: 200, body: { result: { structuredContent: { echo: { n } } } } },
      });
    }
    const calls = ['tools/call echo', 'tools/call echo', 'tools/call echo'];
    expect(agent.log).toEqual([...handshake, ...calls]);
    expect(agent.connections).toBe(1);
    expect(transport.requests).toBe(5);
  });

  test('offers the newest version and says who we are', async () => {
    const { agent, transport } = await start();
    await transport.connect(limits);
    expect(agent.seen[0]?.message).toEqual({
      jsonrpc: '2.0',
      id: 1,
      method: 'initialize',
      params: {
        protocolVersion: '2025-11-25',
        capabilities: {},
        clientInfo: { name: 'test', version: '0.0.1' },
      },
    });
    expect(agent.seen[0]?.headers).toMatchObject({
      accept: 'application/json, text/event-stream',
      'user-agent': 'test/0.0.1',
    });
  });

  test.each(['2025-11-25', '2025-03-26', '2024-11-05'])(
    'speaks %s when the agent asks for it',
    async (protocolVersion) => {
      const { agent, transport } = await start({ protocolVersion });
      await transport.send(call('echo'), limits);
      expect(agent.seen.at(-1)?.headers['mcp-protocol-version']).toBe(protocolVersion);
    },
  );

  test('is not opened in a version nobody knows', async () => {
    const { agent, transport } = await start({ protocolVersion: '1999-01-01' });
    expect(await transport.send(call('echo'), limits)).toMatchObject({
      kind: 'unanswered',
      reason: 'protocol',
      detail: `${agent.url.host} speaks MCP "1999-01-01"; known here are 2025-11-25, 2025-06-18, 2025-03-26, 2024-11-05, 2024-10-07.`,
    });
    expect(agent.log).toEqual(['initialize']);
  });

  test('is not opened when initialize is an error', async () => {
    const error = { code: -32600, message: 'no' };
    const { transport } = await start({ on: () => json({ jsonrpc: '2.0', id: 1, error }) });
    expect(await transport.connect(limits)).toMatchObject({
      reason: 'protocol',
      detail: expect.stringContaining('refused to initialize: "{\\"code\\":-32600') as string,
    });
  });

  test('that was not opened is tried again by the next call', async () => {
    let up = false;
    const { agent, transport } = await start({ on: () => (up ? undefined : text(503, '')) });
    expect(await transport.connect(limits)).toMatchObject({ reason: 'server_error' });
    up = true;
    expect(await transport.send(call('echo'), limits)).toMatchObject({ kind: 'answered' });
    expect(agent.log).toEqual(['initialize', ...handshake, 'tools/call echo']);
  });

  test('carries its id on every request and ends with a DELETE', async () => {
    const { agent, transport } = await start({ session: true });
    expect(await transport.send(call('echo'), limits)).toMatchObject({ kind: 'answered' });
    await transport.close();
    expect(agent.log).toEqual([...handshake, 'tools/call echo', 'DELETE']);
    const ids = agent.seen.map((seen) => seen.headers['mcp-session-id']);
    expect(ids).toEqual([undefined, 'session-1', 'session-1', 'session-1']);
  });

  test('without an id ends without a DELETE', async () => {
    const { agent, transport } = await start();
    await transport.connect(limits);
    await transport.close();
    expect(agent.log).toEqual(handshake);
  });

  test('that the agent forgot fails the call, which is not sent again; the next call opens another', async () => {
    let forgotten = true;
    const { agent, transport } = await start({
      session: true,
      on: ({ tool }) => (tool === 'lost' && forgotten ? text(404, 'no session') : undefined),
    });
    expect(await transport.send(call('lost'), limits)).toMatchObject({
      kind: 'unanswered',
      reason: 'closed',
      detail: `${agent.url.host} no longer knows the session it gave out (HTTP 404).`,
    });
    forgotten = false;
    expect(await transport.send(call('lost'), limits)).toMatchObject({ kind: 'answered' });
    const once = [...handshake, 'tools/call lost'];
    expect(agent.log).toEqual([...once, ...once]);
    expect(transport.notices).toEqual([
      'The agent forgot its session before lost; the next call opens a new one.',
    ]);
  });

  test.each([
    { status: 400, code: -32000, message: 'Bad Request: No valid session ID provided' },
    { status: 400, code: -32000, message: 'Bad Request: Server not initialized' },
    { status: 404, code: -32001, message: 'Session not found' },
  ])('that a $status with "$message" denies is gone', async ({ status, code, message }) => {
    let forgotten = true;
    const refusal = json({ jsonrpc: '2.0', id: null, error: { code, message } }, status);
    const { agent, transport } = await start({
      on: ({ tool }) => (tool === 'lost' && forgotten ? refusal : undefined),
    });
    expect(await transport.send(call('lost'), limits)).toMatchObject({
      kind: 'unanswered',
      reason: 'closed',
      detail: `${agent.url.host} does not know the session of the call (HTTP ${status}: "${message}").`,
      response: { status },
    });
    forgotten = false;
    expect(await transport.send(call('lost'), limits)).toMatchObject({ kind: 'answered' });
    const once = [...handshake, 'tools/call lost'];
    expect(agent.log).toEqual([...once, ...once]);
  });

  test.each([
    { name: 'of this call', id: 2, message: 'there is no session s-1' },
    { name: 'about something else', id: null, message: 'the brief is too long' },
  ])('is not gone because of an error $name', async ({ id, message }) => {
    const body = { jsonrpc: '2.0', id, error: { code: -32000, message } };
    const { transport } = await start(onCall(json(body, 400)));
    expect(await transport.send(call('task'), limits)).toMatchObject({ kind: 'answered' });
  });

  test('takes its time from the call that opens it', async () => {
    let clock = 0;
    const slow: AgentScript = {
      on: ({ rpc }) => {
        clock += rpc === 'notifications/initialized' ? limits.timeoutMs : 0;
        return undefined;
      },
    };
    const { agent, transport } = await start(slow, { kind: 'none' }, () => clock);
    expect(await transport.send(call('echo'), limits)).toMatchObject({
      reason: 'timed_out',
      detail: `${agent.url.host} did not finish the handshake within 10000 ms.`,
      durationMs: 10_000,
    });
    expect(agent.log).toEqual(handshake);
  });

  test('is opened once for calls made at the same time', async () => {
    const { agent, transport } = await start();
    await Promise.all([1, 2, 3].map((n) => transport.send(call('echo', { n }), limits)));
    expect(agent.log.slice(0, 2)).toEqual(handshake);
    expect(agent.seen).toHaveLength(5);
  });

  test('stays open when the agent dislikes notifications/initialized, and that is noted', async () => {
    const { transport } = await start({
      on: ({ rpc }) => (rpc === 'notifications/initialized' ? text(400, '') : undefined),
    });
    expect(await transport.send(call('echo'), limits)).toMatchObject({ kind: 'answered' });
    expect(transport.notices).toEqual([
      'The agent answered notifications/initialized with HTTP 400.',
    ]);
  });
});

describe('a credential', () => {
  const run: Credential = { kind: 'bearer', token: 'good' };
  const wrong: Credential = { kind: 'bearer', token: 'wrong' };

  test.each<{ name: string; credential: Credential; header: string | undefined }>([
    { name: 'the default', credential: own, header: 'Bearer good' },
    { name: 'none', credential: { kind: 'none' }, header: undefined },
    { name: 'a bearer token', credential: wrong, header: 'Bearer wrong' },
    {
      name: 'a user name and password',
      credential: { kind: 'basic', username: 'Jürgen', password: 'a:b' },
      header: `Basic ${Buffer.from('Jürgen:a:b').toString('base64')}`,
    },
  ])('$name goes out as its header', async ({ credential, header }) => {
    const { agent, transport } = await start({}, run);
    await transport.send(call('echo', {}, credential), limits);
    expect(agent.seen.at(-1)?.headers.authorization).toBe(header);
  });

  test('of a step needs no handshake where the agent keeps no session', async () => {
    const { agent, transport } = await start({ accepts: ['Bearer good'] }, run);
    await transport.connect(limits);
    expect(await transport.send(call('echo', {}, wrong), limits)).toMatchObject({
      kind: 'answered',
      response: { status: 401 },
    });
    expect(agent.log).toEqual([...handshake, 'tools/call echo']);
    expect(agent.seen.at(-1)?.headers['mcp-protocol-version']).toBe('2025-06-18');
  });

  test('of a step gets a session of its own where the agent keeps sessions', async () => {
    const accepts = ['Bearer good', 'Bearer other'];
    const { agent, transport } = await start({ session: true, accepts }, run);
    const other: Credential = { kind: 'bearer', token: 'other' };
    await transport.send(call('echo'), limits);
    await transport.send(call('echo', {}, other), limits);
    await transport.send(call('echo', {}, other), limits);
    await transport.close();
    const calls = ['tools/call echo', 'tools/call echo'];
    expect(agent.log).toEqual([
      ...[...handshake, 'tools/call echo'],
      ...[...handshake, ...calls],
      ...['DELETE', 'DELETE'],
    ]);
    expect(agent.seen.slice(-2).map((seen) => seen.headers.authorization)).toEqual(accepts);
  });

  test('of a step that the handshake refuses has its answer there', async () => {
    const { transport } = await start({ session: true, accepts: ['Bearer good'] }, run);
    await transport.connect(limits);
    expect(await transport.send(call('echo', {}, wrong), limits)).toMatchObject({
      kind: 'answered',
      response: { status: 401, headers: { 'www-authenticate': 'Bearer' }, body: 'unauthorized' },
    });
    expect(transport.notices).toEqual(['initialize was refused with HTTP 401; echo was not sent.']);
  });

  test('of the run that is refused is no answer', async () => {
    const { transport } = await start({ accepts: ['Bearer good'] }, wrong);
    const unauthorized = { kind: 'unanswered', reason: 'unauthorized' };
    expect(await transport.connect(limits)).toMatchObject(unauthorized);
    expect(await transport.send(call('echo'), limits)).toMatchObject(unauthorized);
  });

  test('of a step is tried when the one of the run was refused', async () => {
    const { transport } = await start({ accepts: ['Bearer good'] }, wrong);
    expect(await transport.connect(limits)).toMatchObject({ reason: 'unauthorized' });
    expect(await transport.send(call('echo', {}, run), limits)).toMatchObject({ kind: 'answered' });
  });
});

describe('a stream of events', () => {
  const reply = '{"jsonrpc":"2.0","id":$id,"result":{"content":[]}}';
  const notification = '{"jsonrpc":"2.0","method":"notifications/progress","params":{}}';

  test.each<{ name: string; chunks: readonly string[] }>([
    { name: 'with one event', chunks: [`data: ${reply}\n\n`] },
    { name: 'with a named event', chunks: [`event: message\ndata: ${reply}\n\n`] },
    { name: 'with CRLF', chunks: [`event: message\r\ndata: ${reply}\r\n\r\n`] },
    { name: 'with CR', chunks: [`event: message\rdata: ${reply}\r\r`] },
    { name: 'split between CR and CR', chunks: [`data: ${reply}\r`, '\r'] },
    { name: 'split between CR and LF', chunks: [`data: ${reply}\r`, '\n\r', '\n'] },
    {
      name: 'split inside the data',
      chunks: ['da', 'ta: {"jsonrpc":"2.0",', `${reply.slice(17)}\n`, '\n'],
    },
    {
      name: 'with data over two lines',
      chunks: [`data: {"jsonrpc":"2.0",\ndata: ${reply.slice(17)}\n\n`],
    },
    { name: 'with comments', chunks: [': hello\n\n', ':\n', `data: ${reply}\n\n`] },
    { name: 'with an empty first event', chunks: ['id: 1\ndata: \n\n', `data: ${reply}\n\n`] },
    {
      name: 'with events of another kind',
      chunks: ['event: ping\ndata: x\n\n', `data: ${reply}\n\n`],
    },
  ])('$name is read', async ({ chunks }) => {
    const { transport } = await start(onCall(events(...chunks)));
    expect(await transport.send(call('task'), limits)).toMatchObject({
      kind: 'answered',
      response: { body: { result: { content: [] } } },
    });
  });

  test('in one body under another name is read, and told of', async () => {
    const { transport } = await start(
      onCall(rpcResult({ content: [] }, { 'content-type': 'text/html' })),
    );
    expect(await transport.send(call('task'), limits)).toMatchObject({ kind: 'answered' });
    expect(transport.notices).toEqual([
      '1 answer is JSON and came with content type "text/html" instead of application/json.',
    ]);
  });

  test('that is none, but says so of itself, is not read', async () => {
    const { transport } = await start(
      onCall(
        json({ jsonrpc: '2.0', id: 2, result: { content: [] } }, 200, {
          'content-type': 'text/event-stream',
        }),
      ),
    );
    expect(await transport.send(call('task'), limits)).toMatchObject({ kind: 'unanswered' });
    expect(transport.notices).toEqual([]);
  });

  test('with messages of the agent before the reply is read, and they are counted', async () => {
    const ping = '{"jsonrpc":"2.0","id":"s1","method":"ping"}';
    const chunks = [`data: ${notification}\n\n`, `data: ${ping}\n\n`, `data: ${reply}\n\n`];
    const { transport } = await start(onCall(events(...chunks)));
    expect(await transport.send(call('task'), limits)).toMatchObject({ kind: 'answered' });
    expect(transport.notices).toEqual([
      '2 messages of the agent on its streams were left unanswered.',
    ]);
  });

  test.each<{ name: string; chunks: readonly string[]; says: string }>([
    { name: 'that is empty', chunks: [], says: 'closed without an answer' },
    {
      name: 'that only notifies',
      chunks: [`data: ${notification}\n\n`],
      says: 'closed without an answer',
    },
    {
      name: 'whose reply is cut off',
      chunks: [`data: ${reply}`],
      says: 'closed without an answer',
    },
    {
      name: 'with an event that is no JSON',
      chunks: ['data: hello\n\n'],
      says: 'has an event that is not JSON',
    },
    {
      name: 'with a reply to another id',
      chunks: [`data: ${reply.replace('$id', '99')}\n\n`],
      says: 'answers the id 99; the request had 2',
    },
    {
      name: 'that never gets to the point',
      chunks: [`data: ${notification}\n\n`.repeat(10_001)],
      says: 'no reply in 10000 events',
    },
  ])('$name is a protocol fault at once', async ({ chunks, says }) => {
    const { transport } = await start(onCall(events(...chunks)));
    expect(await transport.send(call('task'), limits)).toMatchObject({
      kind: 'unanswered',
      reason: 'protocol',
      detail: expect.stringContaining(says) as string,
    });
  });

  test.each([
    {
      name: 'CRLF',
      chunks: [`data: {"jsonrpc":"2.0",\r`, `\ndata: ${reply.slice(17)}\r`, '\n\r\n'],
    },
    { name: 'CR', chunks: [`data: {"jsonrpc":"2.0",\r`, `data: ${reply.slice(17)}\r`, '\r'] },
  ])('keeps an event together over pieces that end within $name', async ({ chunks }) => {
    const { transport } = await start(onCall(events(...chunks)));
    expect(await transport.send(call('task'), limits)).toMatchObject({ kind: 'answered' });
  });

  test('that stays open after the reply does not keep the caller', async () => {
    const { agent, transport } = await start(
      onCall((response, seen) => {
        response.writeHead(200, { 'content-type': 'text/event-stream' });
        response.write(`data: ${reply.replace('$id', String(seen.message['id']))}\n\n`);
      }),
    );
    const patient = { ...limits, timeoutMs: 600_000 };
    expect(await transport.send(call('task'), patient)).toMatchObject({ kind: 'answered' });
    expect(await transport.send(call('task'), patient)).toMatchObject({ kind: 'answered' });
    expect(agent.seen).toHaveLength(4);
  });

  test('on every answer leaves one connection enough', async () => {
    const { agent, transport } = await start({ sse: true });
    for (let n = 0; n < 5; n += 1) await transport.send(call('task'), limits);
    expect(agent.connections).toBe(1);
  });
});

describe('a JSON-RPC answer', () => {
  const answered = { jsonrpc: '2.0', id: 2, result: { content: [] } };

  test.each<{ name: string; body: unknown; status?: number; says: string }>([
    {
      name: 'to another id',
      body: { ...answered, id: 7 },
      says: 'answers the id 7; the request had 2',
    },
    {
      name: 'to the id as a string',
      body: { ...answered, id: '2' },
      says: 'answers the id "2"; the request had 2',
    },
    {
      name: 'to no id',
      body: { ...answered, id: null },
      says: 'answers the id null; the request had 2',
    },
    {
      name: 'that is an error for no id',
      body: { jsonrpc: '2.0', id: null, error: {} },
      says: 'answers the id null',
    },
    {
      name: 'with result and error',
      body: { ...answered, error: {} },
      says: 'has both a result and an error',
    },
    {
      name: 'with neither',
      body: { jsonrpc: '2.0', id: 2 },
      says: 'has neither a result nor an error',
    },
    {
      name: 'without jsonrpc',
      body: { id: 2, result: {} },
      says: 'has "jsonrpc": nothing instead of "2.0"',
    },
    {
      name: 'of version 1.0',
      body: { ...answered, jsonrpc: '1.0' },
      says: 'has "jsonrpc": "1.0" instead of "2.0"',
    },
    {
      name: 'whose error is a text',
      body: { jsonrpc: '2.0', id: 2, error: 'no' },
      says: 'has an error that is no object',
    },
    {
      name: 'that is a request',
      body: { jsonrpc: '2.0', id: 2, method: 'ping' },
      says: 'is no reply',
    },
    { name: 'in an array', body: [answered], says: 'it is no JSON object' },
    { name: 'that is null', body: null, says: 'it is no JSON object' },
    {
      name: 'that is foreign JSON with a 404',
      body: { detail: 'Not Found' },
      status: 404,
      says: '(HTTP 404) has "jsonrpc": nothing',
    },
  ])('$name is a protocol fault', async ({ body, says, status = 200 }) => {
    const { transport } = await start(onCall(json(body, status)));
    expect(await transport.send(call('task'), limits)).toMatchObject({
      kind: 'unanswered',
      reason: 'protocol',
      detail: expect.stringContaining(says) as string,
    });
  });

  test.each([
    { name: 'an error', body: { jsonrpc: '2.0', id: 2, error: { code: -32602 } }, status: 200 },
    { name: 'an error with HTTP 400', body: { jsonrpc: '2.0', id: 2, error: {} }, status: 400 },
    {
      name: 'an error for no id with HTTP 400',
      body: { jsonrpc: '2.0', id: null, error: {} },
      status: 400,
    },
    { name: 'a result with HTTP 429', body: answered, status: 429 },
  ])('that is $name is an answer', async ({ body, status }) => {
    const { transport } = await start(onCall(json(body, status)));
    expect(await transport.send(call('task'), limits)).toMatchObject({
      kind: 'answered',
      response: { status, body },
    });
  });
});

describe('the result of a call', () => {
  test.each<{ name: string; result: unknown; says: string }>([
    { name: 'a text', result: 'oops', says: 'the result is not an object' },
    { name: 'null', result: null, says: 'the result is not an object' },
    { name: 'an empty object', result: {}, says: 'neither content nor structuredContent' },
    { name: 'content as text', result: { content: 'a' }, says: 'neither content nor' },
  ])('that is $name is malformed, so there is no answer', async ({ result, says }) => {
    const { transport } = await start(onCall(rpcResult(result)));
    expect(await transport.send(call('task'), limits)).toMatchObject({
      kind: 'unanswered',
      reason: 'protocol',
      detail: expect.stringContaining(says) as string,
    });
  });

  test.each([
    { name: 'no content', result: { content: [] } },
    { name: 'structuredContent alone', result: { structuredContent: {} } },
    { name: 'nothing but isError', result: { isError: true } },
  ])('with $name is an answer', async ({ result }) => {
    const { transport } = await start(onCall(rpcResult(result)));
    expect(await transport.send(call('task'), limits)).toMatchObject({ kind: 'answered' });
  });

  test('that is malformed keeps what a refusal of HTTP said', async () => {
    const body = { jsonrpc: '2.0', id: 2, result: {} };
    const { transport } = await start(onCall(json(body, 400)));
    expect(await transport.send(call('task'), limits)).toMatchObject({
      kind: 'unanswered',
      response: { status: 400, body },
    });
  });
});

describe('the tool list', () => {
  const page = (names: readonly string[], nextCursor?: string) =>
    rpcResult({
      tools: names.map((name) => ({ name, inputSchema: { type: 'object' } })),
      ...(nextCursor !== undefined && { nextCursor }),
    });
  const onList = (reply: (cursor: unknown, n: number) => Reply): AgentScript => {
    let n = 0;
    return {
      on: ({ rpc, message }) => {
        if (rpc !== 'tools/list') return undefined;
        const { cursor } = message['params'] as { cursor?: string };
        return reply(cursor, (n += 1));
      },
    };
  };

  test('is read page by page', async () => {
    const pages = onList((cursor) => (cursor === 'p2' ? page(['b']) : page(['a'], 'p2')));
    const { transport } = await start(pages);
    expect(await transport.describe(limits)).toEqual({
      kind: 'described',
      isComplete: true,
      name: 'scripted agent',
      version: '1.2.3',
      protocolVersion: '2025-06-18',
      tools: [
        { name: 'a', inputSchema: { type: 'object' } },
        { name: 'b', inputSchema: { type: 'object' } },
      ],
    });
    expect(transport.notices).toEqual([]);
  });

  test.each([
    {
      name: 'that gives a cursor twice is cut off',
      script: onList(() => page(['a'], 'again')),
      pages: 2,
      notice: 'tools/list gave the cursor "again" twice; the rest of the list was not read.',
    },
    {
      name: 'that never ends is cut off',
      script: onList((_, n) => page(['a'], `p${n}`)),
      pages: 100,
      notice: 'tools/list did not end within 100 pages; the rest of the list was not read.',
    },
  ])('$name', async ({ script, pages, notice }) => {
    const { agent, transport } = await start(script);
    expect(await transport.describe(limits)).toMatchObject({ kind: 'described' });
    expect(agent.log.filter((line) => line === 'tools/list')).toHaveLength(pages);
    expect(transport.notices).toEqual([notice]);
  });

  test('of an agent without tools/list is empty', async () => {
    const error = { code: -32601, message: 'Method not found' };
    const { transport } = await start(onList(() => json({ jsonrpc: '2.0', id: 2, error })));
    expect(await transport.describe(limits)).toMatchObject({ kind: 'described', tools: [] });
    expect(transport.notices.join()).toContain('The agent has no tools/list');
  });

  test.each([
    {
      name: 'an error',
      body: { error: { code: -32603, message: 'x' } },
      says: 'answered with an error',
    },
    { name: 'no list', body: { result: { tools: {} } }, says: 'has no array "tools"' },
  ])('that is $name is a protocol fault', async ({ body, says }) => {
    const { transport } = await start(onList(() => json({ jsonrpc: '2.0', id: 2, ...body })));
    expect(await transport.describe(limits)).toMatchObject({
      kind: 'unanswered',
      reason: 'protocol',
      detail: expect.stringContaining(says) as string,
    });
  });
});
