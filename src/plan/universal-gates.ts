import type { CapabilityPredicate } from '../model/storyboard.ts';

/**
 * Conditions the published suites state only in prose: which universal storyboards concern an agent at all.
 * Newer suites write them as `requires_capability`; both then hold.
 */
export const universalGates: ReadonlyMap<string, CapabilityPredicate> = new Map([
  ['signed_requests', equals('request_signing.supported')],
]);

function equals(path: string): CapabilityPredicate {
  return { path, matcher: { kind: 'equals', value: true } };
}
