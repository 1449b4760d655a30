import type { Exchange, Unanswered, WireRequest, WireResponse } from '../model/exchange.ts';
import { beginAttempt } from './attempt.ts';
import { extractMcp, toolResultProblem } from './extract-mcp.ts';
import { brokenResult, type RpcOutcome } from './rpc-answer.ts';
import { initializeParams, openSession, type Session } from './mcp-session.ts';
import { listTools } from './mcp-tools.ts';
import { createMcpWire, sessionHeaders, type McpWire, type Speaker } from './mcp-wire.ts';
import type { AgentDescription, CallLimits, OpenOptions } from './transport.ts';
import type { Transport, TransportFactory } from './transport.ts';
import { authorization } from './wire/auth.ts';
import { fault, type Fault } from './wire/fault.ts';
import { createHttpClient, type HttpClient } from './wire/http-client.ts';
import type { HttpLimits } from './wire/http-call.ts';

/** MCP over streamable HTTP. */
export const mcp: TransportFactory = {
  protocol: 'mcp',
  summary: 'MCP over streamable HTTP.',
  open: (options) => new McpTransport(options),
};

/** Ending a session is a courtesy, so it is not waited for longer than this. */
const farewellMs = 1000;

/** Who speaks, before there is a session. */
type Caller = Omit<Speaker, 'session'>;

class McpTransport implements Transport {
  readonly protocol = 'mcp';
  readonly tasks = null;
  private readonly options: OpenOptions;
  private readonly http: HttpClient;
  private readonly wire: McpWire;
  private readonly said: string[] = [];
  /** One per credential, by its `Authorization` header. */
  private readonly sessions = new Map<string, Promise<Session | RpcOutcome>>();
  /** Any session of an agent that keeps none: it serves every credential. */
  private stateless: Session | null = null;
  /** The session of the run's own credential. */
  private own: Session | null = null;

  constructor(options: OpenOptions) {
    const { name, version } = options.clientInfo;
    this.options = options;
    this.http = createHttpClient({ maxBytes: options.maxResponseBytes, pool: options.pool });
    this.wire = createMcpWire(this.http, { url: options.url, userAgent: `${name}/${version}` });
  }

  get requests(): number {
    return this.http.requests;
  }

  get notices(): readonly string[] {
    const { strays, mislabelled } = this.wire;
    const unanswered = `${strays} messages of the agent on its streams were left unanswered.`;
    return [...this.said, ...(strays === 0 ? [] : [unanswered]), ...mislabelled.notices];
  }

  async connect(limits: CallLimits): Promise<Unanswered | null> {
    const attempt = beginAttempt(handshakeRequest(this.options), this.options);
    const session = await this.ownSession(this.clock(limits));
    return session.kind === 'session' ? null : attempt.unanswered(session);
  }

  async describe(limits: CallLimits): Promise<AgentDescription | Unanswered> {
    const attempt = beginAttempt(handshakeRequest(this.options), this.options);
    const left = this.clock(limits);
    const session = await this.ownSession(left);
    if (session.kind !== 'session') return attempt.unanswered(session);
    const speaker = { ...this.ownCaller(), session };
    const list = await listTools((params) =>
      this.wire.call(speaker, { method: 'tools/list', params }, left()),
    );
    if (list.kind === 'fault') return attempt.unanswered(list);
    this.said.push(...list.notices);
    const { name, version, protocolVersion } = session;
    return {
      kind: 'described',
      name,
      version,
      protocolVersion,
      tools: list.tools,
      isComplete: true,
    };
  }

  async send(request: WireRequest, limits: CallLimits): Promise<Exchange> {
    const attempt = beginAttempt(request, this.options);
    return attempt.ended(await this.call(request, this.clock(limits)));
  }

  readonly sessionHeaders = (): Readonly<Record<string, string>> =>
    this.own ? sessionHeaders(this.own) : {};

  /** A session has no conversations: each call stands for itself. */
  startConversation(): void {
    return undefined;
  }

  extract(response: WireResponse) {
    return extractMcp(response);
  }

  async close(): Promise<void> {
    const limits = { signal: new AbortController().signal, timeoutMs: farewellMs };
    const opened = [...this.sessions].map(async ([key, opening]) => {
      const session = await opening;
      if (session.kind !== 'session' || session.id === null) return;
      const speaker = { authorization: key === '' ? null : key, authored: false, session };
      await this.wire.end(speaker, limits);
    });
    this.sessions.clear();
    await Promise.all(opened);
    this.http.close();
  }

  private async call(request: WireRequest, left: () => HttpLimits): Promise<RpcOutcome> {
    const { operation, payload } = request;
    const caller = this.callerOf(request);
    const session = await this.sessionFor(caller, left);
    if (session.kind === 'fault') return session;
    if (session.kind === 'answer') {
      const status = String(session.response.status);
      this.said.push(`initialize was refused with HTTP ${status}; ${operation} was not sent.`);
      return session;
    }
    const message = { method: 'tools/call', params: { name: operation, arguments: payload } };
    const outcome = this.wellFormed(await this.wire.call({ ...caller, session }, message, left()));
    if (outcome.kind === 'fault' && outcome.sessionGone) {
      this.sessions.delete(caller.authorization ?? '');
      this.said.push(
        `The agent forgot its session before ${operation}; the next call opens a new one.`,
      );
    }
    return outcome;
  }

  private wellFormed(outcome: RpcOutcome): RpcOutcome {
    if (outcome.kind === 'fault' || outcome.message === null) return outcome;
    const problem = toolResultProblem(outcome.message);
    return problem === null ? outcome : brokenResult(outcome, this.options.url, problem);
  }

  /** The session of the run's own credential, which no refusal is an answer to. */
  private async ownSession(left: () => HttpLimits): Promise<Session | Fault> {
    const session = await this.sessionFor(this.ownCaller(), left);
    return session.kind === 'answer'
      ? fault('protocol', 'The agent refused to initialize.')
      : session;
  }

  private sessionFor(caller: Caller, left: () => HttpLimits): Promise<Session | RpcOutcome> {
    if (caller.authored && this.stateless) return Promise.resolve(this.stateless);
    const key = caller.authorization ?? '';
    const known = this.sessions.get(key);
    if (known) return known;
    const opening = this.open(caller, left);
    this.sessions.set(key, opening);
    return opening;
  }

  private async open(caller: Caller, left: () => HttpLimits): Promise<Session | RpcOutcome> {
    const { url, clientInfo } = this.options;
    const onNotice = (sentence: string) => void this.said.push(sentence);
    const handshake = { wire: this.wire, url, clientInfo, limits: left, onNotice };
    const session = await openSession(caller, handshake);
    // A handshake that did not work is tried again by the next call: the agent may be up by then.
    if (session.kind !== 'session') this.sessions.delete(caller.authorization ?? '');
    else {
      if (session.id === null) this.stateless ??= session;
      if (!caller.authored) this.own = session;
    }
    return session;
  }

  private ownCaller(): Caller {
    const { credential } = this.options;
    return { authorization: authorization(credential, credential), authored: false };
  }

  private callerOf({ credential }: WireRequest): Caller {
    return {
      authorization: authorization(credential, this.options.credential),
      authored: credential.kind !== 'default',
    };
  }

  /** The limits of a call that may need several requests: they share its time. */
  private clock(limits: CallLimits): () => HttpLimits {
    const start = this.options.elapsed();
    return () => ({ ...limits, spentMs: this.options.elapsed() - start });
  }
}

function handshakeRequest({ clientInfo }: OpenOptions): WireRequest {
  const payload = initializeParams(clientInfo);
  return { protocol: 'mcp', operation: 'initialize', payload, credential: { kind: 'default' } };
}
