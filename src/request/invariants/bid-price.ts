import type { Json } from '../../model/json.ts';
import { isObject, mentions } from '../../support/json.ts';
import { rewrite, unchanged } from '../change.ts';
import type { DiscoveredProduct, Invariant, PricingOption } from '../invariant.ts';

/** An auction without a bid cannot be bought; what a package must bid is known only once the product is discovered. */
export const bidPrice: Invariant = {
  id: 'bid-price',
  summary: "A package on an auction option that names no bid_price bids the option's floor.",

  apply({ payload, discovered }) {
    if (!discovered.some(isAuctioned) || !mentions(payload, 'packages')) return unchanged(payload);
    return rewrite(payload, 'bid-price', (value, pointer) => {
      if (!/(^|\/)(new_)?packages\/\d+$/.test(pointer) || !isObject(value) || 'bid_price' in value)
        return undefined;
      const option = optionOf(value['product_id'], value['pricing_option_id'], discovered);
      if (option?.floorPrice == null || !isAuction(option)) return undefined;
      const reason = `${option.id} is an auction with a floor of ${option.floorPrice} and the package names no bid_price`;
      return { set: { bid_price: option.floorPrice }, reason };
    });
  },
};

function isAuctioned({ options }: DiscoveredProduct): boolean {
  return options.some(isAuction);
}

function isAuction({ fixedPrice, floorPrice }: PricingOption): boolean {
  return fixedPrice === null && floorPrice !== null;
}

function optionOf(
  productId: Json | undefined,
  optionId: Json | undefined,
  discovered: readonly DiscoveredProduct[],
): PricingOption | null {
  const product = discovered.find((candidate) => candidate.productId === productId);
  return product?.options.find(({ id }) => id === optionId) ?? null;
}
