import { agents, all, refusal, type Body, type Scene } from './scene.ts';

const submitted = { status: 'submitted', task_id: 't-1' };
const order: Body = {
  media_buy_id: 'mb_1',
  echo: 'mb_1',
  packages: [{ package_id: 'p-1' }, { package_id: 'p-2' }],
  format_id: { agent_url: 'https://f.example', id: 'f' },
};

/** Remembers the keys it has seen. */
const shop = (wrong: Parameters<ReturnType<typeof agents>['but']>[0] = {}) => {
  return () => {
    const keys = new Set<unknown>();
    return agents(
      {
        order: ({ idempotency_key: key }) => {
          const replayed = keys.has(key);
          keys.add(key);
          return { ...order, replayed };
        },
        later: submitted,
        get_task_status: { status: 'completed', result: { media_buy_id: 'mb_2' } },
        look: (got) => ({ got }),
        ...wrong,
      },
      'get_task_status',
    ).honest();
  };
};

const captures: Scene = {
  storyboard: 'captures',
  honest: { agent: shop(), steps: all('passed', 'order later look again') },
  broken: [
    {
      name: 'leaves a captured value out',
      agent: shop({ order: { ...order, packages: [{ package_id: 'p-1' }] } }),
      fails: 'order',
      steps: { later: 'prerequisite_failed', look: 'prerequisite_failed' },
    },
    {
      name: 'never comes to an end',
      agent: shop({ get_task_status: { status: 'failed', task_id: 't-1' } }),
      fails: 'later',
    },
    {
      name: 'gives back something else',
      agent: shop({ look: (got) => ({ got: { ...got, buy: 'mb_9' } }) }),
      fails: 'look',
    },
    { name: 'forgets the key', agent: shop({ order }), fails: 'again' },
  ],
};

const known: Body = {
  rows: [{ id: 'r1' }],
  currencies: ['EUR', 'USD'],
  langs: ['en', 'de'],
  total: 3,
};
const values: Body = {
  a: { b: 1, c: 2 },
  rows: [
    { id: 'r1', qty: 2, lang: 'en', more: true },
    { id: 'r2', lang: 'de' },
  ],
  name: 'one',
  total: 2,
  open: true,
  langs: ['en', 'de'],
  cursor: null,
  left: 1,
  more: false,
  nothing: null,
  currency: 'EUR',
};
const envelope: Body = { status: 'completed', adcp_version: '3.2', replayed: false };
const fielded = agents({ known, values, envelope, hints: { total: 1 } });
const valued = (name: string, wrong: Body) => ({
  name,
  agent: fielded.but({ values: { ...values, ...wrong } }),
  fails: 'values',
});
const enveloped = (name: string, wrong: Body) => ({
  name,
  agent: fielded.but({ envelope: { ...envelope, ...wrong } }),
  fails: 'envelope',
});

const fields: Scene = {
  storyboard: 'fields',
  honest: { agent: fielded.honest, steps: all('passed', 'known values envelope hints') },
  broken: [
    valued('counts in text', { total: '2' }),
    valued('counts too many', { total: 4 }),
    valued('tells a secret', { a: { b: 1, c: 2, secret: 's' } }),
    valued('lacks a row', { rows: [] }),
    valued('turns a list round', { langs: ['de', 'en'] }),
    valued('names it otherwise', { name: 'two' }),
    valued('leaves a stale cursor', { cursor: 'c' }),
    valued('has a language nobody offered', { rows: [{ id: 'r1', qty: 2, lang: 'fr' }, {}] }),
    valued('has a currency nobody offered', { currency: 'GBP' }),
    enveloped('has no status', { status: undefined }),
    enveloped('keeps a legacy field', { legacy_state: 'x' }),
    enveloped('replays', { replayed: true }),
    enveloped('is of another version', { adcp_version: '4.0' }),
    { name: 'ignores advice that has expired', agent: fielded.but({ hints: {} }), fails: 'hints' },
  ],
};

const missingKey = refusal('INVALID_REQUEST', {
  errors: [{ code: 'INVALID_REQUEST', field: 'idempotency_key' }],
  context: { id: 'c-1' },
});
const picky = agents({
  no_key: (args) => ('idempotency_key' in args ? { media_buy_id: 'm' } : missingKey),
  too_cheap: refusal('BUDGET_TOO_LOW'),
  any_code: refusal('ANYTHING'),
  per_item: { accounts: [{ errors: [{ code: 'X', message: 'y' }] }] },
  rejected: { status: 'rejected' },
});

const errors: Scene = {
  storyboard: 'errors',
  honest: {
    agent: picky.honest,
    steps: all(
      'passed',
      'no_key too_cheap any_code wrong_mode wrong_status wrong_action per_item rejected',
    ),
  },
  broken: [
    { name: 'takes a call without a key', agent: picky.but({ no_key: {} }), fails: 'no_key' },
    {
      name: 'refuses for another reason',
      agent: picky.but({ too_cheap: refusal('OTHER') }),
      fails: 'too_cheap',
    },
    {
      name: 'refuses without a code',
      agent: picky.but({ any_code: { isError: true, content: [{ type: 'text', text: 'no' }] } }),
      fails: 'any_code',
    },
    {
      name: 'takes a mode it does not have',
      agent: picky.but({ any_code: {} }),
      fails: 'wrong_mode',
      steps: { wrong_status: 'failed', wrong_action: 'failed' },
    },
    {
      name: 'fails the call for one of its items',
      agent: picky.but({ per_item: refusal('X') }),
      fails: 'per_item',
    },
    {
      name: 'answers with no arm',
      agent: picky.but({ rejected: { status: 'maybe' } }),
      fails: 'rejected',
    },
  ],
};

const echoing = agents({ anchored: (got) => ({ got }) });

const anchors: Scene = {
  storyboard: 'anchors',
  honest: { agent: echoing.honest, steps: all('passed', 'first second') },
  broken: [
    {
      name: 'loses the region',
      agent: echoing.but({ anchored: ({ extra }) => ({ got: extra ? {} : { region: 'FR-44' } }) }),
      fails: 'second',
    },
  ],
};

const emitting = agents(
  { create_media_buy: { media_buy_id: 'm' }, order: { media_buy_id: 'm' } },
  'create_media_buy',
);

const operations: Scene = {
  storyboard: 'operations',
  honest: { agent: emitting.honest, steps: all('passed', 'by_kit by_default') },
  broken: [{ name: 'answers with no arm', agent: emitting.but({ order: {} }), fails: 'by_kit' }],
};

const format = (agent_url: string, id: string) => ({ agent_url, id });
const home = 'https://formats.example';
const referring = agents(
  {
    products: { products: [{ format_ids: [format(home, 'a'), format('$agent', 'b')] }] },
    formats: { formats: [{ format_id: format('$agent', 'b') }], used: [{ id: 'b' }] },
  },
  'get_products',
);

const refs: Scene = {
  storyboard: 'refs',
  honest: { agent: referring.honest, steps: all('passed', 'catalogue listed') },
  broken: [
    {
      name: 'uses a format it does not list',
      agent: referring.but({
        formats: { formats: [{ format_id: format('$agent', 'b') }], used: [{ id: 'z' }] },
      }),
      fails: 'listed',
    },
    { name: 'lists none', agent: referring.but({ formats: { formats: [] } }), fails: 'listed' },
  ],
};

/** What travels in requests and answers. */
export const valueScenes: readonly Scene[] = [captures, fields, errors, anchors, operations, refs];
