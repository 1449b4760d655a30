import type { Json, JsonObject } from '../../model/json.ts';
import { isObject } from '../../support/json.ts';
import { valueAt } from '../../support/path.ts';
import { fault, foundOnly } from '../probing.ts';
import type { StepScope } from '../scope.ts';
import type { RunnerTask } from './task.ts';

const name = 'assert_jwks_purpose';

/** Sends nothing: looks at the key set that fetch_brand_jwks found. */
export const assertJwksPurpose: RunnerTask = {
  name,
  summary: 'Looks for a key that may sign webhooks in the key set fetch_brand_jwks found.',
  perform: (_params, scope) => {
    const found = faultOf(keysIn(scope));
    return Promise.resolve(
      found === null ? foundOnly() : foundOnly(fault(name, found.code, found.note)),
    );
  },
};

/** The second is the older name. */
const purposes: readonly Json[] = ['request-signing', 'webhook-signing'];

function faultOf(keys: readonly JsonObject[]) {
  if (keys.length === 0) {
    return {
      code: 'webhook_signing_keys_unpublished',
      note: 'there is no key set, or no key in it',
    };
  }
  const signing = keys.filter(({ adcp_use: use }) => purposes.includes(use ?? null));
  if (signing.length === 0) {
    const uses = keys.map(({ adcp_use: use }) => JSON.stringify(use ?? null)).join(', ');
    return { code: 'webhook_signing_keys_wrong_purpose', note: `adcp_use of the keys: ${uses}` };
  }
  if (signing.some((key) => !isRevoked(key))) return null;
  return { code: 'webhook_signing_keys_all_revoked', note: 'every key that may sign is revoked' };
}

function isRevoked(key: JsonObject): boolean {
  const { revoked, status, revoked_at: since } = key;
  return revoked === true || status === 'revoked' || typeof since === 'string';
}

function keysIn({ memory }: StepScope): readonly JsonObject[] {
  const earlier = [...memory.results.values()].findLast(({ task }) => task === 'fetch_brand_jwks');
  if (earlier?.verdict !== 'passed') return [];
  const keys = valueAt(earlier.extraction?.payload ?? null, 'keys');
  return Array.isArray(keys) ? keys.filter((key): key is JsonObject => isObject(key)) : [];
}
