import { isMap, mapsIn, type Authored } from './authored.ts';
import { inside, keyed, keys, some, values, words, type CensusRow } from './row.ts';

const tracks = `media_buy core creative signals brand reporting campaign_governance error_handling governance
  si security_transport audiences security products`;

const models = `* any media_buy_seller stateful_preloaded stateful_push owned_signals marketplace_catalog
  brand_rights_holder governance_agent stateless_transform creative creative_agent signals_agent si_platform
  brand_agent request_verifier stateless_generate webhook_emitter brand_resolution_consumer si_brand_agent
  tmp_router webhook_receiver`;

const roles = 'buyer_agent compliance_runner si_host unauthenticated_publisher';

const requirements = `controller multi_agent webhook_receiver trusted_match_publisher_auth_runner real_wire
  seeded_state`;

const assertions = `status.monotonic impairment.coherence governance.denial_blocks_mutation
  context.no_secret_echo idempotency.conflict_no_payload_leak`;

/** Keys and values of a whole storyboard. */
export const storyboardRows: readonly CensusRow[] = [
  ...keys(
    'storyboards',
    `id version title category summary narrative track protocol status introduced_in platform_types
     required_tools required_any_of_tools requires requires_capability requires_all_capabilities
     requires_scenarios default_agent agent caller prerequisites fixtures fixture_resolution context
     invariants phases grading references`,
  ),
  ...values('storyboards', 'track', words(tracks)),
  ...values('storyboards', 'status', ['preview', 'stable', 'deprecated']),
  ...values('storyboards', 'introduced_in', ['3.1', '3.2']),
  ...values('storyboards', 'default_agent', ['sales', 'brand', 'creative-builder', 'signals']),
  ...values('storyboards', 'phases', [[]]),
  ...values('storyboards', 'required_tools', [[]]),
  ...inside('storyboards', 'prerequisites', 'description test_kit controller_seeding vectors'),
  ...inside('storyboards', 'agent', 'interaction_model capabilities examples'),
  ...inside('storyboards', 'caller', 'role example'),
  ...inside('storyboards', 'grading', 'pass_criteria report_format'),
  ...inside('storyboards', 'invariants', 'disable enable'),
  ...words(models).map((model) => valueInside('agent', 'interaction_model', model)),
  ...words(roles).map((role) => valueInside('caller', 'role', role)),
  ...words(requirements).map((value) => listed('requires', value)),
  ...words(assertions).map((id) => listed('invariants', id)),
  some('storyboards', 'required_any_of_tools with a rationale', (one) =>
    mapsIn(one['required_any_of_tools']).some((family) => keyed(family) === 'rationale tools'),
  ),
  ...predicates('storyboards', 'requires_capability', 'equals'),
  ...predicates('storyboards', 'requires_all_capabilities', 'contains not_contains present'),
  some('storyboards', 'a capability that contains an object', (one) =>
    mapsIn(one['requires_all_capabilities']).some(({ contains }) => isMap(contains)),
  ),
];

/** Keys and values of a phase. */
export const phaseRows: readonly CensusRow[] = [
  ...keys(
    'phases',
    'id title narrative steps optional skip_if branch_set depends_on requires_capability $comment',
  ),
  some('phases', 'no steps', (phase) => !('steps' in phase)),
  some('phases', 'depends_on []', ({ depends_on: on }) => lengthOf(on) === 0),
  some('phases', 'depends_on [id]', ({ depends_on: on }) => lengthOf(on) === 1),
  some('phases', 'depends_on [id, id]', ({ depends_on: on }) => lengthOf(on) === 2),
  some('phases', 'branch_set with any_of', ({ branch_set: set }) => keyed(set) === 'id semantics'),
  ...values('phases', 'skip_if', [
    'context.supports_evaluator != true || !context.build_id || !context.feature_id',
    '!context.second_id || context.second_id == context.first_id',
    "test_kit.commercial_relationship != 'passthrough_only'",
    '!test_kit.auth.api_key',
    '!test_kit.supports_audio_formats',
    '!test_kit.auth.basic',
    'context.bills != false',
    'context.supports_evaluator != true',
    '!test_kit.account.unsupported_billing_probe',
    "agent.webhook_auth_mode == 'hmac_legacy'",
  ]),
  ...predicates('phases', 'requires_capability', 'equals contains not_contains present'),
  pathed('an index between dots', /\.\d+$/),
  pathed('an index in brackets', /\[\d+\]$/),
  some('phases', 'present: false', ({ requires_capability: one }) =>
    isMap(one) ? one['present'] === false : false,
  ),
];

function valueInside(key: string, name: string, wanted: string): CensusRow {
  return some(
    'storyboards',
    `${key}.${name} ${wanted}`,
    ({ [key]: value }) => isMap(value) && value[name] === wanted,
  );
}

function listed(key: string, wanted: string): CensusRow {
  return some(
    'storyboards',
    `${key} ${wanted}`,
    ({ [key]: value }) => Array.isArray(value) && value.includes(wanted),
  );
}

function predicates(
  level: 'storyboards' | 'phases',
  key: string,
  matchers: string,
): readonly CensusRow[] {
  const read = ({ [key]: value }: Authored) => (isMap(value) ? [value] : mapsIn(value));
  return words(matchers).map((matcher) =>
    some(level, `${key} ${matcher}`, (part) => read(part).some((one) => matcher in one)),
  );
}

function pathed(name: string, form: RegExp): CensusRow {
  return some('phases', `requires_capability path with ${name}`, ({ requires_capability: one }) =>
    isMap(one) ? form.test(String(one['path'])) : false,
  );
}

function lengthOf(value: unknown): number | null {
  return Array.isArray(value) ? value.length : null;
}
