import type { StepScope } from '../scope.ts';
import { concluded } from '../webhooks/findings.ts';
import { nothingCame } from '../webhooks/nothing-came.ts';
import { faultOf, usesSharedSecret, whyNoKeys } from '../webhooks/signature-fault.ts';
import { matching, settled, watchedBy, type Watched } from '../webhooks/watched.ts';
import type { RunnerTask, TaskOutcome } from './task.ts';

const usualSeconds = 30;

/** Waits for a delivery and verifies it by the keys the agent publishes. */
export const expectWebhookSignatureValid: RunnerTask = {
  name: 'expect_webhook_signature_valid',
  summary: 'Verifies the RFC 9421 signature of a webhook.',

  async perform(params, scope) {
    const watched = watchedBy(params, scope, usualSeconds);
    if (watched.kind !== 'watched') return watched;
    const why = whyUnsigned(watched, scope);
    if (why !== null) return notApplicable(why);
    const startedAt = scope.session.services.elapsed();
    const outlook = () => (matching(watched).length > 0 ? 'certain' : 'open');
    if ((await settled(watched, scope, outlook)) === 'aborted') return { kind: 'aborted' };
    const { require_tag: tag } = params;
    return verified(watched, { scope, startedAt, tag: typeof tag === 'string' ? tag : null });
  },
};

function whyUnsigned(watched: Watched, { session }: StepScope): string | null {
  if (usesSharedSecret(watched)) return 'the trigger asks for a shared secret instead';
  if (session.webhooks.signatures.expectedOf(session)) return null;
  return 'the agent does not declare webhook_signing.supported, so no signature is to be expected';
}

interface Wanted {
  readonly scope: StepScope;
  readonly startedAt: number;
  readonly tag: string | null;
}

async function verified(watched: Watched, wanted: Wanted): Promise<TaskOutcome> {
  const { scope, startedAt, tag } = wanted;
  const { signatures } = scope.session.webhooks;
  const [first] = matching(watched);
  const verification = first && (await signatures.verify(first, scope.session, tag));
  const fault = verification && (await faultOf(verification, scope.session));
  if (verification?.kind === 'undecided' && fault === null)
    return notApplicable(`${await whyNoKeys(scope.session)}; give --webhook-jwks`);
  return concluded(scope, {
    watched,
    description: `The webhook to the URL of ${watched.trigger.stepId} is signed.`,
    fault: fault === undefined ? nothingCame(watched) : fault,
    payload: first ?? null,
    observations: verification?.kind === 'valid' ? [`signed with "${verification.keyid}"`] : [],
    startedAt,
  });
}

function notApplicable(detail: string): TaskOutcome {
  return { kind: 'skipped', skip: { reason: 'not_applicable', detail } };
}
