import type { SignatureFault, Verification } from '../../dispatch/signatures/verify.ts';
import type { Delivery } from '../../dispatch/webhooks/delivery.ts';
import { isObject } from '../../support/json.ts';
import type { StepScope } from '../scope.ts';
import type { Session } from '../session.ts';
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

/** What signatures come to: what is wrong with one, or what is worth knowing of them. */
interface SignatureFinding {
  readonly fault: WebhookFault | null;
  readonly observations: readonly string[];
}

/** No delivery whose signature was asked for. */
export const unsigned: SignatureFinding = { fault: null, observations: [] };

/** The first of these deliveries whose signature does not count, and what could not be verified. */
export async function signaturesIn(
  deliveries: readonly Delivery[],
  { session }: StepScope,
): Promise<SignatureFinding> {
  const observations = new Set<string>();
  for (const delivery of deliveries) {
    const verification = await session.webhooks.signatures.verify(delivery, session);
    const fault = await faultOf(verification, session);
    if (fault !== null) return { fault, observations: [] };
    if (verification.kind === 'undecided')
      observations.add(
        `the signature by "${verification.keyid}" was not verified: ${await whyNoKeys(session)}`,
      );
  }
  return { fault: null, observations: [...observations] };
}

/** Why the keys of an agent cannot be found. */
export async function whyNoKeys(session: Session): Promise<string> {
  const keys = await session.webhooks.signatures.keysOf(session);
  return `the agent's keys cannot be found: ${keys.kind === 'missing' ? keys.detail : 'there are none'}`;
}

/** The code of the language for a verification, beside the published one. */
export async function faultOf(
  verification: Verification,
  session: Session,
): Promise<WebhookFault | null> {
  switch (verification.kind) {
    case 'valid':
      return null;
    case 'undecided':
      return session.webhooks.signatures.owesKeys(session)
        ? coded('key_unknown', await whyNoKeys(session))
        : null;
    case 'invalid':
      return coded(verification.fault, verification.detail);
  }
}

function coded(fault: SignatureFault, detail: string): WebhookFault {
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
