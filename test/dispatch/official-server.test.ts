import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';
import { StreamableHTTPServerTransport } from '@modelcontextprotocol/sdk/server/streamableHttp.js';
import { afterEach, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { discover } from '../../src/dispatch/discover.ts';
import { mcp } from '../../src/dispatch/mcp.ts';
import type { WireRequest } from '../../src/model/exchange.ts';
import type { JsonObject } from '../../src/model/json.ts';

const open: { close(): Promise<void> }[] = [];
afterEach(async () => {
  for (const each of open.splice(0).reverse()) await each.close();
});

const limits = { signal: new AbortController().signal, timeoutMs: 10_000 };

/** A server of the official SDK: ours is tested against a reading of the protocol that is not ours. */
function officialServer(): McpServer {
  const server = new McpServer({ name: 'official', version: '9.9.9' });
  server.registerTool(
    'get_adcp_capabilities',
    { outputSchema: { adcp: z.object({ major_versions: z.array(z.number()) }) } },
    () => {
      const structuredContent = { adcp: { major_versions: [3] } };
      return {
        content: [{ type: 'text', text: JSON.stringify(structuredContent) }],
        structuredContent,
      };
    },
  );
  server.registerTool('refuse', { inputSchema: { code: z.string() } }, ({ code }) => ({
    isError: true,
    content: [{ type: 'text', text: JSON.stringify({ adcp_error: { code } }) }],
  }));
  return server;
}

interface Mode {
  readonly stateful: boolean;
  readonly json: boolean;
}

async function startOfficial({ stateful, json }: Mode) {
  const sessions = new Map<string, StreamableHTTPServerTransport>();
  const ended: string[] = [];
  const methods: string[] = [];
  let connections = 0;

  async function connected(): Promise<StreamableHTTPServerTransport> {
    const transport = new StreamableHTTPServerTransport({
      enableJsonResponse: json,
      ...(stateful && {
        sessionIdGenerator: () => `session-${sessions.size + 1}`,
        onsessioninitialized: (id: string) => void sessions.set(id, transport),
        onsessionclosed: (id: string) => void ended.push(id),
      }),
    });
    await officialServer().connect(transport);
    return transport;
  }

  async function answer(request: IncomingMessage, response: ServerResponse) {
    methods.push(request.method ?? '');
    const id = String(request.headers['mcp-session-id'] ?? '');
    const transport = sessions.get(id) ?? (await connected());
    await transport.handleRequest(request, response);
  }

  const server = createServer((request, response) => void answer(request, response));
  server.on('connection', () => (connections += 1));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  open.push({
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  });
  const { port } = server.address() as AddressInfo;
  return {
    url: new URL(`http://127.0.0.1:${port}/mcp`),
    ended,
    methods,
    connections: () => connections,
  };
}

function openTransport(url: URL) {
  const transport = mcp.open({
    url,
    credential: { kind: 'none' },
    now: () => new Date(0),
    elapsed: () => performance.now(),
    clientInfo: { name: 'test', version: '0.0.1' },
  });
  open.push(transport);
  return transport;
}

function call(operation: string, payload: JsonObject = {}): WireRequest {
  return { protocol: 'mcp', operation, payload, credential: { kind: 'default' } };
}

describe.each<Mode & { name: string }>([
  { name: 'stateful, in streams', stateful: true, json: false },
  { name: 'stateful, in JSON', stateful: true, json: true },
  { name: 'stateless, in streams', stateful: false, json: false },
  { name: 'stateless, in JSON', stateful: false, json: true },
])('the official server, $name,', (mode) => {
  test('is discovered, called and left', async () => {
    const server = await startOfficial(mode);
    const transport = openTransport(server.url);
    expect(await discover(transport, limits)).toMatchObject({
      identity: {
        name: 'official',
        version: '9.9.9',
        protocolVersion: '2025-11-25',
        tools: ['get_adcp_capabilities', 'refuse'],
      },
      capabilities: { adcp: { major_versions: [3] } },
    });
    const refusal = await transport.send(call('refuse', { code: 'NO' }), limits);
    expect(refusal.kind === 'answered' && transport.extract(refusal.response)).toEqual({
      outcome: 'error',
      payload: { adcp_error: { code: 'NO' } },
      path: 'error',
      note: null,
    });
    await transport.close();
    expect(server.connections()).toBe(1);
    expect(server.methods.filter((method) => method === 'GET')).toEqual([]);
    expect(server.ended).toEqual(mode.stateful ? ['session-1'] : []);
  });

  test('says in its own way that a tool or its arguments are wrong', async () => {
    const server = await startOfficial(mode);
    const transport = openTransport(server.url);
    for (const request of [call('nothing'), call('refuse', { code: 1 })]) {
      const exchange = await transport.send(request, limits);
      expect(exchange.kind === 'answered' && transport.extract(exchange.response)).toMatchObject({
        outcome: 'error',
        path: 'error',
      });
    }
  });

  test('gets a step without credentials through', async () => {
    const server = await startOfficial(mode);
    const transport = openTransport(server.url);
    await transport.connect(limits);
    const request: WireRequest = { ...call('refuse', { code: 'X' }), credential: { kind: 'none' } };
    expect(await transport.send(request, limits)).toMatchObject({ kind: 'answered' });
  });
});
