import type { StoryboardPlan } from '../../model/plan.ts';
import type { Step } from '../../model/storyboard.ts';
import { mapJson, mentions } from '../../support/json.ts';

/** Tasks that look at what was delivered. */
export const webhookTasks: ReadonlySet<string> = new Set([
  'expect_webhook',
  'expect_no_webhook',
  'expect_webhook_retry_keys_stable',
  'expect_webhook_signature_valid',
]);

/** True where something that is going to run watches for webhooks or sends a URL for them. */
export function needsReceiver(plans: readonly StoryboardPlan[]): boolean {
  return plans.some(
    ({ skip, steps }) =>
      skip === null && steps.some((planned) => planned.skip === null && wants(planned.step)),
  );
}

function wants({ action }: Step): boolean {
  if (action.kind === 'runner_task') return webhookTasks.has(action.task);
  if (action.kind !== 'call') return false;
  if (!mentions(action.request.payload, 'runner.webhook_')) return false;
  let found = false;
  mapJson(action.request.payload, (value) => {
    found ||= typeof value === 'string' && /\{\{\s*runner\.webhook_/.test(value);
    return undefined;
  });
  return found;
}
