import type { Extraction } from '../model/exchange.ts';
import type { Json, JsonObject } from '../model/json.ts';
import { isObject } from '../support/json.ts';
import { failureIn } from './payload-failure.ts';

/** A payload of an answer that the protocol calls a success, unless the payload says otherwise. */
export interface GradedPayload {
  readonly payload: JsonObject;
  readonly path: 'structured_content' | 'text_fallback';
  readonly notes: readonly string[];
  /** What makes an error in it odd, e.g. `without isError`. */
  readonly beside: string;
}

/** Looks into a payload for what it says of itself. */
export function graded({ payload, path, notes, beside }: GradedPayload): Extraction {
  const failure = failureIn(payload, beside);
  const all = failure === null ? notes : [...notes, failure];
  return { outcome: failure === null ? 'success' : 'error', payload, path, note: noteOf(all) };
}

/** The payload of a JSON-RPC error: its data, or the error itself where it has none. */
export function fromRpcError(error: JsonObject): Extraction {
  const data = error['data'];
  if (isObject(data))
    return { outcome: 'error', payload: data, path: 'error', note: 'payload of a JSON-RPC error' };
  const payload = { code: error['code'] ?? null, message: error['message'] ?? null };
  return { outcome: 'error', payload, path: 'error', note: 'a JSON-RPC error without data' };
}

/** What an HTTP answer without a JSON-RPC message says. */
export function fromHttp(status: number | null, body: Json): Extraction {
  const refused = status !== null && status >= 400;
  return {
    outcome: refused ? 'error' : 'success',
    payload: refused ? body : null,
    path: refused ? 'error' : 'none',
    note: refused ? `HTTP ${status} without a JSON-RPC message` : 'the result is not an object',
  };
}

/** Several remarks as one; null for none. */
export function noteOf(notes: readonly string[]): string | null {
  return notes.length === 0 ? null : [...new Set(notes)].join('; ');
}
