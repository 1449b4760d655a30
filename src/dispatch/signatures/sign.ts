import { createPrivateKey, type JsonWebKey } from 'node:crypto';
import { createSigner } from 'http-message-signatures';
import { base64url } from 'jose';
import { serializeInnerList, serializeItem, type InnerList } from 'structured-headers';
import type { JsonObject } from '../../model/json.ts';
import { canonicalTarget } from './canonical-url.ts';
import { signatureBase, type SignedHead } from './signature-base.ts';
import { algorithms } from './signing-keys.ts';

/** A private key that can sign, and what signatures call it. */
export interface SigningKey {
  readonly keyid: string;
  /** As RFC 9421 names it. */
  readonly alg: string;
  sign(base: Buffer): Promise<Buffer>;
}

/** A signature, and what was signed (RFC 9421, 2.5). */
interface Signed {
  /** In base64url without padding, as the published vectors write it. */
  readonly signature: string;
  readonly base: string;
}

/** The private key of a JWK; null where the JWK holds none or is of a kind AdCP does not sign with. */
export function signingKeyOf(jwk: JsonObject): SigningKey | null {
  const { kty, crv, x, y, kid } = jwk;
  // The published test keys keep their private part under a name that says what it is for.
  const d = jwk['d'] ?? jwk['_private_d_for_test_only'];
  const alg = Object.keys(algorithms).find((name) => algorithms[name]?.crv === crv);
  if (alg === undefined || typeof kid !== 'string' || typeof d !== 'string') return null;
  const bare = { kty, crv, x, d, ...(y === undefined ? {} : { y }) } as JsonWebKey;
  const signer = createSigner(createPrivateKey({ format: 'jwk', key: bare }), alg, kid);
  return { keyid: kid, alg, sign: (base) => signer.sign(base) };
}

/** Signs a message over what `input` covers; throws where a component is missing or the URL must not be signed. */
export async function signMessage(
  head: SignedHead,
  input: InnerList,
  key: Pick<SigningKey, 'sign'>,
): Promise<Signed> {
  const target = canonicalTarget(head.url);
  if (target === null) throw new Error(`"${head.url}" has no host to sign for`);
  const components = input[0].map((item) => serializeItem(item));
  const base = signatureBase(head, { components, input: serializeInnerList(input) }, target);
  const bytes = await key.sign(Buffer.from(base));
  return { signature: base64url.encode(bytes), base };
}
