import { agents, all, answering, refusal, type Body, type Scene } from './scene.ts';

const capable: Body = {
  adcp: { supported_versions: ['3.1', '3.2'] },
  supported_protocols: ['media_buy'],
  media_buy: { supports_proposals: true },
  creative: { supports_evaluator: true },
  governance: { tasks: [{ task: 'create_media_buy', modes: ['online', 'signed_context'] }] },
  account: {
    supported_billing: ['operator'],
    timezone: { supported_timezones: ['Europe/Berlin', 'UTC'] },
  },
  geo: { catalog: { supported_versions: ['1', '2'] } },
};

const withCapabilities = (more: Body, tools = 'list_accounts') => ({
  agent: () =>
    answering({ get_adcp_capabilities: { ...capable, ...more }, list: { total: 1 } }, tools),
});

const gates: Scene = {
  storyboard: 'gates',
  honest: { ...withCapabilities({}), steps: { list: 'passed' } },
  broken: [
    {
      name: 'breaks the schema',
      fails: 'list',
      agent: () =>
        answering({ get_adcp_capabilities: capable, list: { total: -1 } }, 'list_accounts'),
    },
  ],
  moot: [
    {
      name: 'lacks the value',
      ...withCapabilities({ media_buy: { supports_proposals: false } }),
      reason: 'not_applicable',
      detail: /supports_proposals to equal true; the agent declares false/,
    },
    {
      name: 'lacks a mode',
      ...withCapabilities({ governance: { tasks: [{ task: 'create_media_buy', modes: [] }] } }),
      reason: 'not_applicable',
      detail: /governance.tasks to contain/,
    },
    {
      name: 'has what it must not have',
      ...withCapabilities({
        account: { supported_billing: ['agent'], timezone: { supported_timezones: ['a', 'b'] } },
      }),
      reason: 'not_applicable',
      detail: /supported_billing not to contain "agent"/,
    },
    {
      name: 'has one timezone',
      ...withCapabilities({
        account: { supported_billing: [], timezone: { supported_timezones: ['UTC'] } },
      }),
      reason: 'not_applicable',
      detail: /supported_timezones.1 to be declared/,
    },
    {
      name: 'has one version of the catalogue',
      ...withCapabilities({ geo: { catalog: { supported_versions: ['1'] } } }),
      reason: 'not_applicable',
      detail: /supported_versions\[1\] to be declared/,
    },
    {
      name: 'declares what it must not declare',
      ...withCapabilities({ budget: { override: false } }),
      reason: 'not_applicable',
      detail: /budget.override not to be declared/,
    },
    {
      name: 'has no tool of a family',
      ...withCapabilities({}, ''),
      reason: 'requirement_unmet',
      detail:
        /^missing_required_tool_family: needs list_accounts or sync_accounts \(accounts rule\)$/,
    },
  ],
  notFor: [
    {
      name: 'is of an earlier version',
      ...withCapabilities({ adcp: { supported_versions: ['3.1'] } }),
      detail: /introduced in 3.2; the agent supports 3.1/,
    },
  ],
};

const facts: Body = {
  evaluator: true,
  ids: { build: 'b', feature: 'f' },
  proposals: [{ id: '1' }, { id: '2' }],
  bills: false,
};
const gated = agents({ get_adcp_capabilities: capable, facts });

const phases: Scene = {
  storyboard: 'phases',
  honest: {
    agent: gated.honest,
    steps: {
      ...all(
        'passed',
        `ask_facts with_three_facts with_two_ids with_evaluator without_billing as_passthrough with_key
         with_password not_legacy with_probe equals_met contains_met not_contains_met dotted_index_met
         bracketed_index_met absence_met unharmed`,
      ),
      with_audio: 'not_applicable',
      never_met: 'not_applicable',
    },
  },
  broken: [
    {
      name: 'leaves a fact out',
      agent: gated.but({ facts: { ...facts, ids: { build: 'b' } } }),
      fails: 'ask_facts',
      steps: { with_three_facts: 'not_applicable', unharmed: 'passed' },
    },
    {
      name: 'has other facts',
      agent: gated.but({
        get_adcp_capabilities: { ...capable, webhook_auth_mode: 'hmac_legacy' },
        facts: { ...facts, evaluator: false, bills: true, proposals: [{ id: '1' }, { id: '1' }] },
        ok: (args) => (args['billing'] === 'agent' ? refusal('BILLING') : {}),
      }),
      fails: 'with_probe',
      steps: all(
        'not_applicable',
        'with_three_facts with_two_ids with_evaluator without_billing not_legacy',
      ),
    },
    {
      name: 'has no capabilities',
      agent: gated.but({ get_adcp_capabilities: {}, facts: { ...facts, bills: null } }),
      fails: 'ask_facts',
      steps: {
        ...all('not_applicable', 'equals_met contains_met not_contains_met dotted_index_met'),
        absence_met: 'passed',
      },
    },
  ],
};

const reader = agents({ plain: { total: 1 } }, 'update_property_list verify_brand_claim');

const contracts: Scene = {
  storyboard: 'contracts',
  honest: {
    agent: reader.honest,
    steps: {
      ...all('passed', 'plain list_changes'),
      ...all('not_applicable', 'trust trust_probe signed distributed'),
    },
  },
  broken: [{ name: 'forgets the total', agent: reader.but({ plain: {} }), fails: 'plain' }],
};

const talker = agents({ session: { session_id: 's' } }, 'si_initiate_session');

const reading: Scene = {
  storyboard: 'reading',
  honest: { agent: talker.honest, steps: { offered: 'passed', not_offered: 'missing_tool' } },
  broken: [{ name: 'gives no session', agent: talker.but({ session: {} }), fails: 'offered' }],
  notFor: [
    {
      name: 'is of an earlier version',
      agent: talker.but({ get_adcp_capabilities: { adcp: { supported_versions: ['3.0'] } } }),
      detail: /introduced in 3.1/,
    },
  ],
};

const denying = agents({ denied: { status: 'denied' } });

const composition: Scene = {
  storyboard: 'composition',
  honest: { agent: denying.honest, steps: {} },
  broken: [],
  moot: [
    { name: 'it runs for', agent: denying.honest, reason: 'no_phases', detail: /has no steps/ },
  ],
};

const denied: Scene = {
  storyboard: 'composition/denied',
  honest: { agent: denying.honest, steps: { denied: 'passed' } },
  broken: [{ name: 'approves', agent: denying.but({ denied: { status: 'ok' } }), fails: 'denied' }],
};

/** What decides whether something runs at all. */
export const gateScenes: readonly Scene[] = [
  gates,
  phases,
  contracts,
  reading,
  composition,
  denied,
];
