import { replayNotCachedRateLimit } from '../../../src/judge/checks/replay-not-cached-rate-limit.ts';
import { judgeTable } from '../support/check-table.ts';
import { withPayload } from '../support/evidence.ts';

const limited = { success: false, adcp_error: { code: 'RATE_LIMITED', retry_after: 1 } };

judgeTable(replayNotCachedRateLimit, [
  {
    name: 'passes when the repetition succeeds',
    params: {},
    evidence: withPayload({ trip_response: limited, replay_response: { success: true } }),
    status: 'passed',
  },
  {
    name: 'passes when the repetition is refused for another reason',
    params: {},
    evidence: withPayload({
      trip_response: limited,
      replay_response: { success: false, adcp_error: { code: 'BUDGET_TOO_LOW' } },
    }),
    status: 'passed',
  },
  {
    name: 'reads no refusal out of advice that comes with a success',
    params: {},
    evidence: withPayload({
      trip_response: limited,
      replay_response: { success: true, errors: [{ code: 'RATE_LIMITED' }] },
    }),
    status: 'passed',
  },
  {
    name: 'fails when the repetition gives the same refusal',
    params: {},
    evidence: withPayload({ trip_response: limited, replay_response: limited }),
    status: 'failed',
    pointer: '/replay_response',
    actual: 'RATE_LIMITED',
    note: /rate_limit_response_cached_as_replay/,
  },
  {
    name: 'says nothing of a step that tripped no limit',
    params: {},
    evidence: withPayload({ id: 'b1' }),
    status: 'not_applicable',
  },
]);
