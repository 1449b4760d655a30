import type { JsonObject } from '../model/json.ts';
import { isObject } from '../support/json.ts';
import type { RpcAnswer, RpcOutcome } from './rpc-answer.ts';
import type { McpWire, SessionHeaders, Speaker } from './mcp-wire.ts';
import { excerpt, fault, hostAndPort, type Fault } from './wire/fault.ts';
import type { HttpLimits } from './wire/http-call.ts';

/** The protocol versions spoken here, newest first; the first is offered. */
const protocolVersions = [
  '2025-11-25',
  '2025-06-18',
  '2025-03-26',
  '2024-11-05',
  '2024-10-07',
] as const;

/** What a handshake agreed on. A null id means that the agent keeps no session. */
export interface Session extends SessionHeaders {
  readonly kind: 'session';
  readonly name: string | null;
  readonly version: string | null;
}

/** All that a handshake needs. */
interface Handshake {
  readonly wire: McpWire;
  readonly url: URL;
  readonly clientInfo: { readonly name: string; readonly version: string };
  /** The limits that are left, asked again before each request. */
  readonly limits: () => HttpLimits;
  readonly onNotice: (sentence: string) => void;
}

/** Initializes; a refusal comes back as the agent gave it, the caller knows whether it is one. */
export async function openSession(
  speaker: Omit<Speaker, 'session'>,
  handshake: Handshake,
): Promise<Session | RpcOutcome> {
  const asking = { ...speaker, session: null };
  const message = { method: 'initialize', params: initializeParams(handshake.clientInfo) };
  const outcome = await handshake.wire.call(asking, message, handshake.limits());
  if (outcome.kind === 'fault') return outcome;
  const result = outcome.message?.['result'];
  if (!isObject(result)) return refused(outcome, asking, handshake.url);
  const session = readSession(result, outcome, handshake.url);
  if (session.kind === 'fault') return session;
  return (await confirm({ ...speaker, session }, handshake)) ?? session;
}

/** The parameters of `initialize`. */
export function initializeParams(clientInfo: Handshake['clientInfo']): JsonObject {
  return { protocolVersion: protocolVersions[0], capabilities: {}, clientInfo: { ...clientInfo } };
}

function refused(outcome: RpcAnswer, speaker: Speaker, url: URL): RpcOutcome {
  if (speaker.authored) return outcome;
  const error = outcome.message?.['error'];
  const said = excerpt(JSON.stringify(error ?? outcome.response.body));
  return fault('protocol', `${hostAndPort(url)} refused to initialize: ${said}.`);
}

function readSession(result: JsonObject, outcome: RpcAnswer, url: URL): Session | Fault {
  const offered = result['protocolVersion'];
  const protocolVersion = protocolVersions.find((known) => known === offered);
  if (protocolVersion === undefined) {
    const theirs =
      offered === undefined ? 'no MCP protocol version' : `MCP ${JSON.stringify(offered)}`;
    const ours = protocolVersions.join(', ');
    return fault('protocol', `${hostAndPort(url)} speaks ${theirs}; known here are ${ours}.`);
  }
  const server = isObject(result['serverInfo']) ? result['serverInfo'] : {};
  return {
    kind: 'session',
    id: outcome.response.headers['mcp-session-id'] ?? null,
    protocolVersion,
    name: textOrNull(server['name']),
    version: textOrNull(server['version']),
  };
}

async function confirm(speaker: Speaker, handshake: Handshake): Promise<Fault | null> {
  const { wire, limits, onNotice } = handshake;
  const outcome = await wire.notify(speaker, 'notifications/initialized', limits());
  if (outcome.kind === 'fault') return outcome;
  if (outcome.status >= 300)
    onNotice(`The agent answered notifications/initialized with HTTP ${outcome.status}.`);
  return null;
}

function textOrNull(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}
