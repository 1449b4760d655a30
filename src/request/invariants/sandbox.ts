import { rewrite, unchanged } from '../change.ts';
import { controllerTask } from '../controller.ts';
import type { Invariant } from '../invariant.ts';
import { isAccountPlace, isNaturalKey } from '../places.ts';

/** A test must not book real media: away from loopback every natural-key account is a sandbox account. */
export const sandbox: Invariant = {
  id: 'sandbox',
  summary:
    'Away from loopback every natural-key account goes out with sandbox: true, unless --live; controller calls always do.',

  apply({ payload, operation, facts }) {
    const isController = operation.task === controllerTask;
    if (!isController && (facts.loopback || facts.live)) return unchanged(payload);
    const reason = isController
      ? 'controller calls act on sandbox accounts only'
      : 'the agent is not on loopback and --live is not set';
    return rewrite(payload, 'sandbox', (value, pointer) =>
      isAccountPlace(pointer) &&
      isNaturalKey(value) &&
      (!('sandbox' in value) || value['sandbox'] === false)
        ? { set: { sandbox: true }, reason }
        : undefined,
    );
  },
};
