import type { Delivery } from '../../dispatch/webhooks/delivery.ts';
import type { Mailbox } from '../../dispatch/webhooks/mailbox.ts';
import { watch, type Outlook, type WatchEnd } from '../../dispatch/webhooks/watch.ts';
import type { JsonObject } from '../../model/json.ts';
import type { StepResult } from '../../model/step-result.ts';
import { substitute, substituteConstants } from '../../request/substitute.ts';
import { renamingOf, tokenSources, type StepScope } from '../scope.ts';
import type { TaskOutcome } from '../tasks/task.ts';
import { filterOf, matches, renamedFilter, type WebhookFilter } from './filter.ts';
import { triggerOf } from './trigger.ts';

/** What a webhook step watches. */
export interface Watched {
  readonly kind: 'watched';
  readonly mailbox: Mailbox;
  /** The step whose URL it is, and what came of it. */
  readonly trigger: StepResult;
  readonly filter: WebhookFilter;
  readonly timeoutMs: number;
}

/** Finds what a step watches, or the outcome of a step that has nothing to watch. */
export function watchedBy(
  params: JsonObject,
  scope: StepScope,
  usualSeconds: number,
): Watched | TaskOutcome {
  const { webhooks } = scope;
  if (webhooks === null) return noReceiver(scope);
  const trigger = passedTrigger(scope);
  if ('kind' in trigger) return trigger;
  const sources = tokenSources(scope);
  const written = substituteConstants(params['filter'] ?? {}, sources);
  const { value, unresolved } = substitute(renamedFilter(written, renamingOf(scope)), sources);
  if (unresolved.length > 0) return { kind: 'unresolved', tokens: unresolved };
  const { timeout_seconds: seconds } = params;
  return {
    kind: 'watched',
    mailbox: webhooks.mailboxOf(trigger.stepId),
    trigger,
    filter: filterOf(value),
    timeoutMs: (typeof seconds === 'number' ? seconds : usualSeconds) * 1000,
  };
}

function noReceiver({ session }: StepScope): TaskOutcome {
  const why = session.webhooks.whyNotFor(session.target.url) ?? 'nothing listens';
  return skipped('not_applicable', `no webhook can be received: ${why}`);
}

function passedTrigger({ step, storyboard, memory }: StepScope): StepResult | TaskOutcome {
  const name = triggerOf(step, storyboard);
  if (name === null) return skipped('prerequisite_failed', 'no step before it could trigger one');
  const trigger = memory.results.get(name);
  if (trigger?.verdict === 'passed') return trigger;
  return skipped('prerequisite_failed', `${name} is ${trigger?.verdict ?? 'not run'}`);
}

function skipped(reason: 'not_applicable' | 'prerequisite_failed', detail: string): TaskOutcome {
  return { kind: 'skipped', skip: { reason, detail } };
}

/** Waits until the deliveries settle the matter or the window ends. */
export function settled(
  { mailbox, timeoutMs }: Watched,
  { session }: StepScope,
  outlook: (deliveries: readonly Delivery[]) => Outlook,
): Promise<WatchEnd> {
  const { elapsed } = session.services;
  return watch(mailbox, { outlook, timeoutMs, elapsed, signal: session.signal });
}

/** The deliveries a step's filter lets through. */
export function matching({ mailbox, filter }: Watched): readonly Delivery[] {
  return mailbox.deliveries.filter((delivery) => matches(delivery, filter, mailbox));
}

/** When each delivery came; milliseconds of the run's clock. */
export function arrivals({ mailbox }: Watched): readonly number[] {
  return mailbox.deliveries.map(({ at }) => at);
}

/** How long after its trigger was answered the first delivery came, as long as a replay's would take after its answer; milliseconds. */
export function latencyOf({ mailbox, trigger }: Watched): number {
  const [first] = mailbox.deliveries;
  const exchange = 'exchange' in trigger ? trigger.exchange : null;
  if (first === undefined || exchange === null) return 0;
  const answeredAt = Date.parse(exchange.sentAt) + exchange.durationMs;
  return Math.max(0, first.receivedAt.getTime() - answeredAt);
}
