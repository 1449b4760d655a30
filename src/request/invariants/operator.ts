import type { Invariant } from '../invariant.ts';
import { rewrite, unchanged } from '../change.ts';
import { isOperatorPlace } from '../places.ts';

/** Accounts are keyed by brand and operator: an operator that changes between steps splits the run just as a brand does. */
export const operator: Invariant = {
  id: 'operator',
  renames: ({ subject: { homeOperator: home, operator: to } }) =>
    home === null || to === null || home === to.value ? [] : ['operator'],
  summary: "The storyboard's one operator becomes the run's operator wherever an account names it.",

  apply({ payload, subject }) {
    const { homeOperator: home, operator: to } = subject;
    if (home === null || to === null || home === to.value) return unchanged(payload);
    return rewrite(payload, 'operator', (value, pointer) => {
      if (!isOperatorPlace(pointer) || typeof value !== 'string' || value === to.value)
        return undefined;
      return value === home
        ? {
            to: to.value,
            reason: `${home} is the storyboard's operator; the run's is ${to.value} (${to.origin})`,
          }
        : { keep: `${value} is not the storyboard's operator (${home})` };
    });
  },
};
