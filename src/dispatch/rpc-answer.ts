import type { WireResponse } from '../model/exchange.ts';
import type { Json, JsonObject } from '../model/json.ts';
import { isObject } from '../support/json.ts';
import { excerpt, fault, hostAndPort, type Fault } from './wire/fault.ts';
import type { HttpAnswer } from './wire/http-call.ts';
import { readMessage, type ReplyRules } from './wire/json-rpc.ts';
import { parseJson } from './wire/json-text.ts';

/** An answer that can be judged. `message` is null where HTTP refused the call without a JSON-RPC message. */
export interface RpcAnswer {
  readonly kind: 'answer';
  readonly response: WireResponse;
  readonly message: JsonObject | null;
}

/** What became of one JSON-RPC request. */
export type RpcOutcome = RpcAnswer | Fault;

/** A reply found in a stream of events, or why the stream is no answer. */
export type Streamed =
  | { readonly kind: 'reply'; readonly message: JsonObject }
  | { readonly kind: 'broken'; readonly problem: string };

/** What the request was, as far as its answer is read by it. */
interface Asked {
  readonly url: URL;
  readonly id: number;
  /** True when the step chose its own credential, which makes a refusal an ordinary answer. */
  readonly authored: boolean;
  /** True when it carried no credential at all. */
  readonly anonymous: boolean;
  readonly inSession: boolean;
}

/** Reads an HTTP answer by the rules of JSON-RPC over HTTP. `streamed` is undefined where the answer is no event stream. */
export function readAnswer(
  answer: HttpAnswer,
  asked: Asked,
  streamed: Streamed | null | undefined,
): RpcOutcome {
  const refusal = readStatus(answer, asked);
  if (refusal) return refusal;
  const found = streamed === undefined ? readBody(answer, asked) : (streamed ?? cutOff);
  if (found.kind === 'reply') {
    const { status, headers } = answer;
    const { message } = found;
    return { kind: 'answer', response: { status, headers, body: message }, message };
  }
  const status = answer.status === 200 ? '' : ` (HTTP ${answer.status})`;
  const detail = `The answer of ${hostAndPort(asked.url)}${status} ${found.problem}.`;
  return keeping(answer, fault('protocol', detail));
}

/** The fault an answer is whose result breaks its protocol: it proves neither success nor rejection. */
export function brokenResult({ response }: RpcAnswer, url: URL, problem: string): Fault {
  const about = fault('protocol', `The answer of ${hostAndPort(url)} is malformed: ${problem}.`);
  return response.status !== null && response.status < 300 ? about : { ...about, response };
}

/** A fault with what HTTP said; a success that cannot be read says nothing. */
function keeping(answer: HttpAnswer, about: Fault): Fault {
  return answer.status < 300 ? about : { ...about, response: responseOf(answer) };
}

const cutOff: Streamed = {
  kind: 'broken',
  problem: 'is an event stream that closed without an answer',
};

/** What the status of an answer alone decides; null where the body is to be read. */
export function readStatus(answer: HttpAnswer, asked: Asked): RpcOutcome | null {
  const about = statusFault(answer, asked);
  if (about !== null) return keeping(answer, about);
  if (answer.status < 400 || !asked.authored) return null;
  return { kind: 'answer', response: responseOf(answer), message: null };
}

function statusFault(answer: HttpAnswer, asked: Asked): Fault | null {
  const { url, authored, inSession } = asked;
  const { status } = answer;
  const host = hostAndPort(url);
  if (status >= 500)
    return fault('server_error', `${host} answered HTTP ${status}: ${excerpt(answer.text)}.`);
  if ((status === 401 || status === 403) && !authored) return refused(answer, host, asked);
  if (status >= 300 && status < 400) return redirected(answer, host);
  if (status === 404 && inSession) {
    const detail = `${host} no longer knows the session it gave out (HTTP 404).`;
    return { ...fault('closed', detail), sessionGone: true };
  }
  return unknownSession(answer, host);
}

/** Servers that give out no 404 for a lost session refuse the whole request with an error that names no id. */
function unknownSession({ status, text }: HttpAnswer, host: string): Fault | null {
  if (status !== 400 && status !== 404) return null;
  const body = bodyOf(text);
  if (!isObject(body) || !isObject(body['error']) || (body['id'] ?? null) !== null) return null;
  const { code, message } = body['error'];
  if (typeof code !== 'number' || typeof message !== 'string') return null;
  if (!/\bsession\b|\bnot initialized\b/i.test(message)) return null;
  const detail = `${host} does not know the session of the call (HTTP ${status}: ${excerpt(message)}).`;
  return { ...fault('closed', detail), sessionGone: true };
}

function refused(answer: HttpAnswer, host: string, { anonymous }: Asked): Fault {
  const challenge = answer.headers['www-authenticate'];
  const asks = challenge === undefined ? '' : `, WWW-Authenticate ${excerpt(challenge)}`;
  const said = `HTTP ${answer.status}${asks}, body ${excerpt(answer.text)}`;
  const why = anonymous
    ? 'wants a credential, and the run was given none'
    : 'refused the credential of the run';
  return fault('unauthorized', `${host} ${why}: ${said}.`);
}

function redirected(answer: HttpAnswer, host: string): Fault {
  const target = answer.headers['location'];
  const to = target === undefined ? 'without a Location' : `to ${excerpt(target)}`;
  return fault(
    'protocol',
    `${host} answered HTTP ${answer.status} and redirects ${to}; redirects are not followed.`,
  );
}

function readBody(answer: HttpAnswer, asked: Asked): Streamed {
  const parsed = parseJson(answer.text);
  if ('problem' in parsed)
    return broken(`is not JSON (${parsed.problem}): ${describeBody(answer)}`);
  const idMayBeNull = answer.status >= 400;
  return readReply(parsed.value, { id: asked.id, idMayBeNull }) ?? broken('is no reply');
}

/** The reply in a message, null for a message that is none. */
export function readReply(value: Json, rules: ReplyRules): Streamed | null {
  const read = readMessage(value, rules);
  return read.kind === 'stray' ? null : read;
}

function broken(problem: string): Streamed {
  return { kind: 'broken', problem };
}

function describeBody(answer: HttpAnswer): string {
  const type = answer.headers['content-type'] ?? 'no content type';
  return `${type}, ${excerpt(answer.text)}`;
}

function responseOf({ status, headers, text }: HttpAnswer): WireResponse {
  return { status, headers, body: bodyOf(text) };
}

function bodyOf(text: string): Json {
  if (text === '') return null;
  const parsed = parseJson(text);
  return 'value' in parsed ? parsed.value : text;
}
