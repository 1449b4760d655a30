import type { Outlook } from '../../dispatch/webhooks/watch.ts';
import type { Delivery } from '../../dispatch/webhooks/delivery.ts';
import type { JsonObject } from '../../model/json.ts';
import type { StepScope } from '../scope.ts';
import { keyOf } from '../webhooks/delivered-key.ts';
import { concluded, findingOf, type WebhookFault } from '../webhooks/findings.ts';
import { nothingCame } from '../webhooks/nothing-came.ts';
import { canBeJudged, schemaFaultOf, whyShapeless } from '../webhooks/schema-fault.ts';
import { mustBeSigned, signaturesIn, unsigned } from '../webhooks/signature-fault.ts';
import { arrivals, matching, settled, watchedBy, type Watched } from '../webhooks/watched.ts';
import type { RunnerTask, TaskOutcome } from './task.ts';

const usualSeconds = 30;

/** Waits for a delivery to the trigger's URL and looks at its shape and its key. */
export const expectWebhook: RunnerTask = {
  name: 'expect_webhook',
  summary: 'Waits for a webhook, and for no more of them than a maximum.',

  async perform(params, scope) {
    const watched = watchedBy(params, scope, usualSeconds);
    if (watched.kind !== 'watched') return watched;
    const startedAt = scope.session.services.elapsed();
    const rules = rulesOf(params, scope);
    const watching = () => settled(watched, scope, () => outlookOf(watched, rules));
    let end = await watching();
    if (end !== 'aborted' && !rules.canJudge(watched.mailbox.deliveries)) {
      await scope.session.validator.load();
      end = await watching();
    }
    if (end === 'aborted') return { kind: 'aborted' };
    return outcomeOf(watched, rules, { scope, startedAt });
  },
};

interface Rules {
  /** False where a delivery cannot be held against its schema before that is loaded. */
  readonly canJudge: (deliveries: readonly Delivery[]) => boolean;
  readonly schemaFault: (delivery: Delivery) => WebhookFault | null;
  readonly whyShapeless: (delivery: Delivery | null) => string | null;
  readonly wantsKey: boolean;
  /** Null where one is enough. */
  readonly most: number | null;
}

function rulesOf(params: JsonObject, scope: StepScope): Rules {
  const { expect_idempotency_key: key, expect_max_deliveries_per_logical_event: most } = params;
  return {
    canJudge: (deliveries) => canBeJudged(params, scope, deliveries),
    schemaFault: schemaFaultOf(params, scope),
    whyShapeless: (delivery) => whyShapeless(params, scope, delivery),
    wantsKey: key !== false,
    most: typeof most === 'number' ? most : null,
  };
}

function outlookOf(watched: Watched, rules: Rules): Outlook {
  if (!rules.canJudge(watched.mailbox.deliveries)) return 'certain';
  if (faultIn(watched, rules) !== null) return 'certain';
  const found = matching(watched);
  if (found.length === 0) return 'open';
  return rules.most === null || watched.mailbox.isSettled ? 'certain' : 'open';
}

/** What is wrong with the deliveries so far, however many may follow. */
function faultIn(watched: Watched, rules: Rules): WebhookFault | null {
  for (const delivery of watched.mailbox.deliveries) {
    // Before the filter: a body of the wrong shape could hide from it.
    const fault = rules.schemaFault(delivery);
    if (fault !== null) return fault;
  }
  const found = matching(watched);
  const fault = rules.wantsKey ? keyFaultIn(found) : null;
  return fault ?? duplicateIn(watched, rules.most);
}

function keyFaultIn(deliveries: readonly Delivery[]): WebhookFault | null {
  for (const key of deliveries.map(keyOf)) {
    if (key.kind === 'missing')
      return { code: 'missing_idempotency_key', detail: 'the body has no idempotency_key' };
    if (key.kind === 'malformed')
      return {
        code: 'invalid_idempotency_key_format',
        detail: `"${key.value}" is no idempotency key: 16 to 255 letters, digits and _.:-`,
      };
  }
  return null;
}

/** Retries repeat the key of their event; another key is another event. */
function duplicateIn(watched: Watched, most: number | null): WebhookFault | null {
  const keys = new Set(
    matching(watched).map((delivery, index) => {
      const key = keyOf(delivery);
      return key.kind === 'key' ? key.key : `delivery ${index}`;
    }),
  );
  const events = keys.size + watched.mailbox.turnedAway.length;
  if (most === null || events <= most) return null;
  return {
    code: 'duplicate_webhook_on_replay',
    detail: `${events} events were delivered; ${most} may be`,
    outcome: { expected: most },
  };
}

/** Milliseconds after the last arrival in which another event of a replay would come. */
const lateMs = 1000;

/** The run goes on in the meantime: what comes after the first delivery is looked at before the storyboard is graded. */
function lookAgain(watched: Watched, rules: Rules, scope: StepScope): void {
  const { elapsed } = scope.session.services;
  const seenAt = elapsed();
  const endsAt = seenAt + watched.timeoutMs;
  scope.memory.secondLooks.push({
    stepId: scope.step.id,
    dueAt: () => Math.min(endsAt, Math.max(seenAt, ...arrivals(watched)) + lateMs),
    finding: () =>
      findingOf(scope, {
        watched,
        description: descriptionOf(watched),
        fault: duplicateIn(watched, rules.most),
      }),
  });
}

function descriptionOf({ trigger }: Watched): string {
  return `A webhook comes to the URL of ${trigger.stepId}.`;
}

async function outcomeOf(
  watched: Watched,
  rules: Rules,
  { scope, startedAt }: { readonly scope: StepScope; readonly startedAt: number },
): Promise<TaskOutcome> {
  const [first] = matching(watched);
  const fault = faultIn(watched, rules) ?? (first === undefined ? nothingCame(watched) : null);
  const isSigned = first !== undefined && fault === null && mustBeSigned(watched, scope);
  const signatures = isSigned ? await signaturesIn([first], scope) : unsigned;
  if (rules.most !== null) lookAgain(watched, rules, scope);
  const seen = first ?? watched.mailbox.deliveries[0] ?? null;
  return concluded(scope, {
    watched,
    description: descriptionOf(watched),
    fault: fault ?? signatures.fault,
    payload: seen,
    shapeless: rules.whyShapeless(seen),
    observations: signatures.observations,
    startedAt,
  });
}
