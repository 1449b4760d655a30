import { createHash } from 'node:crypto';
import { parseDictionary, type InnerList } from 'structured-headers';
import type { JsonObject } from '../../model/json.ts';
import { nonceFrom } from './nonce.ts';
import { signMessage, signingKeyOf } from './sign.ts';

/** A webhook delivery, before it is signed. */
interface Delivery {
  readonly url: string;
  readonly body: string;
  /** Unix seconds. */
  readonly now: number;
  /** A fresh UUID. */
  readonly id: string;
}

/** The headers of a delivery, signed with the first of the keys that may sign webhooks; unsigned without one. */
export async function signDelivery(
  { url, body, now, id }: Delivery,
  keys: readonly JsonObject[],
): Promise<Readonly<Record<string, string>>> {
  const digest = createHash('sha256').update(body).digest('base64');
  const headers = { 'content-type': 'application/json', 'content-digest': `sha-256=:${digest}:` };
  const fitting = [
    ...keys.filter(({ adcp_use: use }) => use === 'webhook-signing'),
    ...keys.filter(({ adcp_use: use }) => use === 'request-signing'),
  ];
  const key = fitting.map((jwk) => signingKeyOf(jwk)).find((signing) => signing !== null);
  if (!key) return headers;
  const components = '("@method" "@target-uri" "@authority" "content-type" "content-digest")';
  const times = `created=${now};expires=${now + 300};nonce="${nonceFrom(id)}"`;
  const input = `sig1=${components};${times};keyid="${key.keyid}";alg="${key.alg}";tag="adcp/webhook-signing/v1"`;
  const covered = parseDictionary(input).get('sig1') as InnerList;
  const { signature } = await signMessage({ method: 'POST', url, headers }, covered, key);
  return { ...headers, 'signature-input': input, signature: `sig1=:${signature}:` };
}
