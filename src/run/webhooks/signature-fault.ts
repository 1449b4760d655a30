import type { SignatureFault, Verification } from '../../dispatch/signatures/verify.ts';
import type { Delivery } from '../../dispatch/webhooks/delivery.ts';
import { isObject } from '../../support/json.ts';
import type { StepScope } from '../scope.ts';
import type { WebhookFault } from './findings.ts';
import type { Watched } from './watched.ts';

/** True where the trigger asked for the older way of signing, with a shared secret. */
export function usesSharedSecret({ trigger }: Watched): boolean {
  const config = trigger.request?.sent?.payload['push_notification_config'];
  return isObject(config) && config['authentication'] !== undefined;
}

/** True where deliveries must be signed by RFC 9421: the agent says it does, and the trigger asked for nothing else. */
export function mustBeSigned(watched: Watched, { session }: StepScope): boolean {
  return !usesSharedSecret(watched) && session.webhooks.signatures.expectedOf(session);
}

/** The first of these deliveries whose signature does not count, or null. */
export async function signatureFaultIn(
  deliveries: readonly Delivery[],
  { session }: StepScope,
): Promise<WebhookFault | null> {
  for (const delivery of deliveries) {
    const fault = faultOf(await session.webhooks.signatures.verify(delivery, session));
    if (fault !== null) return fault;
  }
  return null;
}

/** The code of the language for a verification, beside the published one. */
export function faultOf(verification: Verification): WebhookFault | null {
  if (verification.kind !== 'invalid') return null;
  const { fault, detail } = verification;
  const published = `webhook_signature_${fault}`;
  return { code: codes[fault] ?? 'signature_invalid', detail: `${detail} (${published})` };
}

/** What has a code of its own in section 6.3; everything else is a signature that is not valid. */
const codes: Partial<Record<SignatureFault, string>> = {
  window_invalid: 'signature_expired',
  key_unknown: 'signature_key_unknown',
  key_purpose_invalid: 'signature_key_purpose_invalid',
  digest_mismatch: 'signature_digest_mismatch',
  tag_invalid: 'signature_tag_invalid',
  replayed: 'signature_replayed',
};
