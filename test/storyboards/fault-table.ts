import type { Fault } from '../../fixtures/training-agent/core/faults.ts';
import type { TenantName } from '../../fixtures/training-agent/core/tool.ts';

/** A fault, a tenant that has it, and every step it turns red in the storyboards of those steps. */
type Row = readonly [fault: Fault, tenant: TenantName, red: readonly string[]];

/** What the shipped storyboards find wrong with a broken agent. */
export const faultTable: readonly Row[] = [
  // Credentials
  [
    'no-auth-check',
    'creative',
    [
      'authentication/no_credential',
      'authentication/forged_token',
      'authentication/random_key',
      'authentication/random_key_again',
      'authentication/some_credential_is_checked',
    ],
  ],
  [
    'no-auth-check',
    'signals',
    [
      'authentication_per_protocol/signals_without_credential',
      'authentication_per_protocol/signals_with_made_up_key',
    ],
  ],
  [
    'no-www-authenticate',
    'creative',
    [
      'authentication_per_protocol/preview_without_credential',
      'authentication/no_credential',
      'authentication/forged_token',
    ],
  ],

  // What every answer owes its caller
  [
    'no-context-echo',
    'brand',
    [
      'capability_discovery/get_capabilities',
      'capability_discovery/get_capabilities_again',
      'capability_discovery/unknown_version',
    ],
  ],
  [
    'no-context-echo-on-error',
    'governance',
    [
      'capability_discovery/unknown_version',
      'governance_denied/unknown_plan',
      'property_lists/read_as_stranger',
      'property_lists/read_deleted_list',
    ],
  ],
  [
    'error-as-success',
    'sales',
    [
      'forced_states/unknown_scenario',
      'forced_states/pause_completed_buy',
      'media_buy_state_machine/pause_canceled_buy',
      'sales_flow/past_start/start_in_the_past',
      'sales_flow/past_start/end_before_start',
    ],
  ],
  [
    'wrong-error-code',
    'sales',
    [
      'media_buy_errors/unknown_product',
      'media_buy_errors/unknown_buy',
      'media_buy_errors/unknown_package',
      'media_buy_errors/negative_budget',
      'media_buy_state_machine/pause_canceled_buy',
    ],
  ],
  [
    'drop-connection-on-error',
    'creative-builder',
    ['capability_discovery/unknown_version', 'creative_build/build_unknown_format'],
  ],
  [
    'http-500-on-error',
    'creative-builder',
    ['capability_discovery/unknown_version', 'creative_build/build_unknown_format'],
  ],
  [
    'missing-required-field',
    'brand',
    [
      'accounts/sync_account',
      'brand_identity/find_brand',
      'brand_rights/find_rights',
      'capability_discovery/get_capabilities',
    ],
  ],

  // Keys
  ['replay-creates-again', 'sales', ['idempotency/replay_buy']],
  ['conflict-accepted', 'sales', ['idempotency/conflicting_buy']],
  ['conflict-leaks-payload', 'sales', ['idempotency/conflicting_buy']],
  ['missing-key-accepted', 'sales', ['idempotency/no_key']],

  // Lists
  ['paging-repeats', 'creative', ['creative_formats/second_page', 'creative_paging/second_page']],
  ['paging-repeats', 'signals', ['signals_paging/second_page']],
  ['paging-repeats', 'governance', ['property_lists/second_page']],
  ['paging-no-cursor', 'creative', ['creative_formats/first_page', 'creative_paging/first_page']],
  ['paging-no-cursor', 'signals', ['signals_paging/first_page']],
  ['paging-no-cursor', 'governance', ['property_lists/first_page']],

  // State
  [
    'session-lost-between-calls',
    'sales',
    [
      'auction_pricing/seed_pricing_option.velora_night_drive.velora_night_cpm',
      'idempotency/replay_buy',
      'media_buy_state_machine/pause_buy',
    ],
  ],
  [
    'accounts-not-separated',
    'sales',
    ['account_isolation/pause_as_stranger', 'account_isolation/read_as_owner'],
  ],
  ['accounts-not-separated', 'governance', ['property_lists/read_as_stranger']],
  ['account-id-changes', 'signals', ['accounts/sync_account_again']],

  // Media
  [
    'resume-canceled',
    'sales',
    ['forced_states/pause_completed_buy', 'media_buy_state_machine/pause_canceled_buy'],
  ],
  [
    'stale-status',
    'sales',
    ['forced_states/read_buy', 'media_buy_state_machine/pause_buy', 'sales_flow/buy_has_creative'],
  ],
  ['forced-status-ignored', 'sales', ['forced_states/read_buy']],
  ['past-start-accepted', 'sales', ['sales_flow/past_start/start_in_the_past']],
  ['unknown-product-accepted', 'sales', ['media_buy_errors/unknown_product']],
  ['bid-floor-ignored', 'sales', ['auction_pricing/bid_too_little']],
  ['assignment-ignored', 'sales', ['sales_flow/buy_has_creative']],
  ['delivery-not-counted', 'sales', ['sales_flow/read_simulated_delivery']],

  // Signals
  ['inactive-after-activate', 'signals', ['signals_activation/activate_at_agent']],
  ['unknown-signal-accepted', 'signals', ['signals_activation/activate_unknown']],
  [
    'signal-filters-ignored',
    'signals',
    ['signals_discovery/by_id', 'signals_discovery/at_most_one', 'signals_discovery/owned_only'],
  ],

  // Governance
  ['governance-not-asked', 'sales', ['governed_purchases/buy_too_much']],
  ['governance-not-asked', 'signals', ['governed_purchases/activate_unapproved']],
  [
    'plan-not-saved',
    'governance',
    ['governance_approved/check_purchase', 'governance_denied/too_much_money'],
  ],
  [
    'denial-ignored',
    'governance',
    ['governance_approved/check_too_much', 'governance_denied/too_much_money'],
  ],
  [
    'no-audit-log',
    'governance',
    ['governance_approved/read_books', 'governance_denied/read_books'],
  ],
  ['outcome-not-recorded', 'governance', ['governance_approved/check_too_much']],
  ['list-not-saved', 'governance', ['property_lists/first_page']],
  ['list-not-deleted', 'governance', ['property_lists/read_deleted_list']],
  ['stray-delivery-compliant', 'governance', ['property_lists/validate_delivery']],
  ['standards-not-saved', 'governance', ['content_standards/read_standards']],
  ['violation-passes', 'governance', ['content_standards/judge_bad_page']],

  // Creative
  ['preview-without-url', 'creative-builder', ['creative_build/preview_as_address']],
  ['build-ignores-format', 'creative-builder', ['creative_build/build_leaderboard']],
  [
    'format-filters-ignored',
    'creative-builder',
    ['creative_build/find_format', 'creative_formats/by_id', 'creative_formats/second_page'],
  ],
  [
    'creative-not-stored',
    'creative',
    ['creative_lifecycle/sync_same', 'creative_paging/first_page'],
  ],
  ['forced-creative-status-ignored', 'creative', ['creative_lifecycle/list_rejected']],

  // Brand
  [
    'rights-always-granted',
    'brand',
    ['brand_rights/campaign_is_over', 'brand_rights/unknown_rights'],
  ],
  ['no-brand-id', 'brand', ['brand_identity/read_identity']],
  ['unknown-brand-answered', 'brand', ['brand_identity/unknown_brand']],
];

/** Faults that no sequence of correct calls can see, and what sees them. */
export const elsewhere: Partial<Record<Fault, string>> = {
  'no-tenant-lock': 'shows only to callers that do not wait for each other',
  'lazy-init': 'shows only in the time that the first answer takes',
  'first-init-fails': 'leaves the agent unreachable: there is no step to judge',
  'sticky-init-failure': 'leaves the agent unreachable: there is no step to judge',
  'answers-as-sse': 'is allowed: the same storyboards stay green',
  'macro-not-encoded': 'shows only to an observer of tracker addresses',
  'webhook-without-key': 'shows only to a receiver of webhooks',
  'webhook-rotates-key': 'shows only to a receiver of webhooks',
  'webhook-unsigned': 'shows only to a receiver of webhooks',
  'webhook-digest-of-nothing': 'shows only to a receiver of webhooks',
  'webhook-repeats-nonce': 'shows only to a receiver of webhooks',
  'webhook-key-of-other-purpose': 'shows only to a receiver of webhooks',
  'webhook-key-unpublished': 'shows only to a receiver of webhooks',
  'strict-accepts-unsigned': 'shows only to a caller that signs, at the strict seller',
  'strict-accepts-any-signature': 'shows only to a caller that signs, at the strict seller',
  'strict-accepts-replays': 'shows only to a caller that signs, at the strict seller',
  'strict-ignores-window': 'shows only to a caller that signs, at the strict seller',
  'strict-ignores-digest': 'shows only to a caller that signs, at the strict seller',
  'strict-ignores-key-purpose': 'shows only to a caller that signs, at the strict seller',
  'strict-ignores-revocation': 'shows only to a caller that signs, at the strict seller',
  'strict-without-rate-cap': 'shows only to a caller that signs, at the strict seller',
  'a2a-failures-completed': 'shows only to an A2A client',
  'a2a-context-forgotten': 'shows only to an A2A client',
  'a2a-no-artifact': 'shows only to an A2A client',
  'oauth-resource-is-issuer': 'shows only to a reader of OAuth metadata',
  'oauth-any-audience': 'shows only to a bearer of a token for another tenant',
};
