import { expect, test } from 'vitest';
import { aStoryboardWith, trial, type Trial } from '../support/written-suite.ts';

const head = (
  products: string,
  more = '',
) => `prerequisites: { description: d, controller_seeding: true }
fixtures:
  products: [{ product_id: h_product, delivery_type: guaranteed }, { product_id: h_other }]
  pricing_options: [{ product_id: h_product, pricing_option_id: h_price, currency: EUR }]
fixture_resolution:
  products:
    - { handle: h_product, ${products} }
    - { handle: h_other, strategies: [discover], match: [{ path: /product_id, operator: present }] }
  pricing_options:
    - { handle: h_price, product_handle: h_product, strategies: [seed, discover], match: [{ path: /currency, operator: equals, value: EUR }] }
${more}`;
const guaranteed =
  'strategies: [seed, construct, discover], match: [{ path: /delivery_type, operator: equals, value: guaranteed }]';

const buying = `  - id: p
    title: p
    steps:
      - id: buy
        title: buy
        task: create_media_buy
        schema_ref: buy.json
        sample_request:
          note: h_product
          product_ids: [h_other, other, h_product]
          tags: [h_product]
          packages:
            - { product_id: h_product, pricing_option_id: h_price, label: h_product }
            - { product_id: h_other, pricing_option_id: h_price }
`;

const schema = {
  $schema: 'http://json-schema.org/draft-07/schema#',
  type: 'object',
  properties: {
    note: { type: 'string' },
    product_ids: { type: 'array', items: { type: 'string', 'x-entity': 'product' } },
    tags: { type: 'array', items: { type: 'string' } },
    packages: { type: 'array', items: { allOf: [{ $ref: 'package.json' }] } },
  },
};
const packageSchema = {
  type: 'object',
  properties: {
    product_id: { type: 'string', 'x-entity': 'product' },
    pricing_option_id: { type: 'string', 'x-entity': 'product_pricing_option' },
    label: { type: 'string' },
  },
};
const files = {
  'schemas/buy.json': JSON.stringify(schema),
  'schemas/package.json': JSON.stringify(packageSchema),
};

const catalogue = [
  { product_id: 'z9', delivery_type: 'guaranteed' },
  {
    product_id: 'b2',
    delivery_type: 'guaranteed',
    pricing_options: [
      { pricing_option_id: 'usd', currency: 'USD' },
      { pricing_option_id: 'eur', currency: 'EUR' },
    ],
  },
  { product_id: 'a1', delivery_type: 'non_guaranteed' },
];

interface Seller {
  readonly products?: readonly unknown[];
  readonly controller?: (args: Record<string, unknown>) => Record<string, unknown>;
}

/** Sells its catalogue one product a page. */
function seller({ products = catalogue, controller }: Seller = {}): NonNullable<Trial['agent']> {
  const tools = ['get_products', 'create_media_buy', 'get_adcp_capabilities'];
  return {
    tools: controller ? [...tools, 'comply_test_controller'] : tools,
    tool: (name, args) => {
      if (name === 'comply_test_controller') return controller?.(args) ?? {};
      if (name !== 'get_products') return {};
      const { cursor } = (args['pagination'] ?? {}) as { cursor?: string };
      const at = Number(cursor ?? 0);
      const more = at + 1 < products.length;
      return {
        products: products.slice(at, at + 1),
        pagination: { has_more: more, ...(more && { cursor: String(at + 1) }) },
      };
    },
  };
}

const run = (agent: NonNullable<Trial['agent']>, products = guaranteed) =>
  trial(aStoryboardWith(buying, head(products)), { agent, files });

test('without a controller, handles stand for what matches first by id, where the schema wants such ids', async () => {
  const { calls, steps, storyboard } = await run(seller());
  expect(steps).toEqual({ buy: 'passed' });
  expect(calls.at(-1)?.args).toMatchObject({
    note: 'h_product',
    product_ids: ['a1', 'other', 'b2'],
    tags: ['h_product'],
    packages: [
      { product_id: 'b2', pricing_option_id: 'eur', label: 'h_product' },
      { product_id: 'a1', pricing_option_id: 'h_price' },
    ],
  });
  const asked = calls.filter(({ tool }) => tool === 'get_products');
  expect(asked).toHaveLength(3);
  expect(asked[0]?.args).toMatchObject({ buying_mode: 'wholesale' });
  expect(asked[0]?.args).not.toHaveProperty('brief');
  expect(storyboard.fixtureResolutions).toMatchObject([
    {
      fixtureType: 'product',
      handle: 'h_product',
      strategiesAttempted: ['seed', 'construct', 'discover'],
      status: 'resolved',
      strategy: 'discover',
      sellerIds: { product_id: 'b2' },
    },
    { handle: 'h_other', sellerIds: { product_id: 'a1' } },
    {
      fixtureType: 'pricing_option',
      productHandle: 'h_product',
      sellerIds: { product_id: 'b2', pricing_option_id: 'eur' },
    },
  ]);
  expect(storyboard.steps[0]?.request?.changes).toContainEqual(
    expect.objectContaining({ pointer: '/packages/0/product_id', to: 'b2', invariant: 'fixtures' }),
  );
});

test('what can be seeded is seeded and keeps its name', async () => {
  const { steps, calls, storyboard } = await run(seller({ controller: () => ({ success: true }) }));
  expect(steps).toMatchObject({ 'seed_product.h_product': 'passed', buy: 'passed' });
  expect(calls.at(-1)?.args).toMatchObject({ packages: [{ product_id: 'h_product' }, {}] });
  expect(storyboard.fixtureResolutions?.[0]).toMatchObject({
    strategy: 'seed',
    setupSteps: ['seed_product.h_product'],
  });
});

test('a controller that does not know the scenario gives way to the next strategy', async () => {
  const controller = () => ({ success: false, error: 'UNKNOWN_SCENARIO' });
  const { steps, storyboard } = await run(seller({ controller }));
  expect(steps).toMatchObject({ buy: 'passed' });
  expect(storyboard.fixtureResolutions?.[0]).toMatchObject({ strategy: 'discover' });
});

test('a seed that is refused ends it: nothing else is tried', async () => {
  const controller = () => ({ success: false, error: 'INVALID_PARAMS' });
  const { steps, calls, storyboard } = await run(seller({ controller }));
  expect(steps).toMatchObject({ 'seed_product.h_product': 'failed', buy: 'prerequisite_failed' });
  expect(calls.map(({ tool }) => tool)).toEqual(['comply_test_controller']);
  expect(storyboard.fixtureResolutions).toMatchObject([{ status: 'failed' }]);
});

test('a handle nothing stands for keeps the storyboard from running, and all of them are named', async () => {
  const { steps, calls, storyboard } = await run(seller({ products: [catalogue[2]] }));
  expect(steps['buy']).toBe('fixture_unsatisfied');
  expect(storyboard.skip).toEqual({
    reason: 'fixture_unsatisfied',
    detail: 'product:h_product, pricing_option:h_product/h_price',
  });
  expect(calls.every(({ tool }) => tool === 'get_products')).toBe(true);
});

test('what was seeded, with or without a say of how, is nothing another handle may stand for', async () => {
  const ids = ['h_product', 'h_plain', 'h_third', 'z'];
  const products = ids.map((product_id) => ({ product_id, delivery_type: 'guaranteed' }));
  const yaml = head('strategies: [seed]')
    .replace('{ product_id: h_other }', '{ product_id: h_plain }, { product_id: h_other }')
    .replace(/  pricing_options:\n.*\n/, '')
    .replace(/  pricing_options: .*\n/, '');
  const agent = seller({ products, controller: () => ({ success: true }) });
  const { storyboard } = await trial(aStoryboardWith(buying, yaml), { agent, files });
  expect(storyboard.fixtureResolutions).toMatchObject([
    { handle: 'h_product', strategy: 'seed' },
    { handle: 'h_other', strategy: 'discover', sellerIds: { product_id: 'h_third' } },
  ]);
});

test('a price that was seeded is nothing another handle may stand for', async () => {
  const options = ['a_price', 'h_price', 'z_price'].map((pricing_option_id) => ({
    pricing_option_id,
    currency: 'EUR',
  }));
  const yaml = head('strategies: [seed]')
    .replace(
      'pricing_option_id: h_price,',
      'pricing_option_id: a_price }, { product_id: h_product, pricing_option_id: h_price,',
    )
    .replace(
      'handle: h_price, product_handle: h_product, strategies: [seed, discover]',
      'handle: h_price, product_handle: h_product, strategies: [discover]',
    )
    .replace('product_id: h_other }]', 'product_id: h_other }, { product_id: x }]');
  const products = [{ product_id: 'h_product', pricing_options: options }, { product_id: 'x' }];
  const agent = seller({ products, controller: () => ({ success: true }) });
  const { storyboard } = await trial(aStoryboardWith(buying, yaml), { agent, files });
  expect(storyboard.fixtureResolutions?.at(-1)).toMatchObject({
    handle: 'h_price',
    sellerIds: { product_id: 'h_product', pricing_option_id: 'h_price' },
  });
});

test('two handles share one thing only where they may', async () => {
  const any = 'strategies: [discover], match: [{ path: /product_id, operator: present }]';
  const one = {
    products: [{ product_id: 'only', pricing_options: catalogue[1]?.pricing_options }],
  };
  expect((await run(seller(one), any)).steps['buy']).toBe('fixture_unsatisfied');
  const shared = head(any).replace('handle: h_other,', 'handle: h_other, allow_reuse: true,');
  const board = aStoryboardWith(buying, shared);
  expect((await trial(board, { agent: seller(one), files })).steps['buy']).toBe('passed');
});
