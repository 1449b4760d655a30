import type { JsonObject } from '../../model/json.ts';
import { isObject } from '../../support/json.ts';
import { canonicalTarget } from './canonical-url.ts';

/** A published vector of the request-signing profile, as far as sending it needs. */
export interface SigningVector {
  readonly request: {
    readonly method: string;
    readonly url: string;
    /** Names as written. */
    readonly headers: Readonly<Record<string, string>>;
    readonly body: string;
  };
  readonly capability: VerifierCapability;
  /** The code a verifier must give; null where it must accept. */
  readonly errorCode: string | null;
  /** Unix seconds: when the vector's own times are now. */
  readonly referenceNow: number;
  /** Ids of the keys it may be signed with. */
  readonly keyids: readonly string[];
  /** True where the vector gives the verifier a key set of its own. */
  readonly replacesKeys: boolean;
  readonly contract: string | null;
}

/** What the vector takes for granted of the verifier. */
export interface VerifierCapability {
  readonly contentDigest: string;
  readonly requiredFor: readonly string[];
}

/** Reads a vector file; null where it is none. */
export function signingVectorOf(document: JsonObject): SigningVector | null {
  const { request, expected_outcome: outcome, reference_now: now } = document;
  if (!isObject(request) || !isObject(outcome)) return null;
  return {
    request: {
      method: textOf(request['method']),
      url: textOf(request['url']),
      headers: textsOf(request['headers']),
      body: textOf(request['body']),
    },
    capability: capabilityOf(document['verifier_capability']),
    errorCode: outcome['success'] === true ? null : textOf(outcome['error_code']),
    referenceNow: typeof now === 'number' ? now : 0,
    keyids: listOf(document['jwks_ref']),
    replacesKeys: isObject(document['jwks_override']),
    contract: textOf(document['requires_contract']) || null,
  };
}

/** A verifier's capability block, in a vector or in an agent's answer. */
export function capabilityOf(value: unknown): VerifierCapability {
  const block = isObject(value) ? value : {};
  return {
    contentDigest: textOf(block['covers_content_digest']) || 'either',
    requiredFor: listOf(block['required_for']),
  };
}

/** The operation a vector calls: the last segment of its path. */
export function operationOf({ request }: SigningVector): string {
  return new URL(request.url).pathname.split('/').findLast((part) => part !== '') ?? '';
}

/** What of a vector's URL is the test, so that it is lost with another URL; null where nothing is. */
export function testedUrlPart({ request: { url } }: SigningVector): 'host' | 'path' | null {
  const { host, pathname, search } = new URL(url);
  const authority = /^[a-z]+:\/\/([^/?#]*)/i.exec(url)?.[1] ?? '';
  if (authority !== host || host.startsWith('[')) return 'host';
  const isPlain = canonicalTarget(url)?.uri === url && search === '' && !pathname.includes('%');
  return isPlain ? null : 'path';
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

function listOf(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((item) => typeof item === 'string') : [];
}

function textsOf(value: unknown): Readonly<Record<string, string>> {
  const entries = isObject(value) ? Object.entries(value) : [];
  return Object.fromEntries(entries.map(([name, text]) => [name, textOf(text)]));
}
