import type { Served } from '../../support/site.ts';
import { webhookScene } from './webhooks.ts';
import { agents, all, answering, refusal, type Body, type Scene } from './scene.ts';

/** A receiver that takes bodies like these. */
const taking =
  (takes: (body: Body) => boolean) =>
  ({ body }: { readonly body: string }): Served => ({
    status: takes(JSON.parse(body) as Body) ? 204 : 400,
  });

const tested = {
  agent: () => answering({}),
  run: (site: string) => ({
    endpoints: { receiver: `${site}/hook`, publisherContext: site, publisherIdentity: site },
  }),
};

const receiver: Scene = {
  storyboard: 'receiver',
  honest: {
    ...tested,
    site: taking((body) => 'idempotency_key' in body),
    steps: all('passed', 'first_post same_event without_key'),
  },
  broken: [
    { name: 'takes anything', ...tested, site: taking(() => true), fails: 'without_key' },
    { name: 'takes nothing', ...tested, site: taking(() => false), fails: 'first_post' },
  ],
};

const probes = 'missing_context invalid_context missing_identity invalid_identity';
const publisher: Scene = {
  storyboard: 'publisher',
  honest: { ...tested, site: () => ({ status: 401 }), steps: all('passed', probes) },
  broken: [
    { name: 'lets everybody in', ...tested, site: () => ({}), fails: 'missing_context' },
    {
      name: 'believes any credential',
      ...tested,
      site: ({ headers }) => ({ status: headers.authorization ? 200 : 401 }),
      fails: 'invalid_identity',
      steps: { missing_identity: 'passed' },
    },
  ],
  moot: [
    {
      name: 'has no endpoints',
      agent: tested.agent,
      reason: 'requirement_unmet',
      detail: /trusted_match_publisher_auth_runner/,
    },
  ],
};

/** Sends members on, and says so; `change` is what is wrong with what it sent, or with what it says. */
const forwarding = (change: (call: Body) => Body | null = (call) => call) => {
  return () => {
    const calls: Body[] = [];
    return agents(
      {
        members: ({ people }) => {
          const payload = { members: people, list: 'l-1', source: 'web' };
          const url = 'https://platform.example/v1/members';
          const call = change({
            method: 'POST',
            url,
            endpoint: `POST ${url}`,
            purpose: 'platform_primary',
            content_type: 'application/json',
            payload,
          });
          if (call) calls.push(call);
          return {};
        },
        comply_test_controller: ({ scenario }) =>
          scenario === 'list_scenarios'
            ? { success: true, scenarios: ['query_upstream_traffic'] }
            : { success: true, recorded_calls: calls, total_count: calls.length },
      },
      'sync_audiences',
    ).honest();
  };
};

const traffic: Scene = {
  storyboard: 'traffic',
  honest: { agent: forwarding(), steps: all('passed', 'members look') },
  broken: [
    { name: 'sends nothing', agent: forwarding(() => null), fails: 'members' },
    {
      name: 'sends other members',
      agent: forwarding((call) => ({ ...call, payload: { members: [{ hash: 'x' }] } })),
      fails: 'members',
      steps: { look: 'failed' },
    },
    {
      name: 'sends it to another place',
      agent: forwarding((call) => ({ ...call, method: 'PUT', endpoint: 'PUT https://p.example/' })),
      fails: 'look',
    },
    {
      name: 'sends it for another purpose',
      agent: forwarding((call) => ({ ...call, purpose: 'measurement' })),
      fails: 'members',
      steps: { look: 'passed' },
    },
  ],
};

const slots: Body = {
  format_id: { agent_url: 'https://f.example', id: 'f-1' },
  renders: [{ dimensions: { width: 300, height: 250 } }],
  assets: [
    {
      asset_id: 'banner_image',
      asset_type: 'image',
      required: true,
      requirements: { width: 300, height: 250 },
    },
    { asset_id: 'click_url', asset_type: 'url', required: true },
  ],
};
const showing = agents(
  { formats: { formats: [slots] }, upload: (got) => ({ got }) },
  'list_creative_formats sync_creatives',
);

const assets: Scene = {
  storyboard: 'assets',
  honest: { agent: showing.honest, steps: all('passed', 'formats upload') },
  broken: [{ name: 'loses the assets', agent: showing.but({ upload: {} }), fails: 'upload' }],
};

const product: Body = {
  product_id: 'p-1',
  format_options: [{ format_kind: 'image', params: { width: 300, height: 250 } }],
};
const selling = agents(
  {
    products: { products: [product] },
    fits: { media_buy_id: 'mb' },
    too_vague: refusal('FORMAT_NOT_SUPPORTED'),
  },
  'get_products create_media_buy',
);

const selectors: Scene = {
  storyboard: 'selectors',
  honest: { agent: selling.honest, steps: all('passed', 'products fits too_vague') },
  broken: [
    { name: 'takes any format', agent: selling.but({ too_vague: {} }), fails: 'too_vague' },
    {
      name: 'refuses what it declares',
      agent: selling.but({ fits: refusal('FORMAT_NOT_SUPPORTED') }),
      fails: 'fits',
    },
    {
      name: 'refuses for the budget',
      agent: selling.but({ too_vague: refusal('BUDGET_TOO_LOW') }),
      fails: 'too_vague',
    },
  ],
};

const page = (value: string) => `<img src="https://t.example/p?i=${value}">`;
const previewing = agents(
  { preview: { preview_html: page('a%26b') }, preview_url: { preview_url: '$site/preview' } },
  'preview_creative',
);
const served = (value: string) => () => ({
  headers: { 'content-type': 'text/html' },
  body: page(value),
});

const substitution: Scene = {
  storyboard: 'substitution',
  honest: {
    agent: previewing.honest,
    site: served('a%26b'),
    steps: all('passed', 'preview safe_inline preview_url safe_fetched'),
  },
  broken: [
    {
      name: 'puts values in as they are',
      agent: previewing.but({ preview: { preview_html: page('a&b') } }),
      site: served('a&b'),
      fails: 'safe_inline',
      steps: { safe_fetched: 'failed' },
    },
  ],
};

/** What the runner sees beside the answers. */
export const observerScenes: readonly Scene[] = [
  webhookScene,
  receiver,
  publisher,
  traffic,
  assets,
  selectors,
  substitution,
];
