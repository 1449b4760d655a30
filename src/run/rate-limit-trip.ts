import { pause } from '../dispatch/pause.ts';
import { errorCodes } from '../judge/error-code.ts';
import { retryAfterOf } from '../judge/retry-after.ts';
import type { Answered, Extraction, Unanswered, WireRequest } from '../model/exchange.ts';
import type { Session } from './session.ts';

/** How a rate limit is provoked, and how long its replay may be put off. */
export interface TripOptions {
  readonly maxAttempts: number;
  readonly maxWaitSeconds: number;
}

/** An answer and what was found in it. */
export interface Reply {
  readonly exchange: Answered;
  readonly extraction: Extraction;
}

/** What became of the attempt to run into a rate limit and to repeat the refused call after it. */
export type Trip =
  | { readonly kind: 'replayed'; readonly trip: Reply; readonly replay: Reply }
  | { readonly kind: 'not_triggered'; readonly last: Reply | null }
  | { readonly kind: 'failed'; readonly trip: Reply; readonly code: string; readonly note: string }
  | { readonly kind: 'unanswered'; readonly exchange: Unanswered };

/** Sends a request again and again under fresh keys until it is rate limited, waits as told, and repeats that call. */
export async function tripRateLimit(
  request: WireRequest,
  options: TripOptions,
  session: Session,
): Promise<Trip> {
  let last: Reply | null = null;
  for (let attempt = 1; attempt <= options.maxAttempts; attempt += 1) {
    const idempotencyKey = session.services.newId();
    const tried = { ...request, payload: { ...request.payload, idempotency_key: idempotencyKey } };
    const reply = await sendOnce(tried, session);
    if ('kind' in reply) return { kind: 'unanswered', exchange: reply };
    if (retryAfterOf(reply.extraction, rateLimited) !== null) {
      return replayAfter(reply, options, session);
    }
    if (reply.extraction.outcome === 'error') return refused(reply, attempt);
    last = reply;
  }
  return { kind: 'not_triggered', last };
}

/** The code of a call that came too soon. */
export const rateLimited = 'RATE_LIMITED';

async function sendOnce(
  request: WireRequest,
  { transport, signal, timeoutMs }: Session,
): Promise<Reply | Unanswered> {
  const exchange = await transport.send(request, { signal, timeoutMs });
  if (exchange.kind === 'unanswered') return exchange;
  return { exchange, extraction: transport.extract(exchange.response) };
}

async function replayAfter(
  trip: Reply,
  { maxWaitSeconds }: TripOptions,
  session: Session,
): Promise<Trip> {
  const seconds = retryAfterOf(trip.extraction, rateLimited)?.seconds ?? null;
  if (seconds === null) {
    const note = `${rateLimited} says nothing of when to try again: it has no retry_after above 0`;
    return { kind: 'failed', trip, code: 'missing_retry_after', note };
  }
  if (seconds > maxWaitSeconds) {
    const note = `retry_after is ${seconds} s, above replay_max_wait_seconds ${maxWaitSeconds}`;
    return { kind: 'failed', trip, code: 'replay_wait_exceeded', note };
  }
  await pause(seconds * 1000, session.signal);
  const replay = await sendOnce(trip.exchange.request, session);
  return 'kind' in replay
    ? { kind: 'unanswered', exchange: replay }
    : { kind: 'replayed', trip, replay };
}

/** A request that is refused for another reason never reaches the limit. */
function refused(trip: Reply, attempt: number): Trip {
  const code = errorCodes(trip.extraction)[0]?.code ?? 'an error without a code';
  const note = `call ${attempt} was refused with ${code} before any rate limit`;
  return { kind: 'failed', trip, code: 'rate_limit_trip_request_error', note };
}
