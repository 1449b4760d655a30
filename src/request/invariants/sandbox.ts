import type { Json, JsonObject } from '../../model/json.ts';
import { isObject } from '../../support/json.ts';
import { rewrite, unchanged } from '../change.ts';
import { controllerTask } from '../controller.ts';
import type { Invariant } from '../invariant.ts';
import { isAccountPlace, isNaturalKey } from '../places.ts';

/** A test must not book real media: away from loopback every natural-key account is a sandbox account. */
export const sandbox: Invariant = {
  id: 'sandbox',
  summary:
    'Away from loopback every natural-key account goes out with sandbox: true, unless --live; controller calls always do.',

  renames: ({ facts }) => (facts.loopback || facts.live ? [] : ['account']),

  apply({ payload, operation, facts, isExpected = false }) {
    const isController = operation.task === controllerTask;
    if (!isController && (facts.loopback || facts.live)) return unchanged(payload);
    const reason = isController
      ? 'controller calls act on sandbox accounts only'
      : 'the agent is not on loopback and --live is not set';
    return rewrite(payload, 'sandbox', (value, pointer) =>
      isAccountPlace(pointer) &&
      (isNaturalKey(value) || (isExpected && isBare(value))) &&
      (!('sandbox' in value) || value['sandbox'] === false)
        ? { set: { sandbox: true }, reason }
        : undefined,
    );
  },
};

/** An account of which no more is said than that it is none of the sandbox. */
function isBare(value: Json): value is JsonObject {
  return isObject(value) && value['sandbox'] === false && Object.keys(value).length === 1;
}
