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
  const actions = plans
    .filter(({ skip }) => skip === null)
    .flatMap(({ steps }) => steps.filter(({ skip }) => skip === null))
    .map(({ step: { action } }) => action);
  // Tasks are quicker to look through than bodies.
  return actions.some(isWatch) || actions.some(sendsUrl);
}

function isWatch(action: Step['action']): boolean {
  return action.kind === 'runner_task' && webhookTasks.has(action.task);
}

function sendsUrl(action: Step['action']): boolean {
  if (action.kind !== 'call') return false;
  if (!mentions(action.request.payload, 'runner.webhook_')) return false;
  let found = false;
  mapJson(action.request.payload, (value) => {
    found ||= typeof value === 'string' && /\{\{\s*runner\.webhook_/.test(value);
    return undefined;
  });
  return found;
}
