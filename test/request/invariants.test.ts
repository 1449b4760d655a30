import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { JsonObject } from '../../src/model/json.ts';
import { invariants } from '../../src/request/invariants/registry.ts';
import { account } from '../../src/request/invariants/account.ts';
import { adcpVersion } from '../../src/request/invariants/adcp-version.ts';
import { bidPrice } from '../../src/request/invariants/bid-price.ts';
import { brand } from '../../src/request/invariants/brand.ts';
import { dates } from '../../src/request/invariants/dates.ts';
import { idempotencyKey } from '../../src/request/invariants/idempotency-key.ts';
import { operator } from '../../src/request/invariants/operator.ts';
import { sandbox } from '../../src/request/invariants/sandbox.ts';
import { asSent, renamingBy } from '../../src/request/renaming.ts';
import { sentinels } from '../../src/request/invariants/sentinels.ts';
import type { DiscoveredProduct, InvariantInput } from '../../src/request/invariant.ts';
import { anInput, anOperation, aSubject, otherBrand } from './world.ts';

const other = aSubject(otherBrand);
const acme = { domain: 'acme.example' };

test.each([
  {
    name: 'renames a top-level home brand',
    payload: { brand: acme },
    becomes: { brand: { domain: 'other.example' } },
  },
  {
    name: 'renames the brand of an account and keeps the rest of it',
    payload: {
      brand: acme,
      account: { brand: { ...acme, brand_id: 'b1' }, operator: 'agency.example' },
    },
    becomes: {
      brand: { domain: 'other.example' },
      account: { brand: { domain: 'other.example', brand_id: 'b1' }, operator: 'agency.example' },
    },
  },
  {
    name: 'renames nested references',
    payload: { brand: acme, plans: [{ brand: acme }], accounts: [{ brand: acme }], buyer: acme },
    becomes: {
      brand: { domain: 'other.example' },
      plans: [{ brand: { domain: 'other.example' } }],
      accounts: [{ brand: { domain: 'other.example' } }],
      buyer: { domain: 'other.example' },
    },
  },
  {
    name: 'fills an absent brand the schema declares',
    payload: { x: 1 },
    becomes: { x: 1, brand: { domain: 'other.example' } },
  },
  {
    name: 'keeps a foreign brand',
    payload: { brand: { domain: 'stranger.example' } },
    becomes: { brand: { domain: 'stranger.example' } },
  },
  { name: 'leaves a null brand', payload: { brand: null }, becomes: { brand: null } },
  {
    name: 'leaves a brand that is a string',
    payload: { brand: 'acme.example' },
    becomes: { brand: 'acme.example' },
  },
  {
    name: 'leaves the home domain where it is no identity',
    payload: { brand: acme, site: acme },
    becomes: { brand: { domain: 'other.example' }, site: acme },
  },
])('brand: $name', ({ payload, becomes }) => {
  expect(brand.apply(anInput(payload as JsonObject, { subject: other })).payload).toEqual(becomes);
});

test('brand: a foreign brand is reported as kept, a rename as a change of the domain alone', () => {
  const payload = { brand: acme, plans: [{ brand: { domain: 'stranger.example' } }] };
  const applied = brand.apply(anInput(payload, { subject: other }));
  expect(applied.changes).toMatchObject([
    { pointer: '/brand/domain', from: 'acme.example', to: 'other.example' },
  ]);
  expect(applied.kept).toMatchObject([{ pointer: '/plans/0/brand' }]);
});

test('brand: what a kit given with --kit says becomes the brand of --brand too', () => {
  const kitBrand = { value: 'kit.example', origin: 'test kit k, by --kit' };
  const payload = { brand: { domain: 'kit.example' }, plans: [{ brand: acme }] };
  const subject = aSubject({ ...otherBrand, kitBrand });
  expect(brand.apply(anInput(payload, { subject })).payload).toEqual({
    brand: { domain: 'other.example' },
    plans: [{ brand: { domain: 'other.example' } }],
  });
});

test('brand: without --brand nothing changes', () => {
  const payload = { brand: acme, account: { brand: acme } };
  expect(brand.apply(anInput(payload))).toEqual({ payload, changes: [], kept: [] });
});

test('brand: is not filled where the schema does not declare it', () => {
  const operation = anOperation('sync_plans', ['plans']);
  expect(brand.apply(anInput({}, { operation, subject: other })).payload).toEqual({});
});

test.each([
  {
    name: 'fills where declared',
    task: 'get_media_buys',
    declared: ['account'],
    payload: {},
    filled: true,
  },
  {
    name: 'does not fill where not declared',
    task: 'list_formats',
    declared: [],
    payload: {},
    filled: false,
  },
  {
    name: 'always fills controller calls',
    task: 'comply_test_controller',
    declared: [],
    payload: {},
    filled: true,
  },
  {
    name: 'leaves null',
    task: 'get_media_buys',
    declared: ['account'],
    payload: { account: null },
    filled: false,
  },
  {
    name: 'leaves an array',
    task: 'get_media_buys',
    declared: ['account'],
    payload: { account: [] },
    filled: false,
  },
  {
    name: "leaves the seller's id",
    task: 'get_media_buys',
    declared: ['account'],
    payload: { account: { account_id: 'a' } },
    filled: false,
  },
])('account: $name', ({ task, declared, payload, filled }) => {
  const input = anInput(payload, { operation: anOperation(task, declared) });
  const expected = filled ? { account: aSubject().account?.value } : payload;
  expect(account.apply(input).payload).toEqual(expected);
});

test.each([
  {
    name: 'stands as written on loopback',
    facts: { loopback: true, live: false },
    task: 'create_media_buy',
    sandbox: undefined,
  },
  {
    name: 'is set away from loopback',
    facts: { loopback: false, live: false },
    task: 'create_media_buy',
    sandbox: true,
  },
  {
    name: 'is not set with --live',
    facts: { loopback: false, live: true },
    task: 'create_media_buy',
    sandbox: undefined,
  },
  {
    name: 'is set on controller calls',
    facts: { loopback: true, live: false },
    task: 'comply_test_controller',
    sandbox: true,
  },
])('sandbox: $name', ({ facts, task, sandbox: expected }) => {
  const payload = { account: { brand: acme, operator: 'agency.example' } };
  const input = anInput(payload, {
    operation: anOperation(task, []),
    facts: { runId: 'r', dateShift: null, ...facts },
  });
  expect(sandbox.apply(input).payload).toEqual({
    account: { ...payload.account, ...(expected === undefined ? {} : { sandbox: expected }) },
  });
});

test('sandbox: an explicit false becomes true away from loopback, and an account_id is left alone', () => {
  const facts = { runId: 'r', loopback: false, live: false, dateShift: null };
  const payload = {
    account: { account_id: 'a1' },
    accounts: [{ brand: acme, operator: 'o.example', sandbox: false }],
  };
  const applied = sandbox.apply(anInput(payload, { facts }));
  expect(applied.payload).toEqual({
    ...payload,
    accounts: [{ brand: acme, operator: 'o.example', sandbox: true }],
  });
  expect(applied.changes).toMatchObject([
    { pointer: '/accounts/0/sandbox', from: false, to: true },
  ]);
});

test.each([
  { name: 'away from loopback', facts: { loopback: false, live: false }, forced: true },
  { name: 'on loopback', facts: { loopback: true, live: false }, forced: false },
  { name: 'with --live', facts: { loopback: false, live: true }, forced: false },
])('sandbox: what is expected of accounts $name follows: $forced', ({ facts, forced }) => {
  const { subject, discovered } = anInput({});
  const renaming = renamingBy([sandbox], {
    subject,
    discovered,
    facts: { runId: 'r', dateShift: null, ...facts },
  });
  const whole = { brand: acme, operator: 'o.example' };
  expect(asSent('accounts[0].sandbox', false, renaming)).toBe(forced);
  expect(asSent('account.sandbox', true, renaming)).toBe(true);
  expect(asSent('account', whole, renaming)).toEqual({
    ...whole,
    ...(forced && { sandbox: true }),
  });
  expect(asSent('account', { account_id: 'a1', sandbox: false }, renaming)).toEqual({
    account_id: 'a1',
    sandbox: false,
  });
  expect(asSent('options.sandbox', false, renaming)).toBe(false);
});

test('sandbox: a request that names an account by nothing but sandbox: false stays as it was written', () => {
  const facts = { runId: 'r', loopback: false, live: false, dateShift: null };
  const payload = { account: { sandbox: false } };
  expect(sandbox.apply(anInput(payload, { facts })).payload).toEqual(payload);
});

test('operator: --operator takes the place of the one authored operator, not of others', () => {
  const subject = aSubject({ operator: { value: 'new.example', origin: '--operator' } });
  const payload = {
    account: { brand: acme, operator: 'agency.example' },
    accounts: [{ operator: 'foreign.example' }],
    filter: { operator: 'agency.example' },
  };
  const applied = operator.apply(anInput(payload, { subject }));
  expect(applied.payload).toEqual({
    ...payload,
    account: { brand: acme, operator: 'new.example' },
  });
  expect(applied.kept).toMatchObject([{ pointer: '/accounts/0/operator' }]);
});

test.each([
  {
    name: 'is minted where required and absent',
    payload: {},
    required: true,
    key: '00000000-0000-4000-8000-000000000000',
  },
  { name: 'is not minted where not required', payload: {}, required: false, key: undefined },
  {
    name: 'is left where it is too short to be one',
    payload: { idempotency_key: 'short' },
    required: true,
    key: 'short',
  },
  {
    name: 'is left where it has characters no key has',
    payload: { idempotency_key: 'a key with spaces in it' },
    required: true,
    key: 'a key with spaces in it',
  },
  {
    name: 'is left where it is null',
    payload: { idempotency_key: null },
    required: true,
    key: null,
  },
])('idempotency key: $name', ({ payload, required, key }) => {
  const operation = anOperation('create_media_buy', [], required ? ['idempotency_key'] : []);
  expect(
    idempotencyKey.apply(anInput(payload as JsonObject, { operation })).payload['idempotency_key'],
  ).toBe(key);
});

const literal = 'literal-key-of-the-author';

test('idempotency key: a literal ends in a suffix of the run, the same for equal literals, of the same length', () => {
  const sent = (key: string, runId: string) => {
    const facts = { runId, loopback: true, live: false, dateShift: null };
    return idempotencyKey.apply(anInput({ idempotency_key: key }, { facts })).payload[
      'idempotency_key'
    ];
  };
  expect(sent(literal, 'r1')).toBe(sent(literal, 'r1'));
  expect(sent(literal, 'r1')).not.toBe(sent(literal, 'r2'));
  expect(sent(`${literal}-1`, 'r1')).not.toBe(sent(`${literal}-2`, 'r1'));
  expect(sent(literal, 'r1')).toHaveLength(literal.length);
  const uuid = '3f0a1c52-8d2b-4c1e-9f7a-0b1c2d3e4f5a';
  expect(sent(uuid, 'r1')).toMatch(/^3f0a1c52-8d2b-4c1e-9f7a-[0-9a-f]{12}$/);
});

test('idempotency key: a value that was substituted is no literal', () => {
  const input = anInput(
    { idempotency_key: literal },
    { authored: { idempotency_key: '$generate:uuid_v4#a' } },
  );
  expect(idempotencyKey.apply(input).payload).toEqual({ idempotency_key: literal });
});

const auction: DiscoveredProduct = {
  productId: 'p-auction',
  options: [{ id: 'bid', fixedPrice: null, floorPrice: 5 }],
};
const fixed: DiscoveredProduct = {
  productId: 'p-fixed',
  options: [{ id: 'flat', fixedPrice: 10, floorPrice: null }],
};

test.each([
  {
    name: 'bids the floor of an auction',
    bought: { product_id: 'p-auction', pricing_option_id: 'bid' },
    bid: 5,
  },
  {
    name: 'leaves a bid',
    bought: { product_id: 'p-auction', pricing_option_id: 'bid', bid_price: 1 },
    bid: 1,
  },
  {
    name: 'bids nothing at a fixed price',
    bought: { product_id: 'p-fixed', pricing_option_id: 'flat' },
    bid: undefined,
  },
  {
    name: 'bids nothing on what was not discovered',
    bought: { product_id: 'unknown', pricing_option_id: 'bid' },
    bid: undefined,
  },
])('bid price: $name', ({ bought, bid }) => {
  const applied = bidPrice.apply(anInput({ packages: [bought] }, { discovered: [auction, fixed] }));
  expect((applied.payload['packages'] as JsonObject[])[0]?.['bid_price']).toBe(bid);
});

test.each([
  {
    name: 'bind to the first product with a fixed price',
    discovered: [auction, fixed],
    product: 'p-fixed',
    option: 'flat',
  },
  {
    name: 'bind to the first product where none has one',
    discovered: [auction],
    product: 'p-auction',
    option: 'bid',
  },
  {
    name: 'stay where nothing was discovered',
    discovered: [],
    product: 'test-product',
    option: 'test-pricing',
  },
  {
    name: 'stay where the agent sells them by that name',
    discovered: [fixed, { productId: 'test-product', options: [] }],
    product: 'test-product',
    option: 'test-pricing',
  },
])('sentinels: $name', ({ discovered, product, option }) => {
  const payload = { packages: [{ product_id: 'test-product', pricing_option_id: 'test-pricing' }] };
  expect(sentinels.apply(anInput(payload, { discovered })).payload).toEqual({
    packages: [{ product_id: product, pricing_option_id: option }],
  });
});

test('dates: those after the publication move, those before and those that were substituted stay', () => {
  const dateShift = { after: '2026-05-03T00:00:00Z', years: 1 };
  const facts = { runId: 'r', loopback: true, live: false, dateShift };
  const payload = {
    start: '2026-05-01T00:00:00Z',
    end: '2026-06-30T23:59:59Z',
    day: '2027-02-28',
    captured: '2026-07-01',
    text: 'on 2026-07-01',
  };
  const authored = { ...payload, captured: '$context.day' };
  const applied = dates.apply(anInput(payload, { authored, facts }));
  expect(applied.payload).toEqual({ ...payload, end: '2027-06-30T23:59:59Z', day: '2028-02-28' });
  expect(applied.changes.map(({ pointer }) => pointer)).toEqual(['/end', '/day']);
});

const json = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small' },
    fc.constantFrom(
      'acme.example',
      'stranger.example',
      'agency.example',
      '2026-07-01',
      'test-product',
      literal,
      null,
      1,
      true,
    ),
    fc.array(tie('value'), { maxLength: 3 }),
    fc.dictionary(
      fc.constantFrom(
        'brand',
        'domain',
        'account',
        'accounts',
        'operator',
        'packages',
        'product_id',
        'pricing_option_id',
        'idempotency_key',
        'sandbox',
        'start_time',
      ),
      tie('value'),
      { maxKeys: 4 },
    ),
  ),
})).value;

const payloads = fc.dictionary(
  fc.constantFrom(
    'brand',
    'account',
    'accounts',
    'packages',
    'plans',
    'idempotency_key',
    'start_time',
  ),
  json,
  { maxKeys: 5 },
) as fc.Arbitrary<JsonObject>;

const settings = fc.record({
  loopback: fc.boolean(),
  live: fc.boolean(),
  controller: fc.boolean(),
  other: fc.boolean(),
});

function inputFor(
  payload: JsonObject,
  setting: { loopback: boolean; live: boolean; controller: boolean; other: boolean },
): InvariantInput {
  const task = setting.controller ? 'comply_test_controller' : 'create_media_buy';
  return anInput(payload, {
    operation: anOperation(task, ['brand', 'account'], ['idempotency_key']),
    subject: setting.other ? other : aSubject(),
    facts: {
      runId: 'r',
      loopback: setting.loopback,
      live: setting.live,
      dateShift: { after: '2026-05-03', years: 1 },
    },
    discovered: [auction, fixed],
  });
}

function paths(value: unknown, prefix = ''): readonly string[] {
  if (typeof value !== 'object' || value === null) return [prefix];
  return [
    prefix,
    ...Object.entries(value).flatMap(([key, child]) => paths(child, `${prefix}/${key}`)),
  ];
}

test.each(invariants.map((invariant) => [invariant.id, invariant] as const))(
  '%s: twice is once, no field is ever removed, and every change is listed',
  (_, invariant) => {
    fc.assert(
      fc.property(payloads, settings, (payload, setting) => {
        const input = inputFor(payload, setting);
        const once = invariant.apply(input);
        const twice = invariant.apply({ ...input, payload: once.payload });
        expect(twice.payload).toEqual(once.payload);
        expect(twice.changes).toEqual([]);
        const after = new Set(paths(once.payload));
        expect(paths(payload).filter((path) => !after.has(path))).toEqual([]);
        expect(once.changes.length === 0).toBe(
          JSON.stringify(once.payload) === JSON.stringify(payload),
        );
      }),
    );
  },
);

test('a rule that sets a field looks inside what it set it in', () => {
  const inner = { product_id: 'test-product', inside: [{ product_id: 'test-product' }] };
  const discovered = [{ productId: 'p1', options: [] }];
  const sentinels = invariants.find(({ id }) => id === 'sentinels');
  const applied = sentinels?.apply(anInput(inner, { discovered }));
  expect(applied?.payload).toEqual({ product_id: 'p1', inside: [{ product_id: 'p1' }] });
  expect(applied?.changes.map(({ pointer }) => pointer)).toEqual([
    '/product_id',
    '/inside/0/product_id',
  ]);
});

test.each(['brand', 'account', 'packages', 'idempotency_key'])(
  'a malformed %s goes out as written',
  (field) => {
    for (const malformed of [null, [], 'text', 7, [null]]) {
      const payload = {
        brand: acme,
        account: { account_id: 'a' },
        idempotency_key: null,
        [field]: malformed,
      };
      for (const invariant of invariants) {
        expect(invariant.apply(anInput(payload, { subject: other })).payload[field]).toEqual(
          malformed,
        );
      }
    }
  },
);

test.each<{ name: string; payload: JsonObject; declared: string[]; version?: string; is: unknown }>(
  [
    {
      name: 'is said where the schema declares the field',
      payload: {},
      declared: ['adcp_version'],
      version: '3.1',
      is: '3.1',
    },
    {
      name: 'is not said where the schema does not',
      payload: {},
      declared: ['brand'],
      version: '3.1',
      is: undefined,
    },
    {
      name: 'is left as the author wrote it',
      payload: { adcp_version: '2.0' },
      declared: ['adcp_version'],
      version: '3.1',
      is: '2.0',
    },
    {
      name: 'is left null where the author wrote null',
      payload: { adcp_version: null },
      declared: ['adcp_version'],
      version: '3.1',
      is: null,
    },
    { name: 'is not said unasked', payload: {}, declared: ['adcp_version'], is: undefined },
  ],
)('adcp version: $name', ({ payload, declared, version, is }) => {
  const facts = { ...anInput({}).facts, ...(version !== undefined && { adcpVersion: version }) };
  const operation = anOperation('get_products', declared);
  const applied = adcpVersion.apply(anInput(payload, { operation, facts }));
  expect(applied.payload['adcp_version']).toBe(is);
  expect(applied.changes).toHaveLength(applied.payload === payload ? 0 : 1);
});
