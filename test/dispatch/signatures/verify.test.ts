import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { NonceStore } from '../../../src/dispatch/signatures/nonces.ts';
import { verifySignature, webhookProfile } from '../../../src/dispatch/signatures/verify.ts';
import type { JsonObject } from '../../../src/model/json.ts';
import { published } from '../../support/run-suite.ts';

const vectors = join(published, 'test-vectors/webhook-signing');

interface Vector {
  readonly reference_now: number;
  readonly request: {
    readonly method: string;
    readonly url: string;
    readonly headers: Record<string, string>;
    readonly body: string;
  };
  readonly jwks_ref: readonly string[];
  readonly jwks_override?: Record<string, JsonObject>;
  readonly expected_outcome: { readonly success: boolean; readonly error_code?: string };
  readonly test_harness_state?: {
    readonly replay_cache_entries?: readonly { keyid: string; nonce: string }[];
    readonly revoked_kids?: readonly string[];
    readonly per_keyid_cap_filled_for?: string;
    readonly revocation_list_stale_seconds?: number;
  };
}

const read = (path: string) => JSON.parse(readFileSync(join(vectors, path), 'utf8')) as unknown;
const { keys } = read('keys.json') as { keys: readonly (JsonObject & { kid: string })[] };

/** A published vector, handed to the verifier as its own README says. */
function verify(vector: Vector) {
  const { request, reference_now: now, test_harness_state: state = {} } = vector;
  const full = state.per_keyid_cap_filled_for;
  const nonces = new NonceStore(full === undefined ? undefined : 1);
  if (full !== undefined) nonces.add(full, 'another', now + 1);
  for (const { keyid, nonce } of state.replay_cache_entries ?? [])
    nonces.add(keyid, nonce, now + 1);
  return verifySignature(
    {
      ...request,
      headers: Object.fromEntries(
        Object.entries(request.headers).map(([name, value]) => [name.toLowerCase(), value]),
      ),
      body: Buffer.from(request.body),
    },
    {
      profile: webhookProfile,
      keys: keys
        .filter(({ kid }) => vector.jwks_ref.includes(kid))
        .map((key) => vector.jwks_override?.[key.kid] ?? key),
      revoked: new Set(state.revoked_kids),
      now,
      nonces,
    },
  );
}

const files = ['positive', 'negative'].flatMap((kind) =>
  readdirSync(join(vectors, kind)).map((file) => `${kind}/${file}`),
);
const gradable = files.filter((file) => {
  const { test_harness_state: state } = read(file) as Vector;
  // Revocation lists are not polled, so none can be stale.
  return state?.revocation_list_stale_seconds === undefined;
});

test.each(gradable)('the published vector %s comes out as published', async (file) => {
  const vector = read(file) as Vector;
  const { success, error_code: code } = vector.expected_outcome;
  const found = await verify(vector);
  expect(found).toMatchObject(
    success
      ? { kind: 'valid' }
      : { kind: 'invalid', fault: code?.replace('webhook_signature_', '') },
  );
});

test('all published vectors but one are graded', () => {
  expect(files).toHaveLength(28);
  expect(gradable).toHaveLength(27);
});
