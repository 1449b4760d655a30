import type { Delivery } from '../../dispatch/webhooks/delivery.ts';
import { quietAfter, type Outlook } from '../../dispatch/webhooks/watch.ts';
import type { JsonObject } from '../../model/json.ts';
import type { StepScope } from '../scope.ts';
import { keyOf } from '../webhooks/delivered-key.ts';
import { concluded, type WebhookFault } from '../webhooks/findings.ts';
import { nothingCame } from '../webhooks/nothing-came.ts';
import { mustBeSigned, signaturesIn, unsigned } from '../webhooks/signature-fault.ts';
import { latencyOf, matching, settled, watchedBy, type Watched } from '../webhooks/watched.ts';
import type { RunnerTask } from './task.ts';

const usualSeconds = 90;
const usualLeast = 2;

/** Looks at the keys of a delivery and its retries; the refusals that cause them are armed before the trigger runs. */
export const expectWebhookRetryKeysStable: RunnerTask = {
  name: 'expect_webhook_retry_keys_stable',
  summary: 'Refuses the first deliveries and wants the retries to carry the same key.',

  async perform(params, scope) {
    const watched = watchedBy(params, scope, usualSeconds);
    if (watched.kind !== 'watched') return watched;
    const startedAt = scope.session.services.elapsed();
    const { expect_min_deliveries: authored } = params;
    const least = typeof authored === 'number' ? authored : usualLeast;
    const end = await settled(watched, scope, () => outlookOf(watched, least));
    if (end === 'aborted') return { kind: 'aborted' };
    const found = matching(watched);
    const { stepId } = watched.trigger;
    const fault = keyFaultIn(found) ?? tooFew(watched, least);
    const mattering = fault === null && signaturesCount(params, watched, scope);
    const signatures = mattering ? await signaturesIn(found, scope) : unsigned;
    return concluded(scope, {
      watched,
      description: `Every delivery to the URL of ${stepId} carries the same idempotency key.`,
      fault: fault ?? signatures.fault,
      payload: found[0] ?? null,
      observations: [`${found.length} deliveries carry one key`, ...signatures.observations],
      startedAt,
    });
  },
};

/** Nothing is retried that was taken, so the delivery that is taken is the last one that matters. */
function outlookOf(watched: Watched, least: number): Outlook {
  const { mailbox } = watched;
  const found = matching(watched);
  if (keyFaultIn(found) !== null) return 'certain';
  if (!mailbox.isSettled) return 'open';
  if (found.length >= least) return 'certain';
  return { quietMs: quietAfter(mailbox.deliveries, latencyOf(watched)) };
}

function keyFaultIn(deliveries: readonly Delivery[]): WebhookFault | null {
  const [first, ...later] = deliveries.map(keyOf);
  if (first === undefined) return null;
  if (first.kind === 'missing')
    return { code: 'missing_idempotency_key', detail: 'the first delivery has no idempotency_key' };
  if (first.kind === 'malformed')
    return {
      code: 'invalid_idempotency_key_format',
      detail: `"${first.value}" is no idempotency key: 16 to 255 letters, digits and _.:-`,
    };
  const other = later.find((key) => key.kind !== 'key' || key.key !== first.key);
  if (other === undefined) return null;
  if (other.kind === 'key')
    return {
      code: 'idempotency_key_rotated',
      detail: `a later delivery carries "${other.key}", the first one "${first.key}"`,
    };
  const found = other.kind === 'missing' ? 'no key' : `"${other.value}"`;
  return {
    code: 'idempotency_key_format_changed',
    detail: `a later delivery carries ${found}, the first one "${first.key}"`,
  };
}

function tooFew(watched: Watched, least: number): WebhookFault | null {
  const { length } = matching(watched);
  if (length >= least) return null;
  if (length === 0) return { ...nothingCame(watched), code: 'insufficient_retries' };
  return {
    code: 'insufficient_retries',
    detail: `${length} of at least ${least} deliveries came; the first ones were refused so that they come again`,
    outcome: { expected: least },
  };
}

/** Where the author does not say, deliveries are held to what the agent says of itself. */
function signaturesCount(params: JsonObject, watched: Watched, scope: StepScope): boolean {
  const { verify_signature_on_every_delivery: authored } = params;
  return typeof authored === 'boolean' ? authored : mustBeSigned(watched, scope);
}
