import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A JSON object as tests write them. */
type Body = Record<string, unknown>;

/** One request the agent got. */
interface Seen {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingMessage['headers'];
  /** The JSON-RPC message; empty where the body is no JSON object. */
  readonly message: Body;
  /** The JSON-RPC method, e.g. `tools/call`; empty where there is none. */
  readonly rpc: string;
  /** The tool of a `tools/call`, the skill of a `message/send`; empty elsewhere. */
  readonly tool: string;
  /** The arguments of the tool, the parameters of the skill. */
  readonly args: Body;
}

/** Writes an answer. */
export type Reply = (response: ServerResponse, seen: Seen) => void;

/** What the agent is; everything has a default that a client is happy with. */
export interface AgentScript {
  /** Takes over a request; undefined leaves it to the defaults below. */
  readonly on?: (seen: Seen) => Reply | undefined;
  /** The result of a tool: an object becomes structuredContent, over A2A the data of a completed task. */
  readonly tool?: (name: string, args: Body) => Body;
  readonly tools?: readonly string[];
  /** Give out a session id and insist on it. */
  readonly session?: boolean;
  /** Answer with event streams. */
  readonly sse?: boolean;
  readonly protocolVersion?: string;
  /** Where to listen; anywhere free unless told otherwise. */
  readonly port?: number;
  /** Accept only these `Authorization` headers; everything else is a 401. */
  readonly accepts?: readonly string[];
}

/** An agent on loopback. */
interface TestAgent {
  readonly url: URL;
  readonly seen: readonly Seen[];
  /** What was asked, in order: the JSON-RPC method with its tool or skill, or the HTTP method. */
  readonly log: readonly string[];
  /** TCP connections accepted so far. */
  readonly connections: number;
  close(): Promise<void>;
}

/** Starts an agent that speaks MCP and A2A with scripted answers in this process; close it in the end. */
export async function startAgent(script: AgentScript = {}): Promise<TestAgent> {
  const seen: Seen[] = [];
  let connections = 0;
  const answer = defaultAnswers(script);
  const server = createServer((request, response) => {
    void read(request).then((asked) => {
      seen.push(asked);
      (script.on?.(asked) ?? answer(asked))(response, asked);
    });
  });
  server.on('connection', () => (connections += 1));
  await new Promise<void>((resolve) => server.listen(script.port ?? 0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: new URL(`http://127.0.0.1:${port}/mcp`),
    seen,
    get log() {
      return seen.map(({ method, rpc, tool }) => (tool ? `${rpc} ${tool}` : rpc || method));
    },
    get connections() {
      return connections;
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** A reply with this status and text. */
export function text(status: number, body: string, headers: Record<string, string> = {}): Reply {
  return (response) => {
    response.writeHead(status, { 'content-type': 'text/plain', ...headers }).end(body);
  };
}

/** A reply with this JSON document. */
export function json(body: unknown, status = 200, headers: Record<string, string> = {}): Reply {
  return text(status, JSON.stringify(body), { 'content-type': 'application/json', ...headers });
}

/** The JSON-RPC reply to whatever was asked. */
export function rpcResult(result: unknown, headers: Record<string, string> = {}): Reply {
  return (response, seen) =>
    json({ jsonrpc: '2.0', id: seen.message['id'], result }, 200, headers)(response, seen);
}

/** A stream of events that writes these chunks, one at a time, and ends. `$id` stands for the id asked. */
export function events(...chunks: readonly string[]): Reply {
  return (response, seen) => {
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    const write = ([chunk, ...rest]: readonly string[]): void => {
      if (chunk === undefined) return void response.end();
      response.write(chunk.replaceAll('$id', String(seen.message['id'])), () =>
        setImmediate(write, rest),
      );
    };
    write(chunks);
  };
}

/** Answers nothing and keeps the connection. */
export const stall: Reply = () => undefined;

/** Closes the connection without an answer. */
export const hangUp: Reply = (response) => {
  response.destroy();
};

/** Sends the head and this much of a body, then closes the connection. */
export function hangUpAfter(start: string): Reply {
  return (response) => {
    response.writeHead(200, { 'content-type': 'application/json' });
    response.write(start, () => response.destroy());
  };
}

/** Sends a body that never ends, a byte at a time. */
export const drip: Reply = (response) => {
  response.writeHead(200, { 'content-type': 'application/json' });
  const timer = setInterval(() => response.write(' '), 5);
  response.on('close', () => clearInterval(timer));
};

async function read(request: IncomingMessage): Promise<Seen> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const message = parse(Buffer.concat(chunks).toString('utf8'));
  const params = objectOf(message['params']);
  const rpc = textOf(message['method']);
  const skill = rpc === 'message/send' ? dataOf(params['message']) : {};
  return {
    method: request.method ?? '',
    path: request.url ?? '',
    headers: request.headers,
    message,
    rpc,
    tool: rpc === 'tools/call' ? textOf(params['name']) : textOf(skill['skill']),
    args: objectOf(params['arguments'] ?? skill['parameters']),
  };
}

function dataOf(message: unknown): Body {
  const { parts } = objectOf(message);
  const [part] = Array.isArray(parts) ? (parts as readonly unknown[]) : [];
  return objectOf(objectOf(part)['data']);
}

function defaultAnswers(script: AgentScript): (seen: Seen) => Reply {
  const session = script.session ? { 'mcp-session-id': 'session-1' } : {};
  const answer = script.sse
    ? (result: Body) =>
        events(`data: {"jsonrpc":"2.0","id":$id,"result":${JSON.stringify(result)}}\n\n`)
    : (result: Body) => rpcResult(result);
  return (seen) => {
    const refusal = refuse(script, seen);
    if (refusal) return refusal;
    if (seen.rpc === 'initialize') return rpcResult(initialized(script), session);
    if (seen.method === 'DELETE') return text(200, '');
    if (seen.method === 'GET') return cardAt(seen.path, script);
    if (seen.rpc === 'notifications/initialized') return text(202, '');
    if (seen.rpc === 'tools/list') return answer({ tools: (script.tools ?? []).map(listed) });
    const result = resultOf(script, seen);
    return seen.rpc === 'message/send'
      ? rpcResult(taskFor(result, seen))
      : answer(toolResult(result));
  };
}

function refuse({ accepts, session }: AgentScript, { rpc, headers }: Seen): Reply | null {
  if (accepts && !accepts.includes(headers.authorization ?? ''))
    return text(401, 'unauthorized', { 'www-authenticate': 'Bearer' });
  if (session && rpc !== 'initialize' && headers['mcp-session-id'] !== 'session-1')
    return text(400, 'Mcp-Session-Id header is required');
  return null;
}

function initialized(script: AgentScript): Body {
  return {
    protocolVersion: script.protocolVersion ?? '2025-06-18',
    capabilities: { tools: {} },
    serverInfo: { name: 'scripted agent', version: '1.2.3' },
  };
}

function resultOf({ tool }: AgentScript, seen: Seen): Body {
  return tool?.(seen.tool, seen.args) ?? { echo: seen.args };
}

function cardAt(path: string, script: AgentScript): Reply {
  const isCard = path === '/mcp/.well-known/agent-card.json';
  return isCard ? json(cardOf(script)) : text(404, 'nothing here');
}

function cardOf({ tools = [] }: AgentScript): Body {
  return {
    name: 'scripted agent',
    version: '1.2.3',
    protocolVersion: '0.3.0',
    url: '/mcp',
    skills: tools.map((id) => ({ id, name: `The skill ${id}` })),
  };
}

/** A skill that says `kind: 'task'` itself is passed on as it stands. */
function taskFor(data: Body, { message }: Seen): Body {
  const { contextId } = objectOf(objectOf(message['params'])['message']);
  const about = {
    kind: 'task',
    id: `task-${String(message['id'])}`,
    contextId: contextId ?? 'c-1',
  };
  if (data['kind'] === 'task') return { ...about, ...data };
  const artifacts = [{ artifactId: 'a-1', parts: [{ kind: 'data', data }] }];
  return { ...about, status: { state: 'completed' }, artifacts };
}

function listed(name: string): Body {
  return { name, inputSchema: { type: 'object' } };
}

/** A tool that says `content`, `structuredContent` or `isError` itself is passed on as it stands. */
function toolResult(result: Body): Body {
  const isWhole = 'content' in result || 'structuredContent' in result || 'isError' in result;
  return isWhole ? result : { content: [], structuredContent: result };
}

function parse(body: string): Body {
  try {
    return objectOf(JSON.parse(body));
  } catch {
    return {};
  }
}

function objectOf(value: unknown): Body {
  return typeof value === 'object' && value !== null ? (value as Body) : {};
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
