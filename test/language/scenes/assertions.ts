import { agents, all, refusal, type Body, type Scene } from './scene.ts';

const buy = (status: string, more: Body = {}): Body => ({
  media_buy_id: 'mb_1',
  status,
  ...more,
});
const living = agents(
  { made: buy('active'), seen: { media_buys: [buy('active', { health: 'ok', impairments: [] })] } },
  'create_media_buy get_media_buys',
);

const assertionsList: Scene = {
  storyboard: 'assertions_list',
  honest: { agent: living.honest, steps: all('passed', 'made seen') },
  broken: [
    {
      name: 'brings a finished buy back to life',
      agent: living.but({ made: buy('completed') }),
      fails: 'status.monotonic',
    },
    {
      name: 'echoes a credential',
      agent: living.but({ made: buy('active', { api_key: 'k' }) }),
      fails: 'context.no_secret_echo',
    },
    {
      name: 'is impaired and says it is not',
      agent: living.but({
        seen: { media_buys: [buy('active', { health: 'impaired', impairments: [] })] },
      }),
      fails: 'impairment.coherence',
    },
  ],
};

const assertionsMap: Scene = {
  storyboard: 'assertions_map',
  honest: {
    // The first is disabled for the storyboard, the second muted for the step.
    agent: living.but({ made: buy('completed'), echoed: { api_key: 'k' } }),
    steps: all('passed', 'made seen echoed last'),
  },
  broken: [
    {
      name: 'echoes a credential where nothing mutes it',
      agent: living.but({ last: { api_key: 'k' } }),
      fails: 'context.no_secret_echo',
    },
    {
      name: 'is impaired and says it is not',
      agent: living.but({
        seen: { media_buys: [buy('active', { health: 'impaired', impairments: [] })] },
      }),
      fails: 'impairment.coherence',
    },
  ],
};

const conflict = refusal('IDEMPOTENCY_CONFLICT');
const leaky = {
  ...conflict,
  structuredContent: {
    adcp_error: { code: 'IDEMPOTENCY_CONFLICT', message: 'no', original_budget: 10 },
  },
};
const keyed = agents({ again: conflict });

const assertionsConflict: Scene = {
  storyboard: 'assertions_conflict',
  honest: { agent: keyed.honest, steps: all('passed', 'first again') },
  broken: [
    {
      name: 'tells what was asked before',
      agent: keyed.but({ again: leaky }),
      fails: 'idempotency.conflict_no_payload_leak',
      steps: { again: 'passed' },
    },
    { name: 'takes the key again', agent: keyed.but({ again: {} }), fails: 'again' },
  ],
};

const governed = agents(
  {
    check: { status: 'denied', plan_id: 'plan_1' },
    order: { status: 'rejected', plan_id: 'plan_1' },
  },
  'check_governance create_media_buy',
);

const assertionsDenial: Scene = {
  storyboard: 'assertions_denial',
  honest: { agent: governed.honest, steps: all('passed', 'check order') },
  broken: [
    {
      name: 'sells what was denied',
      agent: governed.but({ order: buy('active') }),
      fails: 'governance.denial_blocks_mutation',
    },
  ],
};

/** What holds for a storyboard as a whole. */
export const assertionScenes: readonly Scene[] = [
  assertionsList,
  assertionsMap,
  assertionsConflict,
  assertionsDenial,
];
