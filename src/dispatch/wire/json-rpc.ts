import type { Json, JsonObject } from '../../model/json.ts';
import { cut } from '../../support/cut.ts';
import { isObject } from '../../support/json.ts';

/** The text of a JSON-RPC 2.0 request. */
export function rpcRequest(id: number, method: string, params: JsonObject): string {
  return JSON.stringify({ jsonrpc: '2.0', id, method, params });
}

/** The text of a JSON-RPC 2.0 notification. */
export function rpcNotification(method: string): string {
  return JSON.stringify({ jsonrpc: '2.0', method });
}

/** What a message is to one who waits for the reply to `id`. */
type RpcMessage =
  | { readonly kind: 'reply'; readonly message: JsonObject }
  /** A request or notification of the other side. */
  | { readonly kind: 'stray' }
  | { readonly kind: 'broken'; readonly problem: string };

/** Which replies are accepted: an error may come without an id when the whole request was refused. */
export interface ReplyRules {
  readonly id: number;
  readonly idMayBeNull: boolean;
}

/** Reads a message by the rules of JSON-RPC 2.0. */
export function readMessage(message: Json, rules: ReplyRules): RpcMessage {
  if (!isObject(message)) return broken('is not a JSON-RPC message: it is no JSON object');
  if (message['jsonrpc'] !== '2.0')
    return broken(`has "jsonrpc": ${shown(message['jsonrpc'])} instead of "2.0"`);
  const hasResult = Object.hasOwn(message, 'result');
  const hasError = Object.hasOwn(message, 'error');
  if (hasResult && hasError) return broken('has both a result and an error');
  if (!hasResult && !hasError) {
    return typeof message['method'] === 'string'
      ? { kind: 'stray' }
      : broken('has neither a result nor an error');
  }
  if (hasError && !isObject(message['error'])) return broken('has an error that is no object');
  return checkId(message, hasError, rules);
}

function checkId(message: JsonObject, isError: boolean, rules: ReplyRules): RpcMessage {
  const id = message['id'];
  if (id === rules.id) return { kind: 'reply', message };
  if (isError && rules.idMayBeNull && (id === null || id === undefined))
    return { kind: 'reply', message };
  return broken(`answers the id ${shown(id)}; the request had ${rules.id}`);
}

function broken(problem: string): RpcMessage {
  return { kind: 'broken', problem };
}

function shown(value: Json | undefined): string {
  return value === undefined ? 'nothing' : cut(JSON.stringify(value), 80);
}
