import type { WireResponse } from '../model/exchange.ts';
import type { Json } from '../model/json.ts';
import type { CheckOutcome } from '../model/outcome.ts';
import { failed, passed } from './outcome.ts';

/** The status of an HTTP answer is among the accepted ones; a transport without a status fails. */
export function judgeStatus(
  { status }: WireResponse,
  accepted: readonly Json[],
  expected: Json,
): CheckOutcome {
  if (status === null) return failed({ expected, note: 'the transport shows no HTTP status' });
  return accepted.includes(status) ? passed : failed({ expected, actual: status });
}
