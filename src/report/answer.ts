import type { Answered } from '../model/exchange.ts';
import type { Json } from '../model/json.ts';
import { isObject } from '../support/json.ts';

/** The part of an answer its reader wants: the result inside the JSON-RPC frame, else the whole body. */
export function resultOf({ response: { body } }: Answered): Json {
  return isObject(body) && body['jsonrpc'] === '2.0' && body['result'] !== undefined
    ? body['result']
    : body;
}

/** The structured content inside the result, where there is any: the text beside it says the same again. */
export function answerOf(exchange: Answered): Json {
  const result = resultOf(exchange);
  const structured = isObject(result) ? result['structuredContent'] : undefined;
  return structured ?? result;
}
