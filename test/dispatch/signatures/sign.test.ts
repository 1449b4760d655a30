import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { parseDictionary, type InnerList } from 'structured-headers';
import { expect, test } from 'vitest';
import { NonceStore } from '../../../src/dispatch/signatures/nonces.ts';
import { signMessage, signingKeyOf } from '../../../src/dispatch/signatures/sign.ts';
import { verifySignature } from '../../../src/dispatch/signatures/verify.ts';
import type { JsonObject } from '../../../src/model/json.ts';
import { published } from '../../support/run-suite.ts';

interface Vector {
  readonly reference_now: number;
  readonly request: {
    readonly method: string;
    readonly url: string;
    readonly headers: Readonly<Record<string, string>>;
    readonly body: string;
  };
  readonly jwks_ref: readonly string[];
  readonly expected_signature_base?: string;
}

const folder = join(published, 'test-vectors/request-signing');
const read = (name: string) => JSON.parse(readFileSync(join(folder, name), 'utf8')) as unknown;
const { keys } = read('keys.json') as { keys: readonly JsonObject[] };
const vectors = readdirSync(join(folder, 'positive'))
  .map((file) => ({ file, vector: read(`positive/${file}`) as Vector }))
  .filter(({ vector }) => vector.expected_signature_base !== undefined);

function headOf({ request }: Vector) {
  const headers = Object.fromEntries(
    Object.entries(request.headers).map(([name, value]) => [name.toLowerCase(), value]),
  );
  const input = parseDictionary(headers['signature-input'] ?? '').get('sig1') as InnerList;
  return { head: { ...request, headers }, input };
}

const keyFor = ({ jwks_ref: [kid] }: Vector) => {
  const jwk = keys.find((key) => key['kid'] === kid) ?? {};
  return { jwk, key: signingKeyOf(jwk) };
};

test.each(vectors)('the base of the published vector $file is the one we sign', async (row) => {
  const { head, input } = headOf(row.vector);
  const { key } = keyFor(row.vector);
  if (key === null) throw new Error('the vector has no key');
  const { base } = await signMessage(head, input, key);
  expect(base).toBe(row.vector.expected_signature_base);
});

test.each(vectors.filter(({ vector }) => vector.jwks_ref[0] === 'test-ed25519-2026'))(
  'the signature of $file is the published one to the byte',
  async ({ vector }) => {
    const { head, input } = headOf(vector);
    const { key } = keyFor(vector);
    if (key === null) throw new Error('the vector has no key');
    const { signature } = await signMessage(head, input, key);
    expect(`sig1=:${signature}:`).toBe(head.headers['signature']);
  },
);

test('what is signed with ES256 verifies', async () => {
  const found = vectors.find(({ vector }) => vector.jwks_ref[0] === 'test-es256-2026');
  if (found === undefined) throw new Error('there is no ES256 vector');
  const { head, input } = headOf(found.vector);
  const { key, jwk } = keyFor(found.vector);
  if (key === null) throw new Error('the vector has no key');
  const { signature } = await signMessage(head, input, key);
  const verified = await verifySignature(
    {
      ...head,
      headers: { ...head.headers, signature: `sig1=:${signature}:` },
      body: Buffer.from(found.vector.request.body),
    },
    {
      profile: {
        tag: 'adcp/request-signing/v1',
        purposes: ['request-signing'],
        contentDigest: 'optional',
      },
      keys: [jwk],
      now: found.vector.reference_now,
      nonces: new NonceStore(),
    },
  );
  expect(verified).toMatchObject({ kind: 'valid' });
});

test.each([
  { what: 'a public key', jwk: { kty: 'OKP', crv: 'Ed25519', kid: 'k', x: 'AA' } },
  { what: 'a key without an id', jwk: { kty: 'OKP', crv: 'Ed25519', x: 'AA', d: 'AA' } },
  { what: 'an RSA key', jwk: { kty: 'RSA', kid: 'k', d: 'AA' } },
])('nothing is signed with $what', ({ jwk }) => {
  expect(signingKeyOf(jwk)).toBeNull();
});

test('a URL without a host is not signed', async () => {
  const head = { method: 'POST', url: 'https://:443/p', headers: {} };
  const sign = () => Promise.resolve(Buffer.alloc(64));
  await expect(signMessage(head, [[], new Map<string, string>()], { sign })).rejects.toThrow(
    'no host to sign for',
  );
});
