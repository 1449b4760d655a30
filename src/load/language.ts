/** Tasks that the runner itself performs; they are never sent to an agent as tools. */
export const pseudoTasks: readonly string[] = [
  'assert_contribution',
  'protected_resource_metadata',
  'oauth_auth_server_metadata',
  'request_signing_probe',
  'expect_webhook',
  'expect_no_webhook',
  'expect_webhook_retry_keys_stable',
  'expect_webhook_signature_valid',
  'expect_substitution_safe',
  'expect_rate_limit_not_replayed',
  'fetch_brand_jwks',
  'assert_jwks_purpose',
  'replay_webhook_vector',
  'trusted_match_missing_auth_context_probe',
  'trusted_match_invalid_auth_context_probe',
  'trusted_match_missing_auth_identity_probe',
  'trusted_match_invalid_auth_identity_probe',
];

const compared = ['path', 'value', 'allowed_values'];

/** Every check an author may write, and the parameters it takes. */
export const languageChecks: Readonly<Record<string, readonly string[]>> = {
  response_schema: [],
  field_present: ['path'],
  field_absent: ['path'],
  field_value: compared,
  field_value_or_absent: compared,
  field_contains: compared,
  field_pattern: ['path', 'pattern'],
  array_length: ['path', 'value', 'min', 'max'],
  field_greater_than: ['path', 'value', 'context_key'],
  field_less_than: ['path', 'value', 'context_key'],
  field_equals_context: ['path', 'context_key'],
  field_in_context_array: ['path', 'context_key'],
  all_fields_in_context_array: ['path', 'context_key'],
  envelope_field_present: ['path'],
  envelope_field_absent: ['path'],
  envelope_field_value: compared,
  envelope_field_value_or_absent: compared,
  envelope_field_pattern: ['path', 'pattern'],
  status_code: ['value'],
  error_code: ['value', 'allowed_values'],
  http_status: ['value'],
  http_status_in: ['allowed_values'],
  on_401_require_header: ['value'],
  resource_equals_agent_url: [],
  oauth_metadata_graph: [],
  any_of: ['allowed_values'],
  refs_resolve: ['source', 'target', 'match_keys', 'scope', 'on_out_of_scope'],
  a2a_submitted_artifact: [],
  a2a_context_continuity: [],
  upstream_traffic: [
    'min_count',
    'endpoint_pattern',
    'payload_must_contain',
    'identifier_paths',
    'purpose_filter',
    'since',
    'attestation_mode_required',
  ],
  canonical_format_satisfaction: ['value', 'path'],
  cross_response_field_equal: ['path'],
  cross_response_count_distinct: ['path', 'allowed_values'],
  replay_not_cached_rate_limit: [],
};

/** Checks only a runner adds to its results; an author may not write them. */
export const synthesisedChecks: ReadonlySet<string> = new Set([
  'capture_path_not_resolvable',
  'unresolved_substitution',
  'step_timeout',
]);

/** Checks whose `path` may hold `[*]`. */
export const wildcardChecks: ReadonlySet<string> = new Set([
  'field_contains',
  'all_fields_in_context_array',
]);

/** Keys any validation may carry besides the parameters of its check. */
export const validationMetadata: readonly string[] = [
  'check',
  'id',
  'description',
  'severity',
  'expires_after_version',
  'permanent_advisory',
  '$comment',
];

/** How one kind of fixture is seeded. */
export interface FixtureKind {
  readonly kind: string;
  readonly scenario: string;
  /** Lifted out of the entry into the controller's `params`. */
  readonly identity: readonly string[];
}

/** In the order they are seeded: what others refer to comes first. */
export const fixtureKinds: readonly FixtureKind[] = [
  { kind: 'accounts', scenario: 'seed_account', identity: ['account_id'] },
  { kind: 'products', scenario: 'seed_product', identity: ['product_id'] },
  {
    kind: 'pricing_options',
    scenario: 'seed_pricing_option',
    identity: ['product_id', 'pricing_option_id'],
  },
  { kind: 'creatives', scenario: 'seed_creative', identity: ['creative_id'] },
  { kind: 'creative_formats', scenario: 'seed_creative_format', identity: ['format_id'] },
  { kind: 'plans', scenario: 'seed_plan', identity: ['plan_id'] },
  { kind: 'media_buys', scenario: 'seed_media_buy', identity: ['media_buy_id'] },
];

/** Names a task puts into the context by convention, where the storyboard captures none. */
export const conventionalCaptures: Readonly<Record<string, readonly string[]>> = {
  create_media_buy: ['media_buy_id'],
  create_content_standards: ['content_standards_id'],
  get_products: ['products', 'proposal_id'],
};
