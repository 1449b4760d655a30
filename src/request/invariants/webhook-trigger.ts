import type { Json } from '../../model/json.ts';
import { fill, inOrder, unchanged } from '../change.ts';
import type { Invariant, InvariantInput } from '../invariant.ts';

const id = 'webhook-trigger';

/** Who buys where the storyboard names nobody. */
const buyer = 'storyboard-runner.example';

/**
 * Webhook storyboards author the callback of "whatever this agent sends webhooks for" and leave the rest of the body to
 * the test kit; no published kit has it. A media buy is what they fall back to.
 */
export const webhookTrigger: Invariant = {
  id,
  summary:
    'A create_media_buy that stands in for an operation the test kit does not name is filled in from a discovered product.',

  apply(input) {
    const { payload, operation, standsIn = false } = input;
    const isTrigger = standsIn && 'push_notification_config' in payload;
    if (!isTrigger || operation.task !== 'create_media_buy') return unchanged(payload);
    const reason = `the test kit names no operation, so ${operation.task} stands in for it and needs this field`;
    return inOrder(
      payload,
      ...Object.entries(body(input)).map(
        ([field, value]) =>
          (before: typeof payload) =>
            field in before
              ? unchanged(before)
              : fill(before, field, value, { invariant: id, reason }),
      ),
    );
  },
};

/** The sentinel ids are bound to a discovered product by the rule after this one; without one the agent's answer counts. */
function body({ subject }: InvariantInput): Readonly<Record<string, Json>> {
  const brand = { domain: subject.brand?.value ?? buyer };
  const operator = subject.operator?.value ?? brand.domain;
  return {
    account: subject.account?.value ?? { brand, operator },
    brand,
    start_time: 'asap',
    end_time: '2099-12-31T23:59:59Z',
    packages: [{ product_id: 'test-product', pricing_option_id: 'test-pricing', budget: 10_000 }],
  };
}
