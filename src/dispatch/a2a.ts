import type { Exchange, Unanswered, WireRequest, WireResponse } from '../model/exchange.ts';
import type { JsonObject } from '../model/json.ts';
import type { Credential } from '../model/request.ts';
import { contextIdOf, readA2aResult } from '../support/a2a-result.ts';
import { isObject } from '../support/json.ts';
import { tellingAnswer } from './a2a-answer.ts';
import { findCard, type AgentCard } from './a2a-card.ts';
import { beginAttempt } from './attempt.ts';
import { extractA2a } from './extract-a2a.ts';
import { Mislabelled } from './mislabelled.ts';
import { readAnswer, type RpcOutcome } from './rpc-answer.ts';
import type { AgentDescription, CallLimits, OpenOptions, TaskProtocol } from './transport.ts';
import type { Transport, TransportFactory } from './transport.ts';
import { authorization } from './wire/auth.ts';
import type { Fault } from './wire/fault.ts';
import type { HttpLimits, HttpRequest } from './wire/http-call.ts';
import { createHttpClient, type HttpClient } from './wire/http-client.ts';
import { rpcRequest } from './wire/json-rpc.ts';

/** A2A over JSON-RPC and HTTP. */
export const a2a: TransportFactory = {
  protocol: 'a2a',
  summary: 'A2A over JSON-RPC.',
  open: (options) => new A2aTransport(options),
};

class A2aTransport implements Transport {
  readonly protocol = 'a2a';
  readonly tasks: TaskProtocol = {
    idOf: runningTask,
    get: (id, asked, limits) => this.getTask(id, asked, limits),
  };
  private readonly options: OpenOptions;
  private readonly http: HttpClient;
  private readonly said: string[] = [];
  private readonly mislabelled = new Mislabelled();
  /** By `Authorization` header: a conversation belongs to who speaks. Task ids are never repeated. */
  private readonly contexts = new Map<string, string>();
  private card: Promise<AgentCard | Fault> | null = null;
  private endpoint: URL;
  private lastId = 0;

  constructor(options: OpenOptions) {
    this.options = options;
    this.endpoint = options.url;
    this.http = createHttpClient({ maxBytes: options.maxResponseBytes, pool: options.pool });
  }

  get requests(): number {
    return this.http.requests;
  }

  get notices(): readonly string[] {
    return [...this.said, ...this.mislabelled.notices];
  }

  async connect(limits: CallLimits): Promise<Unanswered | null> {
    const attempt = beginAttempt(cardRequest, this.options);
    const card = await this.ownCard(this.clock(limits));
    return card.kind === 'card' ? null : attempt.unanswered(card);
  }

  async describe(limits: CallLimits): Promise<AgentDescription | Unanswered> {
    const attempt = beginAttempt(cardRequest, this.options);
    const card = await this.ownCard(this.clock(limits));
    if (card.kind === 'fault') return attempt.unanswered(card);
    const { name, version, protocolVersion, tools } = card;
    return { kind: 'described', name, version, protocolVersion, tools, isComplete: false };
  }

  startConversation(): void {
    this.contexts.clear();
  }

  async send(request: WireRequest, limits: CallLimits): Promise<Exchange> {
    const { operation, payload, credential } = request;
    const key = this.authorizationOf(credential) ?? '';
    const outcome = await this.exchange(request, limits, (id) => ({
      method: 'message/send',
      params: { message: this.message({ skill: operation, parameters: payload }, { id, key }) },
    }));
    const context = outcome.kind === 'answered' ? contextIn(outcome.response) : null;
    if (context !== null) this.contexts.set(key, context);
    return outcome;
  }

  extract(response: WireResponse) {
    return extractA2a(response);
  }

  close(): Promise<void> {
    this.http.close();
    return Promise.resolve();
  }

  private getTask(id: string, { request }: Exchange, limits: CallLimits): Promise<Exchange> {
    const { credential } = request;
    const asked: WireRequest = {
      protocol: 'a2a',
      operation: 'tasks/get',
      payload: { id },
      credential,
    };
    return this.exchange(asked, limits, () => ({ method: 'tasks/get', params: { id } }));
  }

  /** One JSON-RPC request, after the card has been read. */
  private async exchange(
    request: WireRequest,
    limits: CallLimits,
    messageFor: (id: number) => Message,
  ): Promise<Exchange> {
    const left = this.clock(limits);
    const card = await this.ownCard(left);
    const attempt = beginAttempt(request, { ...this.options, url: this.endpoint });
    if (card.kind === 'fault') return attempt.unanswered(card);
    const id = (this.lastId += 1);
    return attempt.ended(await this.call(request.credential, { id, ...messageFor(id) }, left()));
  }

  private async call(
    credential: Credential,
    { id, method, params }: Message & { readonly id: number },
    limits: HttpLimits,
  ): Promise<RpcOutcome> {
    const url = this.endpoint;
    const key = this.authorizationOf(credential);
    const headers = { 'content-type': 'application/json', ...this.headers(key) };
    const body = rpcRequest(id, method, params);
    const outcome = await this.http.call({ method: 'POST', url, headers, body }, limits);
    if (outcome.kind === 'fault') return outcome;
    const authored = credential.kind !== 'default';
    const asked = { url, id, authored, anonymous: key === null, inSession: false };
    const read = readAnswer(outcome, asked, undefined);
    if (read.kind === 'answer' && read.message) this.mislabelled.note(outcome);
    return tellingAnswer(read, url, authored);
  }

  /** Read once; a card that could not be read is asked for again, as the agent may be up by then. */
  private ownCard(left: () => HttpLimits): Promise<AgentCard | Fault> {
    this.card ??= this.readCard(left);
    return this.card;
  }

  private async readCard(left: () => HttpLimits): Promise<AgentCard | Fault> {
    const key = this.authorizationOf({ kind: 'default' });
    const headers = this.headers(key);
    const get = (url: URL) => {
      const request: HttpRequest = { method: 'GET', url, headers, body: null };
      return this.http.call(request, left());
    };
    const card = await findCard(this.options.url, get, key === null);
    if (card.kind === 'card') {
      this.endpoint = card.endpoint;
      this.said.push(...card.notices);
    } else this.card = null;
    return card;
  }

  private headers(auth: string | null): Record<string, string> {
    const { name, version } = this.options.clientInfo;
    return {
      accept: 'application/json',
      'accept-encoding': 'gzip, deflate, br',
      'user-agent': `${name}/${version}`,
      ...(auth !== null && { authorization: auth }),
    };
  }

  private message(
    data: JsonObject,
    { id, key }: { readonly id: number; readonly key: string },
  ): JsonObject {
    const contextId = this.contexts.get(key);
    return {
      kind: 'message',
      role: 'user',
      // Agents may remember the ids of messages for longer than one run lasts.
      messageId: `storyboard-${this.options.now().getTime()}-${id}`,
      parts: [{ kind: 'data', data }],
      ...(contextId !== undefined && { contextId }),
    };
  }

  private authorizationOf(credential: Credential): string | null {
    return authorization(credential, this.options.credential);
  }

  /** The limits of a call that may need several requests: they share its time. */
  private clock(limits: CallLimits): () => HttpLimits {
    const start = this.options.elapsed();
    return () => ({ ...limits, spentMs: this.options.elapsed() - start });
  }
}

/** A JSON-RPC method and its parameters. */
interface Message {
  readonly method: string;
  readonly params: JsonObject;
}

const cardRequest: WireRequest = {
  protocol: 'a2a',
  operation: 'agent card',
  payload: {},
  credential: { kind: 'default' },
};

function contextIn({ body }: WireResponse): string | null {
  return isObject(body) ? contextIdOf(body['result']) : null;
}

const endStates: ReadonlySet<string> = new Set(['completed', 'failed', 'rejected', 'canceled']);

function runningTask({ body }: WireResponse): string | null {
  const read = readA2aResult(isObject(body) ? body['result'] : undefined);
  if (read.kind !== 'task' || endStates.has(read.state)) return null;
  const { id } = read.task;
  return typeof id === 'string' && id !== '' ? id : null;
}
