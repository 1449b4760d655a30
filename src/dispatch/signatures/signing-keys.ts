import { KeyObject } from 'node:crypto';
import { importJWK } from 'jose';
import type { Json, JsonObject } from '../../model/json.ts';

/** The algorithms of the profile, with the kind of key each takes. */
export const algorithms: Readonly<Record<string, { readonly jwk: string; readonly crv: string }>> =
  {
    ed25519: { jwk: 'EdDSA', crv: 'Ed25519' },
    'ecdsa-p256-sha256': { jwk: 'ES256', crv: 'P-256' },
  };

/** Why a published key must not verify a signature of these purposes and this algorithm, or null when it may. */
export function keyMisuse(
  key: JsonObject,
  { purposes, alg }: { readonly purposes: readonly string[]; readonly alg: string },
): { readonly fault: 'key_purpose_invalid' | 'alg_not_allowed'; readonly detail: string } | null {
  const { adcp_use: declared, use, key_ops: operations, crv } = key;
  const quoted = purposes.map((purpose) => `"${purpose}"`).join(' or ');
  const faults = [
    [
      !isOneOf(purposes, declared),
      `adcp_use is ${JSON.stringify(declared ?? null)}, not ${quoted}`,
    ],
    [use !== undefined && use !== 'sig', 'use is not "sig"'],
    [Array.isArray(operations) && !operations.includes('verify'), 'key_ops has no "verify"'],
  ] as const;
  const detail = faults.find(([holds]) => holds)?.[1];
  if (detail !== undefined) return { fault: 'key_purpose_invalid', detail };
  if (crv === algorithms[alg]?.crv) return null;
  return { fault: 'alg_not_allowed', detail: `the key is not for ${alg}` };
}

function isOneOf(purposes: readonly string[], declared: Json | undefined): boolean {
  return typeof declared === 'string' && purposes.includes(declared);
}

/** The key of a JWK, without anything private that may stand in it. */
export async function publicKey({ kty, crv, x, y }: JsonObject, alg: string): Promise<KeyObject> {
  const bare = { kty, crv, x, ...(y === undefined ? {} : { y }) };
  const key = await importJWK(bare as Parameters<typeof importJWK>[0], algorithms[alg]?.jwk);
  if (key instanceof Uint8Array) throw new TypeError('the published key is a shared secret');
  return KeyObject.from(key);
}
