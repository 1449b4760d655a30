import type { Delivery } from '../../dispatch/webhooks/delivery.ts';
import { isObject } from '../../support/json.ts';

/** What the protocol accepts as a key (AdCP, idempotency). */
const wellFormed = /^[A-Za-z0-9_.:-]{16,255}$/;

/** A delivery's idempotency key, or what is wrong with it. */
export type DeliveredKey =
  | { readonly kind: 'key'; readonly key: string }
  | { readonly kind: 'missing' }
  | { readonly kind: 'malformed'; readonly value: string };

/** Reads the key in a delivery's body. */
export function keyOf({ json }: Delivery): DeliveredKey {
  const value = isObject(json) ? json['idempotency_key'] : undefined;
  if (value === undefined || value === null) return { kind: 'missing' };
  if (typeof value === 'string' && wellFormed.test(value)) return { kind: 'key', key: value };
  return { kind: 'malformed', value: typeof value === 'string' ? value : JSON.stringify(value) };
}
