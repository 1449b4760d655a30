import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib';
import { afterEach, describe, expect, test } from 'vitest';
import { transports } from '../../src/dispatch/registry.ts';
import type { CallLimits, TransportFactory } from '../../src/dispatch/transport.ts';
import type { WireRequest } from '../../src/model/exchange.ts';
import type { Credential } from '../../src/model/request.ts';
import * as answer from '../support/agent.ts';
import { startAgent, type AgentScript, type Reply } from '../support/agent.ts';

const open: { close(): Promise<void> }[] = [];
afterEach(async () => {
  for (const each of open.splice(0).reverse()) await each.close();
});

const longEnough: CallLimits = { signal: new AbortController().signal, timeoutMs: 10_000 };
const short: CallLimits = { ...longEnough, timeoutMs: 60 };

const own: Credential = { kind: 'default' };

/** Per protocol: an agent that greets properly and answers every task as told. */
const scripts: Record<string, (reply: Reply) => AgentScript> = {
  mcp: (reply) => ({ on: (seen) => (seen.rpc === 'tools/call' ? reply : undefined) }),
  a2a: (reply) => ({ on: (seen) => (seen.rpc === 'message/send' ? reply : undefined) }),
};

function openTransport(factory: TransportFactory, url: URL, maxResponseBytes = 100_000) {
  const transport = factory.open({
    url,
    credential: { kind: 'bearer', token: 'of-the-run' },
    now: () => new Date('2026-01-02T03:04:05Z'),
    elapsed: () => performance.now(),
    clientInfo: { name: 'test', version: '0.0.1' },
    maxResponseBytes,
  });
  open.push(transport);
  return transport;
}

async function ask(
  factory: TransportFactory,
  reply: Reply,
  { limits = longEnough, credential = own }: { limits?: CallLimits; credential?: Credential } = {},
) {
  const agent = await startAgent(scripts[factory.protocol]?.(reply));
  open.push(agent);
  const transport = openTransport(factory, agent.url);
  // The connection is there before the call, so that short limits measure the call alone.
  expect(await transport.connect(longEnough)).toBeNull();
  const request = aTask(factory, credential);
  const exchange = await transport.send(request, limits);
  return { agent, transport, exchange };
}

function aTask({ protocol }: TransportFactory, credential = own): WireRequest {
  return { protocol, operation: 'task', payload: { a: 1 }, credential };
}

const raw = (status: number, body: Buffer | string, headers: Record<string, string>): Reply => {
  return (response) => void response.writeHead(status, headers).end(body);
};
const asJson = { 'content-type': 'application/json' };

describe.each(transports)('$protocol', (factory) => {
  test.each<{ name: string; reply: Reply; reason: string; says: RegExp; limits?: CallLimits }>([
    {
      name: 'an agent that never answers is timed out',
      reply: answer.stall,
      limits: short,
      reason: 'timed_out',
      says: /^127\.0\.0\.1:\d+ sent no answer within 60 ms\.$/,
    },
    {
      name: 'an agent that drips bytes does not put the deadline off',
      reply: answer.drip,
      limits: short,
      reason: 'timed_out',
      says: /did not finish its answer within 60 ms/,
    },
    {
      name: 'a connection closed without an answer is closed',
      reply: answer.hangUp,
      reason: 'closed',
      says: /127\.0\.0\.1:\d+ closed the connection before the answer was complete/,
    },
    {
      name: 'a connection closed in the middle of the body is closed',
      reply: answer.hangUpAfter('{"jsonrpc":'),
      reason: 'closed',
      says: /closed the connection before the answer was complete/,
    },
    {
      name: 'an HTML page with status 200 is a protocol fault that quotes the page',
      reply: answer.text(200, '<!doctype html>\n<p>hello', { 'content-type': 'text/html' }),
      reason: 'protocol',
      says: /is not JSON .*text\/html, "<!doctype html> <p>hello"/,
    },
    {
      name: 'an HTML page with status 404 is a protocol fault that names the status',
      reply: answer.text(404, '<p>no such page', { 'content-type': 'text/html' }),
      reason: 'protocol',
      says: /\(HTTP 404\) is not JSON/,
    },
    {
      name: 'an HTML page with status 500 is a server error that quotes the page',
      reply: answer.text(500, `<p>${'so '.repeat(100)}`, { 'content-type': 'text/html' }),
      reason: 'server_error',
      says: /^127\.0\.0\.1:\d+ answered HTTP 500: "<p>(so ){65}so…"\.$/,
    },
    {
      name: 'a 503 with a JSON body is a server error',
      reply: answer.json({ error: 'starting' }, 503),
      reason: 'server_error',
      says: /HTTP 503: /,
    },
    {
      name: 'a 401 for the credential of the run is unauthorized and quotes the challenge',
      reply: answer.text(401, 'who are you', { 'www-authenticate': 'Bearer realm="x"' }),
      reason: 'unauthorized',
      says: /HTTP 401, WWW-Authenticate "Bearer realm=\\"x\\"", body "who are you"/,
    },
    {
      name: 'a 403 for the credential of the run is unauthorized',
      reply: answer.text(403, 'no'),
      reason: 'unauthorized',
      says: /HTTP 403, body "no"/,
    },
    {
      name: 'a redirect is not followed',
      reply: answer.text(307, '', { location: 'https://elsewhere.example/mcp' }),
      reason: 'protocol',
      says: /HTTP 307 and redirects to "https:\/\/elsewhere\.example\/mcp"; redirects are not followed/,
    },
    {
      name: 'a body over the limit is too large',
      reply: answer.text(200, 'x'.repeat(200_000)),
      reason: 'too_large',
      says: /larger than the 100000 bytes accepted/,
    },
    {
      name: 'a compressed body over the limit is too large',
      reply: raw(200, gzipSync(Buffer.alloc(50_000_000)), {
        ...asJson,
        'content-encoding': 'gzip',
      }),
      reason: 'too_large',
      says: /larger than the 100000 bytes accepted/,
    },
    {
      name: 'a body that is not the gzip it says is a protocol fault',
      reply: raw(200, '{}', { ...asJson, 'content-encoding': 'gzip' }),
      reason: 'protocol',
      says: /announced as gzip and is not/,
    },
    {
      name: 'a gzip body that stops early is a protocol fault',
      reply: raw(200, gzipSync('{"jsonrpc":"2.0"}').subarray(0, 20), {
        ...asJson,
        'content-encoding': 'gzip',
      }),
      reason: 'protocol',
      says: /announced as gzip and is not/,
    },
    {
      name: 'an encoding nobody asked for is a protocol fault',
      reply: raw(200, '{}', { ...asJson, 'content-encoding': 'zstd' }),
      reason: 'protocol',
      says: /encoded as "zstd"; gzip, deflate and br were accepted/,
    },
    {
      name: 'bytes that are no UTF-8 are a protocol fault',
      reply: raw(200, Buffer.from([0x22, 0xff, 0xfe, 0x22]), asJson),
      reason: 'protocol',
      says: /is not UTF-8/,
    },
    {
      name: 'a character cut off by the end is no UTF-8 either',
      reply: raw(200, Buffer.from([0x22, 0xe2, 0x82]), asJson),
      reason: 'protocol',
      says: /is not UTF-8/,
    },
    {
      name: 'JSON nested 100,000 deep is a protocol fault',
      reply: raw(200, '['.repeat(50_000) + ']'.repeat(50_000), asJson),
      reason: 'protocol',
      says: /nests deeper than 256 levels/,
    },
    {
      name: 'bytes that are no HTTP are a protocol fault',
      reply: (response) => void response.socket?.end('SSH-2.0-OpenSSH_9.6\r\n\r\n'),
      reason: 'protocol',
      says: /did not answer in HTTP/,
    },
    {
      name: 'an empty answer is a protocol fault',
      reply: answer.text(200, ''),
      reason: 'protocol',
      says: /is not JSON \(it is empty\)/,
    },
  ])('$name', async ({ reply, reason, says, limits = longEnough }) => {
    const { agent, exchange } = await ask(factory, reply, { limits });
    expect(exchange).toMatchObject({ kind: 'unanswered', reason });
    expect(exchange).toHaveProperty('detail', expect.stringMatching(says));
    expect(agent.log.filter((line) => line.endsWith('task'))).toHaveLength(1);
  });

  test.each([
    { name: 'a bearer token', credential: { kind: 'bearer', token: 'wrong' } as const },
    { name: 'no credential', credential: { kind: 'none' } as const },
  ])('a 401 for $name of the step is an ordinary answer', async ({ credential }) => {
    const reply = answer.text(401, 'who are you', { 'WWW-Authenticate': 'Bearer realm="x"' });
    const { exchange, transport } = await ask(factory, reply, { credential });
    expect(exchange).toMatchObject({
      kind: 'answered',
      response: {
        status: 401,
        headers: { 'www-authenticate': 'Bearer realm="x"' },
        body: 'who are you',
      },
    });
    if (exchange.kind === 'answered')
      expect(transport.extract(exchange.response)).toMatchObject({
        outcome: 'error',
        payload: 'who are you',
      });
  });

  test.each([400, 404, 422, 429])(
    'a %i of a step with its own credential is an answer too',
    async (status) => {
      const reply = answer.text(status, '{"error":"no"}', { 'retry-after': '1' });
      const { exchange } = await ask(factory, reply, { credential: { kind: 'none' } });
      expect(exchange).toMatchObject({
        kind: 'answered',
        response: { status, headers: { 'retry-after': '1' }, body: { error: 'no' } },
      });
    },
  );

  test.each([
    { status: 307, reason: 'protocol' },
    { status: 400, reason: 'protocol' },
    { status: 401, reason: 'unauthorized' },
    { status: 403, reason: 'unauthorized' },
    { status: 503, reason: 'server_error' },
  ])('a $status is no answer, and what it said is kept', async ({ status, reason }) => {
    const { exchange } = await ask(factory, answer.text(status, '{"a":1}', { 'x-b': 'c' }));
    expect(exchange).toMatchObject({
      kind: 'unanswered',
      reason,
      response: { status, headers: { 'x-b': 'c' }, body: { a: 1 } },
    });
  });

  test('a success that cannot be read has said nothing', async () => {
    const { exchange } = await ask(factory, answer.text(200, 'hi'));
    expect(exchange).not.toHaveProperty('response');
  });

  test('an answer without a body may announce an encoding', async () => {
    const reply = raw(401, '', { 'content-encoding': 'gzip' });
    const { exchange } = await ask(factory, reply, { credential: { kind: 'none' } });
    expect(exchange).toMatchObject({ kind: 'answered', response: { status: 401, body: null } });
  });

  test('a 500 is a server error whoever asks', async () => {
    const { exchange } = await ask(factory, answer.text(500, ''), { credential: { kind: 'none' } });
    expect(exchange).toMatchObject({ kind: 'unanswered', reason: 'server_error' });
  });

  test.each([
    { encoding: 'gzip', compress: gzipSync },
    { encoding: 'deflate', compress: deflateSync },
    { encoding: 'br', compress: brotliCompressSync },
  ])('a $encoding answer is read', async ({ encoding, compress }) => {
    const reply: Reply = (response, seen) => {
      const message = {
        jsonrpc: '2.0',
        id: seen.message['id'],
        result: { content: [], parts: [], text: 'grüße' },
      };
      raw(200, compress(JSON.stringify(message)), { ...asJson, 'content-encoding': encoding })(
        response,
        seen,
      );
    };
    const { exchange } = await ask(factory, reply);
    expect(exchange).toMatchObject({ response: { body: { result: { text: 'grüße' } } } });
  });

  test('a port nobody listens on is refused, and named', async () => {
    const agent = await startAgent();
    await agent.close();
    const transport = openTransport(factory, agent.url);
    expect(await transport.connect(longEnough)).toMatchObject({
      kind: 'unanswered',
      reason: 'refused',
      detail: `${agent.url.host} refused the connection (ECONNREFUSED).`,
      url: agent.url.href,
      sentAt: '2026-01-02T03:04:05.000Z',
    });
    expect(transport.requests).toBe(0);
  });

  test('a name without an address is a dns fault, and named', async () => {
    const transport = openTransport(factory, new URL('http://agent.invalid/mcp'));
    expect(await transport.connect(longEnough)).toMatchObject({
      reason: 'dns',
      detail: expect.stringContaining('agent.invalid:80 has no address') as string,
    });
  });

  test('TLS with a server that speaks none is a tls fault', async () => {
    const agent = await startAgent();
    open.push(agent);
    const transport = openTransport(factory, new URL(`https://${agent.url.host}/mcp`));
    expect(await transport.connect(longEnough)).toMatchObject({ reason: 'tls' });
  });

  test('a run that ends aborts the call', async () => {
    const end = new AbortController();
    const limits = { ...longEnough, signal: end.signal };
    const { exchange, agent } = await ask(factory, () => end.abort(), { limits });
    expect(exchange).toMatchObject({ kind: 'unanswered', reason: 'aborted' });
    expect(agent.log.at(-1)).toMatch(/task$/);
  });

  test('a request given up while connecting never reaches the wire', async () => {
    const agent = await startAgent(scripts[factory.protocol]?.(answer.stall));
    open.push(agent);
    const transport = openTransport(factory, agent.url);
    const end = new AbortController();
    const given = transport.connect({ ...longEnough, signal: end.signal });
    // Connecting takes a turn of the event loop at least; an immediate comes before its end.
    setImmediate(() => end.abort());
    expect(await given).toMatchObject({ reason: 'aborted' });
    expect(await transport.connect(longEnough)).toBeNull();
    const asked = agent.log.length;
    expect(transport.requests).toBe(asked);
    expect(new Set(agent.log).size).toBe(asked);
  });

  test('an interim answer is no answer', async () => {
    const { exchange } = await ask(factory, (response, seen) => {
      response.writeProcessing();
      response.writeEarlyHints({ link: '</x>; rel=preload' });
      answer.rpcResult({ content: [], parts: [] })(response, seen);
    });
    expect(exchange).toMatchObject({
      response: { status: 200, body: { result: { content: [] } } },
    });
  });

  test('a run that has ended sends nothing', async () => {
    const limits = { ...longEnough, signal: AbortSignal.abort() };
    const { exchange, agent } = await ask(factory, answer.stall, { limits });
    expect(exchange).toMatchObject({ kind: 'unanswered', reason: 'aborted' });
    expect(agent.log.join()).not.toContain('task');
  });

  test('a credential that cannot stand in a header is a fault, not a crash', async () => {
    const credential = { kind: 'bearer', token: 'line\nbreak' } as const;
    const { exchange } = await ask(factory, answer.stall, { credential });
    expect(exchange).toMatchObject({ kind: 'unanswered', reason: 'protocol' });
  });

  test('calls one after the other share one connection, also after a fault in between', async () => {
    const { agent, transport } = await ask(factory, answer.text(200, 'no JSON'));
    for (let n = 0; n < 5; n += 1) await transport.send(aTask(factory), longEnough);
    expect(agent.connections).toBe(1);
    expect(transport.requests).toBe(agent.seen.length);
  });

  test('a connection closed between two calls is replaced, and nothing is sent twice', async () => {
    const { agent, transport } = await ask(factory, answer.text(200, 'x', { connection: 'close' }));
    const exchange = await transport.send(aTask(factory), longEnough);
    expect(exchange).toMatchObject({ reason: 'protocol' });
    expect(agent.log.filter((line) => line.endsWith('task'))).toHaveLength(2);
  });
});
