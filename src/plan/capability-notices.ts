import type { Json, JsonObject } from '../model/json.ts';
import type { Notice } from '../model/notice.ts';
import type { Storyboard } from '../model/storyboard.ts';
import { valueAt } from '../support/path.ts';

/**
 * What the contract's canonical codes say of an agent's claims. What an agent claims is told whatever the suite; what
 * it leaves out is told only where the suite asks after it, because others know no such capability.
 */
export function capabilityNotices(
  capabilities: JsonObject | null,
  storyboards: readonly Storyboard[],
): readonly Notice[] {
  if (capabilities === null) return [];
  const asksForSigning = storyboards.some(({ id }) => id === 'signed_requests');
  return [
    ...(claimsSigningSpecialism(capabilities) ? [signingSpecialism] : []),
    ...(asksForSigning && !holds(capabilities, 'request_signing.supported')
      ? [requestSigning]
      : []),
    ...(holds(capabilities, 'webhook_signing.legacy_hmac_fallback') ? [hmacFallback] : []),
  ];
}

/** The specialism whose storyboards became a universal one. */
export const signingSpecialismId = 'signed-requests';

const signingSpecialism: Notice = {
  severity: 'deprecation',
  code: 'signed_requests_specialism_deprecated',
  message: `the agent claims the specialism ${signingSpecialismId}, which AdCP 4.0 removes; request_signing.supported: true says it all`,
  effectiveVersion: '4.0',
  capabilityPath: 'specialisms',
};

const requestSigning: Notice = {
  severity: 'future_required',
  code: 'request_signing_required_in_4_0',
  message:
    'the agent does not declare request_signing.supported: true, which AdCP 4.0 requires for operations that spend',
  effectiveVersion: '4.0',
  capabilityPath: 'request_signing.supported',
};

const hmacFallback: Notice = {
  severity: 'deprecation',
  code: 'legacy_hmac_fallback_removed_in_4_0',
  message:
    'the agent declares webhook_signing.legacy_hmac_fallback: true, which AdCP 4.0 removes; its receivers need RFC 9421 signatures by then',
  effectiveVersion: '4.0',
  capabilityPath: 'webhook_signing.legacy_hmac_fallback',
};

function claimsSigningSpecialism(capabilities: JsonObject): boolean {
  const claimed = valueAt(capabilities, 'specialisms');
  return Array.isArray(claimed) && (claimed as readonly Json[]).includes(signingSpecialismId);
}

function holds(capabilities: JsonObject, path: string): boolean {
  return valueAt(capabilities, path) === true;
}
