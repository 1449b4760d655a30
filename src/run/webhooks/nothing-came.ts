import type { WebhookFault } from './findings.ts';
import type { Watched } from './watched.ts';

/** The fault of a step that waited for a delivery and got none it means. */
export function nothingCame({ mailbox, trigger, timeoutMs }: Watched): WebhookFault {
  const { length } = mailbox.deliveries;
  const others = length === 0 ? '' : `; ${length} came that the filter does not let through`;
  return {
    code: 'no_webhook_received',
    detail: `nothing came to the URL of ${trigger.stepId} within ${timeoutMs / 1000} s${others}`,
  };
}
