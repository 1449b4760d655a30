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
    const { trigger, mailbox } = watched;
    // What is in a request that could not be kept is not known, so no filter can let it off.
    const came = () => matching(watched).length + mailbox.turnedAway.length > 0;
    const outlook = () => (came() ? 'certain' : 'open');
    if ((await settled(watched, scope, outlook)) === 'aborted') return { kind: 'aborted' };
    const [first] = matching(watched);
    const fault = {
      code: 'unexpected_webhook_received',
      detail: `a webhook came to the URL of ${trigger.stepId}`,
    };
    return concluded(scope, {
      watched,
      description: `No webhook comes to the URL of ${trigger.stepId}.`,
      fault: came() ? fault : null,
      payload: first ?? null,
      startedAt,
    });
  },
};
