import type { Answered, WireRequest } from '../model/exchange.ts';
import type { JsonObject } from '../model/json.ts';
import { resultOnce } from './said-once.ts';

/** A request as reports show it; `url` is null where it did not go out. */
export function requestJson(sent: WireRequest, url: string | null): JsonObject {
  return {
    transport: sent.protocol,
    operation: sent.operation,
    ...(url === null ? {} : { url }),
    credential: sent.credential.kind,
    payload: sent.payload,
  };
}

/** An answer as reports show it. */
export function responseJson(exchange: Answered): JsonObject {
  const { request, response, sentAt, durationMs } = exchange;
  return {
    transport: request.protocol,
    ...(response.status === null ? {} : { status: response.status }),
    headers: { ...response.headers },
    sent_at: sentAt,
    duration_ms: durationMs,
    payload: resultOnce(exchange),
  };
}
