import { agents, all, answering, refusal, type Body, type Scene } from './scene.ts';

/** Remembers what it is told to seed. */
const seeded = (wrong: Record<string, Body> = {}) => {
  return () => {
    const seeds: unknown[] = [];
    let second: unknown = null;
    return agents({
      comply_test_controller: ({ params, scenario }) => {
        const { fixture, product_id: product, ...rest } = params as Body;
        const [id] = Object.values(rest);
        seeds.push(id ?? product);
        if (id === 'acct_2') second = fixture;
        return wrong[String(scenario)] ?? { success: true };
      },
      seeded: () => ({ seeds, second_account: second, ...wrong['seeded'] }),
    }).honest();
  };
};

const seedSteps = `seed_account.acct_1 seed_account.acct_2 seed_product.p_1 seed_pricing_option.p_1.cpm
  seed_creative.c_1 seed_creative_format.f_1 seed_plan.plan_1 seed_media_buy.mb_1`;

const fixtures: Scene = {
  storyboard: 'fixtures',
  honest: { agent: seeded(), steps: all('passed', `${seedSteps} seeded`) },
  broken: [
    {
      name: 'cannot seed a plan',
      agent: seeded({ seed_plan: refusal('INTERNAL_ERROR') }),
      fails: 'seed_plan.plan_1',
      steps: { seeded: 'prerequisite_failed' },
    },
    { name: 'loses what it seeds', agent: seeded({ seeded: { seeds: [] } }), fails: 'seeded' },
  ],
  moot: [
    {
      name: 'has no controller',
      agent: () => ({ ...answering({}), tools: ['read'] }),
      reason: 'missing_test_controller',
      detail: /seed_account/,
    },
    {
      name: 'cannot seed products',
      agent: seeded({ seed_product: refusal('UNKNOWN_SCENARIO') }),
      reason: 'not_applicable',
      detail: /^fixture_seed_unsupported: .*seed_product/,
    },
  ],
};

const wholesale = {
  products: [
    {
      product_id: 's_1',
      delivery_type: 'guaranteed',
      pricing_options: [{ pricing_option_id: 's_cpm', pricing_model: 'cpm' }],
    },
  ],
};
const seller = agents(
  {
    comply_test_controller: { success: true },
    get_products: wholesale,
    order: (got) => ({ got }),
  },
  'create_media_buy get_products',
);

const resolution: Scene = {
  storyboard: 'resolution',
  honest: {
    agent: seller.honest,
    steps: all('passed', 'seed_product.p_demo seed_pricing_option.p_demo.flat order'),
  },
  broken: [
    { name: 'loses what is ordered', agent: seller.but({ order: {} }), fails: 'order' },
    {
      name: 'cannot seed what it could sell',
      agent: seller.but({ comply_test_controller: refusal('INTERNAL_ERROR') }),
      fails: 'seed_product.p_demo',
      steps: { order: 'prerequisite_failed' },
    },
  ],
  moot: [
    {
      name: 'sells nothing that fits',
      agent: seller.but({ get_products: { products: [] } }),
      reason: 'fixture_unsatisfied',
      detail: /^product:p_other$/,
    },
  ],
};

/** Inserts once per key, or once per call. */
const inserting = (once: boolean) => () => {
  const made = new Map<unknown, string>();
  let count = 0;
  return answering({
    race: ({ idempotency_key: key }) => {
      count += 1;
      const id = (once ? made.get(key) : undefined) ?? `b-${count}`;
      made.set(key, id);
      return { id };
    },
  });
};

const copies: Scene = {
  storyboard: 'copies',
  honest: { agent: inserting(true), steps: { race_one_key: 'passed' } },
  broken: [{ name: 'loses the race with itself', agent: inserting(false), fails: 'race_one_key' }],
};

const limited = refusal('RATE_LIMITED', {
  adcp_error: { code: 'RATE_LIMITED', message: 'wait', retry_after: 0.01 },
});

/** Refuses the third call, and, where it remembers refusals, its key for ever. */
const limiting = (remembers: boolean) => () => {
  const refused = new Set<unknown>();
  let calls = 0;
  return answering({
    burst: ({ idempotency_key: key }) => {
      calls += 1;
      if (calls !== 3 && !(remembers && refused.has(key))) return { id: 'b' };
      refused.add(key);
      return limited;
    },
  });
};

const allowed = { run: () => ({ allowRateLimitTrip: true }) };

const rateLimit: Scene = {
  storyboard: 'rate_limit',
  honest: { ...allowed, agent: limiting(false), steps: { tripped: 'passed' } },
  broken: [
    { name: 'remembers the refusal', ...allowed, agent: limiting(true), fails: 'tripped' },
    {
      name: 'does not say when to come back',
      ...allowed,
      agent: () => answering({ burst: refusal('RATE_LIMITED') }),
      fails: 'tripped',
    },
  ],
};

const task = (status: string, over: Body = {}): Body => ({
  kind: 'task',
  status: { state: 'completed' },
  artifacts: [
    {
      artifactId: 'a',
      metadata: { adcp_task_id: 't-1' },
      parts: [{ kind: 'data', data: { status, task_id: 't-1' } }],
    },
  ],
  ...over,
});
const talking = agents({ begin: { ok: true }, queue: task('submitted') });
const a2a = { protocol: 'a2a' } as const;

const conversation: Scene = {
  storyboard: 'conversation',
  honest: { ...a2a, agent: talking.honest, steps: all('passed', 'begin queue') },
  broken: [
    {
      name: 'says that submitted work is done',
      ...a2a,
      agent: talking.but({ queue: task('completed') }),
      fails: 'queue',
    },
    {
      name: 'begins another conversation',
      ...a2a,
      agent: talking.but({ queue: task('submitted', { contextId: 'elsewhere' }) }),
      fails: 'queue',
    },
  ],
};

/** What agents remember from one call to the next. */
export const stateScenes: readonly Scene[] = [
  fixtures,
  resolution,
  copies,
  rateLimit,
  conversation,
];
