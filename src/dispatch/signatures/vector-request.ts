import { createHash } from 'node:crypto';
import { isInnerList, parseDictionary } from 'structured-headers';
import { signMessage, type SigningKey } from './sign.ts';
import type { SigningVector } from './vector.ts';

/** Where and when a vector is sent. */
export interface VectorAddress {
  readonly url: string;
  /** What is sent in place of the vector's body, which may be the same. */
  readonly body: string;
  /** Headers besides the vector's own, e.g. a session. */
  readonly headers: Readonly<Record<string, string>>;
  /** Unix seconds. */
  readonly now: number;
  /** A nonce nobody has used, in base64url. */
  readonly nonce: string;
  /** True where the verifier insists on a covered digest and the vector has no opinion. */
  readonly coverDigest: boolean;
}

/** The headers of a vector made anew: its times shifted to now, its nonce fresh, its signature real, its fault untouched. */
export async function vectorHeaders(
  vector: SigningVector,
  address: VectorAddress,
  key: SigningKey,
): Promise<Readonly<Record<string, string>>> {
  const headers = { ...lowered(vector.request.headers), ...address.headers };
  const input = headers['signature-input'];
  if (input === undefined && headers['signature'] === undefined) return headers;
  const renewed = renewedInput(input ?? defaultInput(key, vector.referenceNow), vector, address);
  const digested = { ...headers, ...digestFor(renewed, vector, address) };
  const signature = await signatureFor(
    vector,
    { ...digested, 'signature-input': renewed },
    {
      url: address.url,
      key,
    },
  );
  return {
    ...digested,
    // A vector without it tests what becomes of a lone signature.
    ...(input !== undefined && { 'signature-input': renewed }),
    signature,
  };
}

const covered = '("@method" "@target-uri" "@authority" "content-type")';

function defaultInput({ keyid, alg }: SigningKey, created: number): string {
  const times = `created=${created};expires=${created + 300}`;
  return `sig1=${covered};${times};nonce="n";keyid="${keyid}";alg="${alg}";tag="adcp/request-signing/v1"`;
}

/** Works on the text, so that what is malformed on purpose stays malformed. */
function renewedInput(
  input: string,
  { referenceNow }: SigningVector,
  { now, nonce, coverDigest }: VectorAddress,
): string {
  const renewed = input
    .replaceAll(/\b(created|expires)=(\d+)/g, (_, name: string, seconds: string) => {
      return `${name}=${Number(seconds) - referenceNow + now}`;
    })
    .replaceAll(/\bnonce="[^"]*"/g, () => `nonce="${nonce}"`);
  if (!coverDigest || renewed.includes('"content-digest"')) return renewed;
  return renewed.replace(')', ' "content-digest")');
}

/** A digest that was right for the vector's body is made right for the body sent; a wrong one stays wrong. */
function digestFor(input: string, { request }: SigningVector, { body }: VectorAddress) {
  const authored = lowered(request.headers)['content-digest'];
  if (authored === undefined && !input.includes('"content-digest"')) return {};
  const isWrong = authored !== undefined && authored !== digestOf(request.body);
  return isWrong ? {} : { 'content-digest': digestOf(body) };
}

function digestOf(body: string): string {
  return `sha-256=:${createHash('sha256').update(body).digest('base64')}:`;
}

/** The vector that tests a signature which is wrong keeps it; every other gets one that is right. */
async function signatureFor(
  { request, errorCode }: SigningVector,
  headers: Readonly<Record<string, string>>,
  { url, key }: { readonly url: string; readonly key: SigningKey },
): Promise<string> {
  const authored = headers['signature'] ?? '';
  if (errorCode === 'request_signature_invalid') return authored;
  const first = firstInput(headers['signature-input'] ?? '');
  if (first === null) return authored;
  const head = { method: request.method, url, headers };
  const { signature } = await signMessage(head, first.input, key);
  const label = first.label.replaceAll(/[.*]/g, (sign) => `\\${sign}`);
  return authored.replace(
    new RegExp(`(?<![\\w.*-])${label}=:[^:]*:`),
    () => `${first.label}=:${signature}:`,
  );
}

function firstInput(text: string) {
  try {
    const [first] = parseDictionary(text);
    return first && isInnerList(first[1]) ? { label: first[0], input: first[1] } : null;
  } catch {
    return null;
  }
}

function lowered(headers: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]),
  );
}
