import type { Json } from '../model/json.ts';
import type { CapabilityPredicate } from '../model/storyboard.ts';

/**
 * Conditions the published suites state only in prose: which universal storyboards concern an agent at all.
 * Newer suites write them as `requires_capability`; both then hold.
 */
export const universalGates: ReadonlyMap<string, CapabilityPredicate> = new Map([
  ['signed_requests', equals('request_signing.supported', true)],
]);

/** What excuses an agent from a universal storyboard where it declares it, and only there: silence is a fault. */
export const universalExcuses: ReadonlyMap<string, CapabilityPredicate> = new Map([
  ['idempotency', equals('adcp.idempotency.supported', false)],
]);

function equals(path: string, value: Json): CapabilityPredicate {
  return { path, matcher: { kind: 'equals', value } };
}
