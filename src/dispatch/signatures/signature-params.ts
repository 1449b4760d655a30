import type { CarriedSignature } from './signature-headers.ts';

/** The parameters the profile demands of every signature; times are Unix seconds. */
export interface Params {
  readonly created: number;
  readonly expires: number;
  readonly nonce: string;
  readonly keyid: string;
  readonly alg: string;
  readonly tag: string;
}

/** Reads them; a string says which are missing. */
export function readParams({ params }: CarriedSignature): Params | string {
  const numbers = ['created', 'expires'].filter((name) => !Number.isInteger(params.get(name)));
  const texts = ['nonce', 'keyid', 'alg', 'tag'].filter(
    (name) => typeof params.get(name) !== 'string' || params.get(name) === '',
  );
  const missing = [...numbers, ...texts];
  if (missing.length > 0) return `the signature has no ${missing.join(', no ')}`;
  return Object.fromEntries(params) as unknown as Params;
}

/** Longest life of a signature; seconds (AdCP signing profile). */
const longestWindow = 300;

/** How far two clocks may be apart; seconds. */
export const clockSkew = 60;

interface Window {
  readonly created: number;
  readonly expires: number;
  readonly now: number;
}

/** Why a signature does not count now, or null when it does. */
export function windowFault({ created, expires, now }: Window): string | null {
  if (expires <= created) return 'it expires before it was created';
  if (expires - created > longestWindow)
    return `it lives ${expires - created} s; ${longestWindow} s are allowed`;
  if (created > now + clockSkew) return `it was created ${created - now} s in the future`;
  return expires < now - clockSkew ? `it expired ${now - expires} s ago` : null;
}
