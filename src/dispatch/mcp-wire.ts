import type { JsonObject } from '../model/json.ts';
import { Mislabelled } from './mislabelled.ts';
import { readAnswer, readReply, type RpcOutcome, type Streamed } from './rpc-answer.ts';
import type { HttpClient } from './wire/http-client.ts';
import type { HttpLimits, HttpOutcome, ReaderFor } from './wire/http-call.ts';
import { rpcNotification, rpcRequest } from './wire/json-rpc.ts';
import { parseJson } from './wire/json-text.ts';
import { readEvents, type EventReader } from './wire/sse.ts';

/** Who speaks: a credential and, once there is one, its session. */
export interface Speaker {
  /** The `Authorization` header; null for none. */
  readonly authorization: string | null;
  /** True when the step chose its own credential. */
  readonly authored: boolean;
  readonly session: SessionHeaders | null;
}

/** What every request after the handshake repeats. */
export interface SessionHeaders {
  readonly id: string | null;
  readonly protocolVersion: string;
}

/** JSON-RPC over POST, one message per request. */
export interface McpWire {
  /** Requests and notifications of the agent that were read on its streams and left unanswered. */
  readonly strays: number;
  readonly mislabelled: Mislabelled;
  call(speaker: Speaker, message: Message, limits: HttpLimits): Promise<RpcOutcome>;
  notify(speaker: Speaker, method: string, limits: HttpLimits): Promise<HttpOutcome>;
  /** Tells the agent that a session is over. */
  end(speaker: Speaker, limits: HttpLimits): Promise<HttpOutcome>;
}

/** A JSON-RPC method and its parameters. */
interface Message {
  readonly method: string;
  readonly params: JsonObject;
}

/** The wire of one agent; ids count from 1 over all sessions. */
export function createMcpWire(http: HttpClient, target: { url: URL; userAgent: string }): McpWire {
  const { url, userAgent } = target;
  let lastId = 0;
  let strays = 0;
  const mislabelled = new Mislabelled();
  const headersOf = (speaker: Speaker) => ({ 'user-agent': userAgent, ...headers(speaker) });
  const onStray = () => {
    strays += 1;
  };
  return {
    get strays() {
      return strays;
    },
    mislabelled,
    async call(speaker, { method, params }, limits) {
      const id = (lastId += 1);
      const stream = listen(id, onStray);
      const body = rpcRequest(id, method, params);
      const request = { method: 'POST', url, headers: headersOf(speaker), body } as const;
      const outcome = await http.call(request, limits, stream.readerFor);
      if (outcome.kind === 'fault') return outcome;
      const inSession = typeof speaker.session?.id === 'string';
      const { authored, authorization } = speaker;
      const asked = { url, id, authored, anonymous: authorization === null, inSession };
      const streamed = stream.result();
      const read = readAnswer(outcome, asked, streamed);
      if (streamed === undefined && read.kind === 'answer' && read.message)
        mislabelled.note(outcome);
      return read;
    },
    notify(speaker, method, limits) {
      const body = rpcNotification(method);
      return http.call({ method: 'POST', url, headers: headersOf(speaker), body }, limits);
    },
    end(speaker, limits) {
      return http.call({ method: 'DELETE', url, headers: headersOf(speaker), body: null }, limits);
    },
  };
}

function headers({ authorization, session }: Speaker): Record<string, string> {
  return {
    'content-type': 'application/json',
    accept: 'application/json, text/event-stream',
    'accept-encoding': 'gzip, deflate, br',
    ...(authorization !== null && { authorization }),
    ...(session && sessionHeaders(session)),
  };
}

/** What a request repeats to belong to a session. */
export function sessionHeaders({ id, protocolVersion }: SessionHeaders): Record<string, string> {
  return {
    'mcp-protocol-version': protocolVersion,
    ...(id !== null && { 'mcp-session-id': id }),
  };
}

interface StreamListener {
  readonly readerFor: ReaderFor;
  /** Undefined when the answer was no event stream. */
  result(): Streamed | null | undefined;
}

/** Reads the answer as events where the agent sends events. */
function listen(id: number, onStray: () => void): StreamListener {
  let events: EventReader<Streamed> | undefined;
  return {
    readerFor({ status, headers }) {
      const isStream = /^\s*text\/event-stream\b/i.test(headers['content-type'] ?? '');
      if (!isStream || status >= 300) return null;
      events = readEvents<Streamed>(
        (data) => readEvent(data, id, onStray),
        (count) => ({ kind: 'broken', problem: `is a stream with no reply in ${count} events` }),
      );
      return events.read;
    },
    result: () => events?.found,
  };
}

function readEvent(data: string, id: number, onStray: () => void): Streamed | null {
  const parsed = parseJson(data);
  if ('problem' in parsed)
    return { kind: 'broken', problem: `has an event that is not JSON (${parsed.problem})` };
  const reply = readReply(parsed.value, { id, idMayBeNull: false });
  if (reply === null) onStray();
  return reply;
}
