import { createHash, timingSafeEqual } from 'node:crypto';
import { createVerifier } from 'http-message-signatures';
import type { JsonObject } from '../../model/json.ts';
import { canonicalTarget } from './canonical-url.ts';
import type { NonceStore } from './nonces.ts';
import { signatureBase, type SignedHead } from './signature-base.ts';
import { binaryMember, readSignature, type CarriedSignature } from './signature-headers.ts';
import { clockSkew, readParams, windowFault, type Params } from './signature-params.ts';
import { algorithms, keyMisuse, publicKey } from './signing-keys.ts';

/** A received message; the URL as the sender was given it. */
export interface SignedMessage extends SignedHead {
  readonly body: Uint8Array;
}

/** What one use of RFC 9421 demands. */
export interface SignatureProfile {
  /** The `tag` parameter. */
  readonly tag: string;
  /** What `adcp_use` of the keys may be. */
  readonly purposes: readonly string[];
  /** Whether `content-digest` must be covered. */
  readonly contentDigest: 'required' | 'optional';
}

/** Deliveries an agent signs for its buyer, by keys that are for nothing else. */
export const webhookProfile: SignatureProfile = {
  tag: 'adcp/webhook-signing/v1',
  purposes: ['webhook-signing'],
  contentDigest: 'required',
};

/** What a signature is held against. */
export interface VerifyOptions {
  readonly profile: SignatureProfile;
  /** The sender's published keys; null where they could not be found. */
  readonly keys: readonly JsonObject[] | null;
  /** Keys that count no more. */
  readonly revoked?: ReadonlySet<string>;
  /** Unix seconds. */
  readonly now: number;
  readonly nonces: NonceStore;
}

/** Why a signature does not count; the published code is the profile's prefix and this name. */
export type SignatureFault =
  | 'required'
  | 'header_malformed'
  | 'params_incomplete'
  | 'tag_invalid'
  | 'alg_not_allowed'
  | 'window_invalid'
  | 'components_incomplete'
  | 'key_unknown'
  | 'key_purpose_invalid'
  | 'key_revoked'
  | 'rate_abuse'
  | 'invalid'
  | 'digest_mismatch'
  | 'replayed';

/** What became of a verification. */
export type Verification =
  | { readonly kind: 'valid'; readonly keyid: string }
  | { readonly kind: 'invalid'; readonly fault: SignatureFault; readonly detail: string }
  /** Nothing is wrong with it so far, but there are no keys to tell whether it is right. */
  | { readonly kind: 'undecided'; readonly keyid: string };

/** Verifies the signature labelled `sig1`; an accepted nonce is remembered, so the second use of it is a replay. */
export async function verifySignature(
  message: SignedMessage,
  options: VerifyOptions,
): Promise<Verification> {
  const signature = signatureOf(message);
  if ('kind' in signature) return signature;
  const params = readParams(signature);
  if (typeof params === 'string') return invalid('params_incomplete', params);
  const refused = refusal(params, signature, options);
  if (refused !== null) return refused;
  if (options.keys === null) return withoutKeys(message, signature, { params, options });
  const key = options.keys.find(({ kid }) => kid === params.keyid);
  if (key === undefined)
    return invalid('key_unknown', `no published key has the id "${params.keyid}"`);
  return (
    keyFault(key, params, options) ??
    (await messageFault(message, signature, { key, params })) ??
    accept(params, options)
  );
}

/** What needs no key is looked at all the same: the digest of the body, and whether the nonce is new. */
function withoutKeys(
  message: SignedMessage,
  signature: CarriedSignature,
  { params, options }: { readonly params: Params; readonly options: VerifyOptions },
): Verification {
  const found = digestFault(message, signature) ?? accept(params, options);
  return found.kind === 'valid' ? { kind: 'undecided', keyid: params.keyid } : found;
}

function signatureOf({ headers }: SignedMessage): CarriedSignature | Verification {
  const { signature: header, 'signature-input': input } = headers;
  if (header === undefined && input === undefined)
    return invalid('required', 'the message carries no signature');
  const signature = readSignature(input, header);
  return typeof signature === 'string' ? invalid('header_malformed', signature) : signature;
}

async function messageFault(
  message: SignedMessage,
  signature: CarriedSignature,
  by: Signer,
): Promise<Verification | null> {
  return (await cryptographicFault(message, signature, by)) ?? digestFault(message, signature);
}

interface Signer {
  readonly key: JsonObject;
  readonly params: Params;
}

function keyFault(
  key: JsonObject,
  { keyid, alg }: Params,
  { profile, revoked, nonces, now }: VerifyOptions,
): Verification | null {
  const misuse = keyMisuse(key, { purposes: profile.purposes, alg });
  if (misuse !== null) return invalid(misuse.fault, `"${keyid}": ${misuse.detail}`);
  if (revoked?.has(keyid)) return invalid('key_revoked', `"${keyid}" is revoked`);
  return nonces.isFull(keyid, now)
    ? invalid('rate_abuse', `"${keyid}" has used up its nonces for now`)
    : null;
}

/** What can be said against a signature before its key is looked at. */
function refusal(
  { tag, alg, created, expires }: Params,
  { components }: CarriedSignature,
  { profile, now }: VerifyOptions,
): Verification | null {
  if (tag !== profile.tag)
    return invalid('tag_invalid', `the tag is "${tag}", not "${profile.tag}"`);
  if (!Object.hasOwn(algorithms, alg))
    return invalid('alg_not_allowed', `"${alg}" is none of ${Object.keys(algorithms).join(', ')}`);
  const window = windowFault({ created, expires, now });
  if (window !== null) return invalid('window_invalid', window);
  const wanted = [
    ...['@method', '@target-uri', '@authority', 'content-type'],
    ...(profile.contentDigest === 'required' ? ['content-digest'] : []),
  ];
  const uncovered = wanted.filter((name) => !components.includes(`"${name}"`));
  return uncovered.length === 0
    ? null
    : invalid('components_incomplete', `the signature does not cover ${uncovered.join(', ')}`);
}

async function cryptographicFault(
  message: SignedMessage,
  signature: CarriedSignature,
  { key, params }: Signer,
): Promise<Verification | null> {
  const target = canonicalTarget(message.url);
  if (target === null) return invalid('invalid', `"${message.url}" has no host to sign for`);
  try {
    const base = signatureBase(message, signature, target);
    const verifier = createVerifier(await publicKey(key, params.alg), params.alg);
    if (await verifier(Buffer.from(base), Buffer.from(signature.bytes))) return null;
  } catch (error) {
    return invalid('invalid', error instanceof Error ? error.message : String(error));
  }
  return invalid('invalid', `the signature is not what "${params.keyid}" makes of this message`);
}

function digestFault(
  { headers, body }: SignedMessage,
  { components }: CarriedSignature,
): Verification | null {
  if (!components.includes('"content-digest"')) return null;
  const digest = binaryMember(headers['content-digest'] ?? '', 'sha-256', 'Content-Digest');
  if (typeof digest === 'string') return invalid('digest_mismatch', digest);
  const actual = createHash('sha256').update(body).digest();
  const equal = digest.byteLength === actual.byteLength && timingSafeEqual(digest, actual);
  return equal ? null : invalid('digest_mismatch', 'Content-Digest is not the digest of the body');
}

function accept({ keyid, nonce, expires }: Params, { nonces }: VerifyOptions): Verification {
  if (nonces.has(keyid, nonce))
    return invalid('replayed', `"${keyid}" has used the nonce "${nonce}" before`);
  nonces.add(keyid, nonce, expires + clockSkew);
  return { kind: 'valid', keyid };
}

function invalid(fault: SignatureFault, detail: string): Verification {
  return { kind: 'invalid', fault, detail };
}
