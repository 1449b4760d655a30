import * as z from 'zod';
import type { Extraction } from '../../model/exchange.ts';
import type { Json } from '../../model/json.ts';
import { defineCheck } from '../check.ts';
import { errorCodes } from '../error-code.ts';
import { fieldAt } from '../field.ts';
import { failed, notApplicable, passed } from '../outcome.ts';

const code = 'RATE_LIMITED';

/** The call that was rate limited is not answered with the same refusal when it is repeated in time. */
export const replayNotCachedRateLimit = defineCheck({
  kind: 'replay_not_cached_rate_limit',
  summary: 'A rate limited call succeeds or fails on its own when repeated.',
  needs: 'payload',
  params: z.object({}),
  judge(_params, { extraction }) {
    const trip = fieldAt(extraction.payload, 'trip_response').value;
    const replay = fieldAt(extraction.payload, 'replay_response').value;
    if (trip === undefined || replay === undefined) {
      return notApplicable('there is no rate limited call and its repetition to compare');
    }
    if (!isRateLimited(trip) || !isRateLimited(replay)) return passed;
    return failed({
      pointer: '/replay_response',
      expected: `anything but ${code}`,
      actual: code,
      note: 'rate_limit_response_cached_as_replay: the key still gives the refusal after the wait',
    });
  },
});

function isRateLimited(payload: Json): boolean {
  const answer: Extraction = {
    outcome: fieldAt(payload, 'success').value === true ? 'success' : 'error',
    payload,
    path: 'structured_content',
    note: null,
  };
  return errorCodes(answer).some((found) => found.code === code);
}
