import { httpbis } from 'http-message-signatures';
import type { CanonicalTarget } from './canonical-url.ts';
import type { CarriedSignature } from './signature-headers.ts';

/** The text a signature is made over (RFC 9421, 2.5), with the profile's canonical URL in it. */
export function signatureBase(
  { method, url, headers }: SignedHead,
  { components, input }: Pick<CarriedSignature, 'components' | 'input'>,
  target: CanonicalTarget,
): string {
  const base = httpbis.createSignatureBase(
    {
      fields: [...components],
      componentParser: (name) =>
        ({ '@target-uri': [target.uri], '@authority': [target.authority] })[name] ?? null,
    },
    { method, url, headers: { ...headers } },
  );
  return httpbis.formatSignatureBase([...base, ['"@signature-params"', [input]]]);
}

/** The part of a message a signature is made over; the body comes in through its digest. */
export interface SignedHead {
  readonly method: string;
  readonly url: string;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
}
