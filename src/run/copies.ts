import { pause } from '../dispatch/pause.ts';
import { retryAfterOf } from '../judge/retry-after.ts';
import type { Answered, WireRequest } from '../model/exchange.ts';
import type { RequestChange } from '../model/request.ts';
import type { DispatchedCopy, ValidationResult } from '../model/step-result.ts';
import type { ParallelDispatch } from '../model/storyboard.ts';
import type { Session } from './session.ts';

/** What a copy waits where the agent does not say how long, in milliseconds. */
const unaskedWaitMs = 500;

/** What a copy waits at least, however little the agent asks for. */
const leastWaitMs = 50;

/** Sends copies of a request at the same moment and waits until each has a final answer or the time is up. */
export async function dispatchCopies(
  request: WireRequest,
  parallel: ParallelDispatch,
  session: Session,
): Promise<readonly DispatchedCopy[]> {
  const deadline = session.services.elapsed() + parallel.timeoutMs;
  const requests = Array.from({ length: parallel.count }, (_, index) =>
    parallel.sameIdempotencyKey || index === 0 ? request : withOwnKey(request, session),
  );
  return Promise.all(requests.map((copy) => settle(copy, deadline, session)));
}

/** The further copies' own keys, as changes to the request they are copies of; none where they share one. */
export function keysOfCopies(
  request: WireRequest,
  copies: readonly DispatchedCopy[],
): readonly RequestChange[] {
  const { idempotency_key: from } = request.payload;
  return copies.flatMap(({ exchange }, index) => {
    const { idempotency_key: to } = exchange.request.payload;
    if (to === undefined || to === from) return [];
    const reason = `copy ${index + 1} has a key of its own`;
    return {
      pointer: '/idempotency_key',
      ...(from !== undefined && { from }),
      to,
      invariant,
      reason,
    };
  });
}

const invariant = 'parallel-dispatch';

function withOwnKey(request: WireRequest, { services }: Session): WireRequest {
  return { ...request, payload: { ...request.payload, idempotency_key: services.newId() } };
}

/** The same request again for as long as its key is in flight: nothing else may be retried in a step. */
async function settle(
  request: WireRequest,
  deadline: number,
  session: Session,
): Promise<DispatchedCopy> {
  const { services, signal, transport } = session;
  const deferrals: Answered[] = [];
  for (;;) {
    const left = Math.max(1, Math.ceil(deadline - services.elapsed()));
    const timeoutMs = Math.min(session.timeoutMs, left);
    const exchange = await transport.send(request, { signal, timeoutMs });
    if (exchange.kind === 'unanswered') {
      return { exchange, extraction: null, deferrals, settled: false };
    }
    const extraction = transport.extract(exchange.response);
    const inFlight = retryAfterOf(extraction, 'IDEMPOTENCY_IN_FLIGHT');
    const askedMs = inFlight?.seconds ? inFlight.seconds * 1000 : unaskedWaitMs;
    const waitMs = Math.max(leastWaitMs, askedMs);
    const isLate = services.elapsed() + waitMs >= deadline;
    if (inFlight === null || isLate || signal.aborted) {
      return { exchange, extraction, deferrals, settled: inFlight === null };
    }
    deferrals.push(exchange);
    await pause(waitMs, signal);
  }
}

/** The finding that not every copy came to an end in time; none where all did. */
export function unsettledCopies(
  copies: readonly DispatchedCopy[],
  { count, timeoutMs }: ParallelDispatch,
): readonly ValidationResult[] {
  const settled = copies.filter((copy) => copy.settled).length;
  if (settled === count) return [];
  return [
    {
      check: 'step_timeout',
      id: null,
      description: `All ${count} copies have a final answer within ${timeoutMs} ms`,
      severity: 'required',
      promoted: null,
      at: null,
      outcome: {
        status: 'failed',
        pointer: null,
        expected: { count, barrier_timeout_ms: timeoutMs },
        actual: { resolved: settled, unresolved: count - settled },
      },
    },
  ];
}
