import type { JsonObject } from '../../model/json.ts';
import { isObject, mentions } from '../../support/json.ts';
import { rewrite, unchanged } from '../change.ts';
import type { DiscoveredProduct, Invariant, PricingOption } from '../invariant.ts';

const id = 'sentinels';
const productSentinel = 'test-product';
const pricingSentinel = 'test-pricing';

/** The published suites write these two ids for "any product you sell"; no seller has them by that name. */
export const sentinels: Invariant = {
  id,
  renames: ({ discovered }) => (discovered.length === 0 ? [] : [productSentinel, pricingSentinel]),
  summary:
    'The ids test-product and test-pricing stand for a product discovered earlier in the storyboard.',

  apply({ payload, discovered }) {
    const chosen = choose(discovered);
    if (chosen === null || discovered.some(({ productId }) => productId === productSentinel))
      return unchanged(payload);
    if (!mentions(payload, productSentinel, pricingSentinel)) return unchanged(payload);
    return rewrite(payload, id, (value) => {
      if (!isObject(value)) return undefined;
      const set = bindings(value, chosen, discovered);
      return Object.keys(set).length === 0 ? undefined : { set, reason: reasonFor(chosen) };
    });
  },
};

/** The first product with a fixed price, else the first. */
function choose(discovered: readonly DiscoveredProduct[]): DiscoveredProduct | null {
  return discovered.find((product) => product.options.some(isFixed)) ?? discovered[0] ?? null;
}

function bindings(
  holder: JsonObject,
  chosen: DiscoveredProduct,
  discovered: readonly DiscoveredProduct[],
): JsonObject {
  const authored = holder['product_id'];
  const product = discovered.find(({ productId }) => productId === authored) ?? chosen;
  const option = product.options.find(isFixed) ?? product.options[0];
  return {
    ...(authored === productSentinel ? { product_id: chosen.productId } : {}),
    ...(holder['pricing_option_id'] === pricingSentinel && option
      ? { pricing_option_id: option.id }
      : {}),
  };
}

function reasonFor(chosen: DiscoveredProduct): string {
  return `test-product and test-pricing stand for a discovered product; ${chosen.productId} is the first with a fixed price, else the first`;
}

function isFixed(option: PricingOption): boolean {
  return option.fixedPrice !== null;
}
