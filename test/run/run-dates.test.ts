import { expect, test } from 'vitest';
import { invariants } from '../../src/request/invariants/registry.ts';
import { planDates } from '../../src/run/run-dates.ts';
import { load } from '../support/run-suite.ts';
import { aStoryboardWith, trial, writeSuite } from '../support/written-suite.ts';

const now = new Date('2026-11-20T00:00:00Z');
const published = { 'suite.yaml': 'name: test\nversion: "1"\npublished: 2026-05-03\n' };

const sending = (day: string) =>
  `  - { id: p, title: p, steps: [{ id: a, title: a, task: read, sample_request: { day: "${day}" } }] }\n`;
const seeding = (day: string) =>
  `prerequisites: { description: d, controller_seeding: true }
fixtures: { products: [{ product_id: p1, opens: "${day}" }] }
`;
const fresh = '2027-06-01';
const rotted = '2026-07-01';

const plan = (files: Readonly<Record<string, string>>) => {
  const suite = load(writeSuite(files));
  const dates = planDates(suite, now);
  const years = suite.storyboards.map(
    (storyboard) => [storyboard.id, dates.shiftFor(storyboard)?.years ?? null] as const,
  );
  return { years: Object.fromEntries(years), notices: dates.notices };
};

test('only storyboards with a rotted date move, all by as much as the oldest needs', () => {
  const files = {
    'fresh.yaml': aStoryboardWith(sending(fresh)).replace('id: s', 'id: fresh'),
    'old.yaml': aStoryboardWith(sending(rotted)).replace('id: s', 'id: old'),
    'past.yaml': aStoryboardWith(sending('2020-01-01')).replace('id: s', 'id: past'),
    'seeds.yaml': aStoryboardWith(sending(fresh), seeding(rotted)).replace('id: s', 'id: seeds'),
  };
  expect(plan({ ...published, ...files })).toEqual({
    years: { fresh: null, old: 1, past: null, seeds: 1 },
    notices: [],
  });
});

test.each([
  { name: 'past dates', day: '2026-07-01', notices: 1 },
  { name: 'dates ahead alone', day: fresh, notices: 0 },
])('a suite of no known day with $name moves nothing: $notices notice', ({ day, notices }) => {
  const found = plan({ 's.yaml': aStoryboardWith(sending(day)) });
  expect(found.years).toEqual({ s: null });
  expect(found.notices).toHaveLength(notices);
});

test('a fixture whose date rotted moves with the steps of its storyboard, and both are reported', async () => {
  const board = aStoryboardWith(sending(fresh), seeding(rotted));
  const { calls, storyboard } = await trial(board, { files: published, now });
  expect(calls.map(({ args }) => args['day'] ?? args['params'])).toMatchObject([
    { fixture: { opens: '2027-07-01' } },
    '2028-06-01',
  ]);
  const moved = storyboard.steps.flatMap(({ request }) =>
    (request?.changes ?? []).filter(({ invariant }) => invariant === 'dates'),
  );
  expect(moved.map(({ pointer, from, to }) => [pointer, from, to])).toEqual([
    ['/params/fixture/opens', rotted, '2027-07-01'],
    ['/day', fresh, '2028-06-01'],
  ]);
});

test('a storyboard without a rotted date is sent as written beside one that moves', async () => {
  const other = aStoryboardWith(sending(rotted)).replace('id: s', 'id: t');
  const { calls } = await trial(aStoryboardWith(sending(fresh)), {
    files: { ...published, 't.yaml': other },
    now,
  });
  expect(calls.map(({ args }) => args['day'])).toEqual([fresh, '2027-07-01']);
});

const echoed = aStoryboardWith(`  - id: p
    title: p
    steps:
      - id: echo
        title: echo
        task: read
        sample_request: { context: { until: "${rotted}" } }
        validations:
          - { check: field_value, path: context.until, value: "${rotted}", description: echoed }
`);

test.each([
  { name: 'moves with its request', applied: invariants, until: '2027-07-01' },
  { name: 'stays where requests go out as authored', applied: [], until: rotted },
])('a date that is expected back $name', async ({ applied, until }) => {
  const { steps, calls } = await trial(echoed, { files: published, now, invariants: applied });
  expect(calls[0]?.args).toEqual({ context: { until } });
  expect(steps).toEqual({ echo: 'passed' });
});

const constant = (head: string, value: string) =>
  aStoryboardWith(
    `  - id: p
    title: p
    steps:
      - { id: a, title: a, task: read, sample_request: { day: "${value}", idempotency_key: literal-key-0123456789 }, context_outputs: [{ name: told, path: context.day }] }
      - id: b
        title: b
        task: read
        context_inputs: [{ key: opens, inject_at: also }]
        sample_request: { day: "${value}", idempotency_key: $context.key, told: $context.told }
        validations:
          - { check: field_equals_context, path: context.day, context_key: opens, description: named }
          - { check: field_value, path: context.day, value: "${value}", description: told }
`,
    `${head}context: { opens: "${rotted}", key: literal-key-0123456789 }\n`,
  );

test.each([
  { name: 'in the context', head: '', value: '$context.opens' },
  {
    name: 'in the kit',
    head: 'prerequisites: { description: d, test_kit: test-kits/k.yaml }\n',
    value: '$test_kit.brand.since',
  },
])(
  'a date that stands $name moves like a literal one, a key is suffixed like one, and what is told stays',
  async ({ head, value }) => {
    const { calls, steps } = await trial(constant(head, value), {
      files: {
        ...published,
        'test-kits/k.yaml': `id: k\nname: K\nbrand: { house: { domain: acme.example }, since: "${rotted}" }\n`,
      },
      agent: {
        tool: () => ({ context: { day: '2027-07-01' } }),
      },
      now,
    });
    const [first, second] = calls.map(({ args }) => args);
    expect(first).toMatchObject({ day: '2027-07-01' });
    expect(first?.['idempotency_key']).not.toBe('literal-key-0123456789');
    expect(second).toMatchObject({
      day: '2027-07-01',
      also: '2027-07-01',
      told: '2027-07-01',
      idempotency_key: first?.['idempotency_key'],
    });
    expect(steps).toEqual({ a: 'passed', b: 'passed' });
  },
);

test('a date that stands in the context alone makes its storyboard move', () => {
  const head = `context: { opens: "${rotted}" }\n`;
  const files = { 's.yaml': aStoryboardWith(sending('$context.opens'), head) };
  expect(plan({ ...published, ...files }).years).toEqual({ s: 1 });
});

test('a captured date goes out as it was told, even where the context names one like it', async () => {
  const board = aStoryboardWith(
    `  - id: p
    title: p
    steps:
      - { id: a, title: a, task: read, sample_request: { day: $context.opens }, context_outputs: [{ name: opens, path: context.day }] }
      - { id: b, title: b, task: read, sample_request: { day: $context.opens }, validations: [{ check: field_equals_context, path: context.day, context_key: opens, description: d }] }
`,
    `context: { opens: "${rotted}" }\n`,
  );
  const { calls, steps } = await trial(board, {
    files: published,
    agent: { tool: () => ({ context: { day: rotted } }) },
    now,
  });
  expect(calls.map(({ args }) => args['day'])).toEqual(['2027-07-01', rotted]);
  expect(steps).toEqual({ a: 'passed', b: 'passed' });
});
