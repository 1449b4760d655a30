import type { Json } from '../model/json.ts';
import { isObject, objectsIn } from '../support/json.ts';
import type { DiscoveredProduct, PricingOption } from './invariant.ts';

/** The products of a `get_products` answer, with their prices; anything without an id is left out. */
export function discoveredIn(payload: Json): readonly DiscoveredProduct[] {
  return objectsAt(payload, 'products').flatMap((product) => {
    const productId = product['product_id'];
    if (typeof productId !== 'string') return [];
    return [{ productId, options: objectsAt(product, 'pricing_options').flatMap(pricingOption) }];
  });
}

function objectsAt(holder: Json, key: string) {
  const list = isObject(holder) ? holder[key] : undefined;
  return objectsIn(list);
}

function pricingOption(option: { readonly [key: string]: Json }): readonly PricingOption[] {
  const id = option['pricing_option_id'];
  if (typeof id !== 'string') return [];
  return [
    {
      id,
      fixedPrice: price(option['fixed_price']),
      floorPrice: price(option['floor_price']),
    },
  ];
}

function price(value: Json | undefined): number | null {
  return typeof value === 'number' ? value : null;
}
