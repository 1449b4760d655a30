import { concluded } from '../webhooks/findings.ts';
import { matching, settled, watchedBy } from '../webhooks/watched.ts';
import type { RunnerTask } from './task.ts';

const usualSeconds = 5;

/** Waits its whole window: only its end tells that nothing comes. */
export const expectNoWebhook: RunnerTask = {
  name: 'expect_no_webhook',
  summary: 'Waits, and wants no webhook to come.',

  async perform(params, scope) {
    const watched = watchedBy(params, scope, usualSeconds);
    if (watched.kind !== 'watched') return watched;
    const startedAt = scope.session.services.elapsed();
    const outlook = () => (matching(watched).length > 0 ? 'certain' : 'open');
    if ((await settled(watched, scope, outlook)) === 'aborted') return { kind: 'aborted' };
    const [first] = matching(watched);
    const { trigger } = watched;
    const fault = {
      code: 'unexpected_webhook_received',
      detail: `a webhook came to the URL of ${trigger.stepId}`,
    };
    return concluded(scope, {
      watched,
      description: `No webhook comes to the URL of ${trigger.stepId}.`,
      fault: first === undefined ? null : fault,
      payload: first ?? null,
      startedAt,
    });
  },
};
