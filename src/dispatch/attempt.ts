import type {
  Answered,
  Exchange,
  Unanswered,
  WireRequest,
  WireResponse,
} from '../model/exchange.ts';
import type { OpenOptions } from './transport.ts';
import type { Fault } from './wire/fault.ts';
import { durationBetween } from '../support/duration.ts';

/** Ends the attempt: an answer becomes `Answered`, a fault `Unanswered`. */
interface Attempt {
  answered(response: WireResponse): Answered;
  unanswered(fault: Fault): Unanswered;
  ended(outcome: { readonly kind: 'answer'; readonly response: WireResponse } | Fault): Exchange;
}

/** Starts the clock of one request. */
export function beginAttempt(
  request: WireRequest,
  { url, now, elapsed }: Pick<OpenOptions, 'url' | 'now' | 'elapsed'>,
): Attempt {
  const sentAt = now().toISOString();
  const start = elapsed();
  const about = () => ({
    request,
    url: url.href,
    sentAt,
    durationMs: durationBetween(start, elapsed()),
  });
  const answered = (response: WireResponse): Answered => ({
    kind: 'answered',
    ...about(),
    response,
  });
  const unanswered = ({ reason, detail, response }: Fault): Unanswered => ({
    kind: 'unanswered',
    ...about(),
    reason,
    detail,
    ...(response && { response }),
  });
  return {
    answered,
    unanswered,
    ended: (outcome) =>
      outcome.kind === 'answer' ? answered(outcome.response) : unanswered(outcome),
  };
}
