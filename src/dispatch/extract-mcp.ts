import type { Extraction, WireResponse } from '../model/exchange.ts';
import type { Json, JsonObject } from '../model/json.ts';
import { isObject } from '../support/json.ts';
import { fromHttp, fromRpcError, graded, noteOf } from './extraction.ts';
import { parseJson } from './wire/json-text.ts';

/** Longest text that is read as a payload, in characters. */
const longestText = 1024 * 1024;

/** Finds the AdCP payload in an MCP answer and says where it was found; an error may stand in two places. */
export function extractMcp({ status, body }: WireResponse): Extraction {
  if (isObject(body) && isObject(body['result'])) return fromResult(body['result']);
  if (isObject(body) && body['jsonrpc'] === '2.0' && isObject(body['error']))
    return fromRpcError(body['error']);
  return fromHttp(status, body);
}

/** Why a message is no reply to `tools/call`, whatever it carries; null where it is one. */
export function toolResultProblem(message: JsonObject): string | null {
  if (!Object.hasOwn(message, 'result')) return null;
  const { result } = message;
  if (!isObject(result)) return 'the result is not an object';
  const { content, structuredContent, isError } = result;
  if (Array.isArray(content) || isObject(structuredContent) || isError === true) return null;
  return 'the result has neither content nor structuredContent';
}

function fromResult(result: JsonObject): Extraction {
  const found = find(result);
  return result['isError'] === true ? asError(found) : asSuccess(found);
}

/** Everything in a tool result that may be a payload. */
interface Found {
  readonly structured: JsonObject | null;
  /** The first text that is a JSON object. */
  readonly parsed: JsonObject | null;
  /** The first text as it stands. */
  readonly text: string | null;
  readonly notes: readonly string[];
}

function find(result: JsonObject): Found {
  const notes: string[] = [];
  const structured = result['structuredContent'];
  if (structured !== undefined && !isObject(structured))
    notes.push('structuredContent is not an object');
  const texts = textsOf(result['content']);
  const isError = result['isError'] === true;
  const settled =
    isObject(structured) && (isError ? hasAdcpError(structured) : !isBareError(structured));
  // What else stands beside a structured error need not be JSON.
  const remarks = isError && isObject(structured) ? [] : notes;
  const parsed = settled ? null : firstObject(texts, remarks, isError);
  return {
    structured: isObject(structured) ? structured : null,
    parsed,
    text: texts[0] ?? null,
    notes,
  };
}

function textsOf(content: Json | undefined): readonly string[] {
  if (!Array.isArray(content)) return [];
  return content.flatMap((part: Json) =>
    isObject(part) && part['type'] === 'text' && typeof part['text'] === 'string'
      ? [part['text']]
      : [],
  );
}

/** Success is not read from a text that holds nothing but adcp_error, unless there is no other. */
function firstObject(
  texts: readonly string[],
  notes: string[],
  isError: boolean,
): JsonObject | null {
  let bareError: JsonObject | null = null;
  for (const text of texts) {
    const read = readObject(text);
    if (typeof read === 'string') notes.push(read);
    else if (isError || !isBareError(read)) return read;
    else bareError ??= read;
  }
  return bareError;
}

function readObject(text: string): JsonObject | string {
  if (text.length > longestText) return `a text longer than ${longestText} characters was not read`;
  const parsed = parseJson(text);
  if ('problem' in parsed) return 'text is not JSON';
  return isObject(parsed.value) ? parsed.value : 'text is JSON, but not an object';
}

function asError({ structured, parsed, text, notes }: Found): Extraction {
  if (structured && parsed && hasAdcpError(parsed)) {
    const payload = { ...structured, adcp_error: parsed['adcp_error'] };
    const note = noteOf([...notes, 'adcp_error stands in the text beside structuredContent']);
    return { outcome: 'error', payload, path: 'error', note };
  }
  const payload = structured ?? parsed ?? text;
  const why = structured || parsed ? notes : [...notes, 'the error has no payload'];
  return { outcome: 'error', payload, path: 'error', note: noteOf(why) };
}

function asSuccess({ structured, parsed, notes }: Found): Extraction {
  if (structured && !isBareError(structured))
    return gradedAs('structured_content', structured, notes);
  if (parsed && !isBareError(parsed)) {
    const origin = structured ? 'structuredContent holds nothing but adcp_error' : null;
    return gradedAs('text_fallback', parsed, origin === null ? notes : [...notes, origin]);
  }
  const bare = structured ?? parsed;
  if (bare) {
    const note = noteOf([...notes, 'adcp_error without isError']);
    return { outcome: 'error', payload: bare, path: 'error', note };
  }
  const note = noteOf([...notes, 'neither structuredContent nor a text with a JSON object']);
  return { outcome: 'success', payload: null, path: 'none', note };
}

function gradedAs(
  path: 'structured_content' | 'text_fallback',
  payload: JsonObject,
  notes: readonly string[],
): Extraction {
  return graded({ payload, path, notes, beside: 'without isError' });
}

function hasAdcpError(
  payload: JsonObject,
): payload is JsonObject & { readonly adcp_error: JsonObject } {
  return isObject(payload['adcp_error']);
}

function isBareError(payload: JsonObject): boolean {
  const keys = Object.keys(payload);
  return keys.length === 1 && keys[0] === 'adcp_error';
}
