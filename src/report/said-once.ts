import type { Answered } from '../model/exchange.ts';
import type { Json, JsonObject, JsonPointer } from '../model/json.ts';
import type { CapturedValue } from '../model/step-result.ts';
import { isObject, sameJson, valueAtPointer } from '../support/json.ts';
import { answerOf, resultOf } from './answer.ts';

/** An answer in which texts that say the structured content again, as JSON, are left out but for their length. */
export function resultOnce(exchange: Answered): Json {
  const result = resultOf(exchange);
  if (!isObject(result)) return result;
  const { structuredContent: structured, content } = result;
  if (!isObject(structured) || !Array.isArray(content)) return result;
  return { ...result, content: content.map((part: Json) => partOnce(part, structured)) };
}

/** A captured value as reports show it: a long one the answer says as well is referred to. `response` is its place in the report. */
export function capturedOnce(
  { value, from }: CapturedValue,
  exchange: Answered | null,
  response: JsonPointer,
): Json {
  const repeats =
    exchange !== null &&
    from !== null &&
    isLong(value) &&
    sameJson(value, valueAtPointer(answerOf(exchange), from));
  return repeats ? { $ref: `#${response}/payload${answerPointer(exchange)}${from}` } : value;
}

function partOnce(part: Json, structured: JsonObject): Json {
  if (!isObject(part) || typeof part['text'] !== 'string') return part;
  const { text, ...rest } = part;
  if (!sameJson(parsed(text), structured)) return part;
  return { ...rest, note: 'repeats structuredContent', length: text.length };
}

function parsed(text: string): Json | undefined {
  if (!text.startsWith('{')) return undefined;
  try {
    return JSON.parse(text) as Json;
  } catch {
    return undefined;
  }
}

/** Where the answer stands inside the result. */
function answerPointer(exchange: Answered): JsonPointer {
  return answerOf(exchange) === resultOf(exchange) ? '' : '/structuredContent';
}

/** Ids and other short values are easier to read where they are. */
function isLong(value: Json): boolean {
  return typeof value === 'object' && value !== null && JSON.stringify(value).length > 120;
}
