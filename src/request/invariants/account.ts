import { fill, unchanged } from '../change.ts';
import { controllerTask } from '../controller.ts';
import type { Invariant } from '../invariant.ts';

/** What is seeded or read without an account must land where the other steps look for it. */
export const account: Invariant = {
  id: 'account',
  summary:
    "A request without an account carries the subject's where its schema has the field; controller calls always do.",

  apply({ payload, operation, subject, mayFill }) {
    if (!mayFill || 'account' in payload || subject.account === null) return unchanged(payload);
    const isController = operation.task === controllerTask;
    if (!isController && !operation.declares('account')) return unchanged(payload);
    const { value, origin } = subject.account;
    const reason = isController
      ? `controller calls act on the storyboard's account (${origin})`
      : `${operation.task} declares account and the step names none (${origin})`;
    return fill(payload, 'account', value, { invariant: 'account', reason });
  },
};
