import { isMap, mapsIn, textsOf, type Authored } from './authored.ts';
import { inside, keyed, keys, some, values, words, type CensusRow } from './row.ts';

const contracts: readonly (readonly [contract: string, task: string])[] = [
  ['webhook_receiver_runner', 'expect_webhook'],
  ['webhook_receiver_runner', 'expect_webhook_signature_valid'],
  ['webhook_receiver_runner', 'update_property_list'],
  ['single_side_trust_runner', 'verify_brand_claim'],
  ['single_side_trust_runner', 'comply_test_controller'],
  ['signed_responses_runner', 'comply_test_controller'],
  ['distributed_brand_runner', 'comply_test_controller'],
  ['substitution_observer_runner', 'expect_substitution_safe'],
  ['parallel_dispatch_runner', 'write'],
  ['rate_limit_trip_runner', 'expect_rate_limit_not_replayed'],
];

/** Keys and values of a step. */
export const stepRows: readonly CensusRow[] = [
  ...keys(
    'steps',
    `id task title stateful validations sample_request schema_ref response_schema_ref doc_ref expected
     comply_scenario narrative context_outputs expect_error negative_path requires_tool agent
     requires_contract timeout_seconds auth filter triggered_by webhook_payload_schema_ref task_default
     sample_request_skip_schema expect_idempotency_key contributes contributes_to vector_ref
     catalog_bindings contributes_if macro_template require_every_binding_observed sample_response source
     source_path reviewer_checks omit_idempotency_key omit_account omit_brand require_tag
     expect_max_deliveries_per_logical_event expect_min_deliveries provides_state_for retry_trigger
     expected_arm parallel_dispatch rate_limit_trip same_event_as context_inputs scoping invariants
     verify_signature_on_every_delivery`,
  ),
  ...values('steps', 'stateful', [true, false]),
  ...values('steps', 'expect_error', [true, false]),
  ...values('steps', 'agent', ['sales', 'governance', 'brand', 'signals', 'creative-builder']),
  ...values('steps', 'expected_arm', ['rejected']),
  ...values('steps', 'source', ['html_inline', 'url_fetch']),
  some('steps', 'no validations', (step) => !('validations' in step)),
  some('steps', 'no sample_request', (step) => !('sample_request' in step)),
  ...negativePaths(),
  ...values('steps', 'auth', [
    'none',
    { type: 'api_key', from_test_kit: true },
    { type: 'api_key', from_test_kit: 'auth.principals.second.api_key' },
    { type: 'api_key', value_strategy: 'random_invalid' },
    { type: 'oauth_bearer', value_strategy: 'random_invalid_jwt' },
    { type: 'basic', from_test_kit: 'auth.basic' },
    { type: 'basic', from_test_kit: true },
    { type: 'basic', value_strategy: 'random_invalid' },
  ]),
  ...filters(),
  ...captures(),
  ...state(),
  ...contracts.map(([contract, task]) =>
    some('steps', `requires_contract ${contract} on ${task}`, (step) =>
      step['requires_contract'] === contract ? step['task'] === task : false,
    ),
  ),
  ...inside('steps', 'parallel_dispatch', 'count same_idempotency_key barrier_timeout_ms'),
  ...inside(
    'steps',
    'rate_limit_trip',
    'trip_target_task trip_target_sample_request max_attempts replay_max_wait_seconds',
  ),
  ...inside('steps', 'retry_trigger', 'count http_status'),
  ...words('vector_name raw_value expected_encoded macro catalog_item_id').map((key) =>
    some('steps', `catalog_bindings ${key}`, ({ catalog_bindings: bindings }) =>
      mapsIn(bindings).some((binding) => key in binding),
    ),
  ),
  ...words('positive negative').map((group) =>
    some('steps', `vector_ref #${group}/`, ({ vector_ref: ref }) =>
      textsOf(ref).some((text) => text.includes(`#${group}/`)),
    ),
  ),
];

function negativePaths(): readonly CensusRow[] {
  const known = words(
    'payload_well_formed schema_invalid mode_mismatch wrong_status unsupported_action',
  );
  const isNegative = (step: Authored) => step['expect_error'] === true;
  return [
    ...known.map((value) =>
      some(
        'steps',
        `negative_path ${value} with expect_error`,
        (step) => step['negative_path'] === value && isNegative(step),
      ),
    ),
    some(
      'steps',
      'negative_path without expect_error',
      (step) => 'negative_path' in step && !isNegative(step),
    ),
    some(
      'steps',
      'expect_error without negative_path',
      (step) => !('negative_path' in step) && isNegative(step),
    ),
  ];
}

function filters(): readonly CensusRow[] {
  const filtered = (name: string, fits: (filter: Authored) => boolean) =>
    some('steps', `filter ${name}`, ({ filter }) => isMap(filter) && fits(filter));
  const body = ({ body: authored }: Authored) => Object.entries(isMap(authored) ? authored : {});
  return [
    filtered('by operation id', (filter) => keyed(filter) === 'operation_id'),
    filtered('by body', (filter) => body(filter).length > 0),
    filtered('by a path into the body', (filter) => body(filter).some(([key]) => /\./.test(key))),
    filtered('by flat keys', (filter) => !('body' in filter) && 'status' in filter),
    filtered('by a captured value', (filter) =>
      body(filter).some(([, value]) => /^\$context\.\w+$/.test(String(value))),
    ),
  ];
}

function captures(): readonly CensusRow[] {
  const captured = (name: string, fits: (entry: Authored) => boolean) =>
    some('steps', `context_outputs ${name}`, (step) => mapsIn(step['context_outputs']).some(fits));
  const from = (form: RegExp) => (entry: Authored) =>
    textsOf(entry['path']).some((path) => form.test(path));
  return [
    captured('name and path', (entry) => keyed(entry) === 'name path'),
    captured('key and path', (entry) => keyed(entry) === 'key path'),
    captured('generate uuid_v4', ({ generate }) => generate === 'uuid_v4'),
    captured('generate opaque_id', ({ generate }) => generate === 'opaque_id'),
    captured('of task_completion', from(/^task_completion\./)),
    captured('of the whole answer', from(/^$/)),
    captured('with [n]', from(/\[\d+\]/)),
    captured('with .n', from(/\.\d+\./)),
  ];
}

function state(): readonly CensusRow[] {
  return [
    some('steps', 'context_inputs key and inject_at', ({ context_inputs: inputs }) =>
      mapsIn(inputs).some((entry) => keyed(entry) === 'inject_at key'),
    ),
    some(
      'steps',
      'provides_state_for an id',
      ({ provides_state_for: ids }) => typeof ids === 'string',
    ),
    some('steps', 'provides_state_for several ids', ({ provides_state_for: ids }) =>
      Array.isArray(ids),
    ),
    some('steps', 'contributes_if prior_step', ({ contributes_if: text }) =>
      /^prior_step\.\w+\.passed$/.test(String(text)),
    ),
    some('steps', 'invariants.disable', ({ invariants }) => keyed(invariants) === 'disable'),
  ];
}
