import type { Mailbox } from '../../dispatch/webhooks/mailbox.ts';
import type { WebhookReceiver } from '../../dispatch/webhooks/receiver.ts';
import type { Step, Storyboard } from '../../model/storyboard.ts';
import { isObject } from '../../support/json.ts';
import { triggerOf } from './trigger.ts';

/** The URLs and deliveries of one storyboard's run. */
export class StoryboardWebhooks {
  readonly #receiver: WebhookReceiver;
  readonly #mailboxes = new Map<string, Mailbox>();

  /** Arms the refusals of every retry step at once: the trigger's first delivery may come before the step that waits for it. */
  constructor(receiver: WebhookReceiver, storyboard: Storyboard) {
    this.#receiver = receiver;
    for (const step of storyboard.phases.flatMap(({ steps }) => steps)) {
      const trigger = triggerOf(step, storyboard);
      const rejections = rejectionsOf(step);
      if (rejections !== null && trigger !== null) this.mailboxOf(trigger).reject(rejections);
    }
  }

  /** The mailbox of a step, made when it is first asked for. */
  mailboxOf(stepId: string): Mailbox {
    const mailbox = this.#mailboxes.get(stepId) ?? this.#receiver.mailboxFor(stepId);
    this.#mailboxes.set(stepId, mailbox);
    return mailbox;
  }

  /** The value of `runner.webhook_base`, `runner.webhook_url:<step>` or `prior_step.<id>.operation_id`; null for anything else. */
  token(expression: string): string | null {
    if (expression === 'runner.webhook_base') return this.#receiver.base;
    const url = /^runner\.webhook_url:(.+)$/.exec(expression)?.[1];
    if (url !== undefined) return this.mailboxOf(url).url;
    const step = /^prior_step\.(.+)\.operation_id$/.exec(expression)?.[1];
    return step === undefined ? null : this.mailboxOf(step).operationId;
  }
}

/** What a retry step refuses when it does not say (storyboard language, 6.3). */
const usual = { count: 3, status: 503 };

function rejectionsOf({ action }: Step) {
  if (action.kind !== 'runner_task' || action.task !== 'expect_webhook_retry_keys_stable')
    return null;
  const { retry_trigger: authored } = action.params;
  const { count, http_status: status } = isObject(authored) ? authored : {};
  return {
    count: typeof count === 'number' ? count : usual.count,
    status: typeof status === 'number' ? status : usual.status,
  };
}
