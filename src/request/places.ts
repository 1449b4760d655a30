import type { Json, JsonObject, JsonPointer } from '../model/json.ts';
import { isObject } from '../support/json.ts';

/** True where the protocol puts a brand reference: `brand`, `buyer`, `buyer_brand`. */
export function isBrandReference(
  value: Json,
  key: string | null,
): value is JsonObject & { readonly domain: string } {
  const named = key === 'brand' || key === 'buyer' || (key?.endsWith('_brand') ?? false);
  return named && isObject(value) && typeof value['domain'] === 'string';
}

/** True where the protocol puts an account: `/account`, `/x/account`, `/accounts/0`. */
export function isAccountPlace(pointer: JsonPointer): boolean {
  return /(^|\/)(account|accounts\/\d+)$/.test(pointer);
}

/** True where an account names its operator. */
export function isOperatorPlace(pointer: JsonPointer): boolean {
  return /(^|\/)(account|accounts\/\d+)\/operator$/.test(pointer);
}

/** True for an account named by brand and operator rather than by the seller's id. */
export function isNaturalKey(value: Json | undefined): value is JsonObject {
  return (
    isObject(value) &&
    !('account_id' in value) &&
    (isObject(value['brand']) || typeof value['operator'] === 'string')
  );
}
