import { expect, test } from 'vitest';
import { sending, post, aBody } from './tasks/webhook-agent.ts';
import { aStoryboardWith, trial, type Trial } from '../support/written-suite.ts';

const products = [
  { product_id: 'p9', pricing_options: [{ pricing_option_id: 'o9', fixed_price: 3 }] },
];

/** Says back what it was asked, and sells one product. */
const echo: NonNullable<Trial['agent']> = {
  tool: (name, args) => (name === 'get_products' ? { products } : { ...args, ok: true }),
};

const key = 'my-literal-key-0123456789';
const request = {
  brand: { domain: 'acme.example' },
  account: { brand: { domain: 'acme.example' }, operator: 'agency.example' },
  plans: [{ brand: { domain: 'foreign.example' }, note: 'acme.example' }],
  idempotency_key: key,
  packages: [{ product_id: 'test-product', pricing_option_id: 'test-pricing' }],
  start_time: '2026-06-01T00:00:00Z',
};

const checks: readonly (readonly [string, string, unknown])[] = [
  ['field_value', 'brand.domain', 'acme.example'],
  ['field_value', 'brand', { domain: 'acme.example' }],
  ['field_value', 'account.brand.domain', 'acme.example'],
  ['field_value', 'account.operator', 'agency.example'],
  ['field_value', 'account', request.account],
  ['field_value', 'plans[0].brand.domain', 'foreign.example'],
  ['field_value', 'plans[0].note', 'acme.example'],
  ['field_value', 'idempotency_key', key],
  ['field_value', 'packages[0].product_id', 'test-product'],
  ['field_value', 'packages.0.pricing_option_id', 'test-pricing'],
  ['field_contains', 'packages[*]', request.packages[0]],
  ['field_contains', 'packages[*].product_id', 'test-product'],
  ['field_value', 'start_time', request.start_time],
];

const validations = checks.flatMap(([check, path, value]) => [
  { check, path, value, description: `${check} ${path}` },
  ...(check === 'field_value'
    ? [{ check, path, allowed_values: ['none', value], description: `one of ${path}` }]
    : []),
]);

const story = (extra = {}) =>
  aStoryboardWith(
    `
  - id: p
    title: p
    steps:
      - { id: list, title: list, task: get_products, sample_request: {} }
      - ${JSON.stringify({ id: 'say', title: 'say', task: 'read', sample_request: request, validations, ...extra })}
`,
    'prerequisites: { description: d, test_kit: test-kits/acme.yaml }\n',
  );

const files = {
  'suite.yaml': 'name: test\nversion: "1"\npublished: 2026-05-01\n',
  'test-kits/acme.yaml': 'id: acme\nname: Acme\nbrand: { house: { domain: acme.example } }\n',
};
const now = new Date('2027-01-01T00:00:00Z');
const acting = (changed: object) => ({
  identity: { brand: null, operator: null, verbatim: false, live: false, ...changed },
});

test.each<{ name: string; changed: Partial<Trial>; extra?: object; says: object }>([
  {
    name: 'for itself',
    changed: {},
    says: { brand: { domain: 'acme.example' }, start_time: '2027-06-01T00:00:00Z' },
  },
  {
    name: 'for another brand and operator',
    changed: acting({ brand: 'other.example', operator: 'op.example' }),
    says: {
      account: { brand: { domain: 'other.example' }, operator: 'op.example' },
      packages: [{ product_id: 'p9', pricing_option_id: 'o9' }],
    },
  },
  {
    name: 'verbatim',
    changed: { ...acting({ brand: 'other.example', verbatim: true }), invariants: [] },
    says: request,
  },
  {
    name: 'for another brand, where no brand is to be filled in',
    changed: acting({ brand: 'other.example' }),
    extra: { omit_brand: true },
    says: { brand: { domain: 'other.example' } },
  },
])(
  'what an agent says back of a run $name is what is expected',
  async ({ changed, extra, says }) => {
    const { storyboard, calls, steps } = await trial(story(extra), {
      agent: echo,
      files,
      now,
      ...changed,
    });
    expect(calls.at(-1)?.args).toMatchObject(says);
    const missed = storyboard.steps[1]?.validations.filter(
      ({ outcome }) => outcome.status !== 'passed',
    );
    expect(missed).toEqual([]);
    expect(steps).toEqual({ list: 'passed', say: 'passed' });
  },
);

test('an agent that says another name than the one it was told fails', async () => {
  const stubborn = { tool: (name: string) => (name === 'get_products' ? { products } : request) };
  const { storyboard } = await trial(story(), {
    agent: stubborn,
    files,
    now,
    ...acting({ brand: 'other.example' }),
  });
  const outcome = storyboard.steps[1]?.validations[0]?.outcome;
  expect(outcome).toMatchObject({ expected: 'other.example', actual: 'acme.example' });
});

const fromElsewhere = aStoryboardWith(
  `
  - id: p
    title: p
    steps:
      - id: say
        title: say
        task: read
        sample_request: { brand: { domain: $context.home }, note: $context.home }
        validations:
          - { check: field_value, path: brand.domain, value: $test_kit.brand.house.domain, description: kit }
          - { check: field_value, path: brand, value: { domain: $context.home }, description: context }
          - { check: field_value, path: brand.domain, allowed_values: [none, $context.home], description: list }
          - { check: field_equals_context, path: brand.domain, context_key: home, description: named }
          - { check: field_equals_context, path: note, context_key: home, description: in no place of a brand }
`,
  'prerequisites: { description: d, test_kit: test-kits/acme.yaml }\ncontext: { home: acme.example }\n',
);

test.each([
  { name: 'for itself', brand: null, domain: 'acme.example' },
  { name: 'for another brand', brand: 'other.example', domain: 'other.example' },
])(
  'a brand that stands in the kit or the context is expected as it went out $name',
  async ({ brand, domain }) => {
    const { calls, storyboard } = await trial(fromElsewhere, {
      agent: echo,
      files,
      now,
      ...acting({ brand }),
    });
    expect(calls[0]?.args).toMatchObject({ brand: { domain }, note: 'acme.example' });
    const outcomes = storyboard.steps[0]?.validations.map(({ outcome }) => outcome.status);
    expect(outcomes).toEqual(['passed', 'passed', 'passed', 'passed', 'passed']);
  },
);

test('what was captured from an agent is compared as it was captured', async () => {
  const captured = aStoryboardWith(
    `
  - id: p
    title: p
    steps:
      - { id: a, title: a, task: read, sample_request: { brand: { domain: acme.example } }, context_outputs: [{ name: seller, path: brand.domain }] }
      - { id: b, title: b, task: read, sample_request: {}, validations: [{ check: field_value, path: brand.domain, value: "$context.seller", description: d }, { check: field_equals_context, path: brand.domain, context_key: seller, description: d }] }
`,
    'context: { seller: acme.example }\n',
  );
  const { steps } = await trial(captured, {
    agent: { tool: () => ({ brand: { domain: 'acme.example' } }) },
    ...acting({ brand: 'other.example' }),
  });
  expect(steps).toEqual({ a: 'passed', b: 'passed' });
});

test('a webhook is looked for under the names that went out', async () => {
  const { steps } = await trial(
    aStoryboardWith(`
  - id: p
    title: p
    steps:
      - id: buy
        title: buy
        task: create_media_buy
        sample_request:
          brand: { domain: acme.example }
          push_notification_config: { url: "{{runner.webhook_url:buy}}" }
      - id: seen
        title: seen
        task: expect_webhook
        triggered_by: buy
        timeout_seconds: 1
        filter: { body: { result.brand.domain: acme.example } }
`),
    {
      agent: sending(({ url }) =>
        post(url, aBody({ result: { brand: { domain: 'other.example' } } })),
      ),
      ...acting({ brand: 'other.example' }),
    },
  );
  expect(steps).toEqual({ buy: 'passed', seen: 'passed' });
});
