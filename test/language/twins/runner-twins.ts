import { json, type AgentScript } from '../../support/agent.ts';
import { answering, refusal, type Body } from '../scenes/scene.ts';
import { shownBy, unchecked, type Twin } from './twin.ts';

const probes = ['context', 'identity'].flatMap((operation) => [
  shownBy(
    `trusted_match_missing_auth_${operation}_probe`,
    'publisher',
    `missing_${operation}`,
    'lets everybody in',
  ),
  shownBy(
    `trusted_match_invalid_auth_${operation}_probe`,
    'publisher',
    `invalid_${operation}`,
    'believes any credential',
  ),
]);

/** Serves these documents of OAuth, and nothing else. */
const serving = (...documents: readonly string[]): AgentScript => ({
  ...answering({}),
  on: ({ path, headers }) => {
    const isServed = documents.some((document) => path.includes(document));
    if (!path.startsWith('/.well-known/oauth') || !isServed) return undefined;
    return json({ authorization_servers: [`http://${headers.host ?? ''}`] });
  },
});

/** A row for every task the runner performs itself. */
export const taskTwins: readonly Twin[] = [
  shownBy('assert_contribution', 'branches', 'one_login', 'lets nobody in the old way'),
  shownBy('expect_rate_limit_not_replayed', 'rate_limit', 'tripped', 'remembers the refusal'),
  shownBy('expect_webhook', 'webhooks', 'by_operation', 'sends no key'),
  shownBy('expect_no_webhook', 'webhooks', 'nothing_else', 'tells of a failure'),
  shownBy(
    'expect_webhook_retry_keys_stable',
    'webhooks',
    'keys_stay',
    'makes a new key for each attempt',
  ),
  shownBy('expect_webhook_signature_valid', 'webhooks', 'signed', 'does not sign'),
  unchecked('protected_resource_metadata', [serving('resource'), serving()], {
    task: 'protected_resource_metadata',
  }),
  unchecked(
    'oauth_auth_server_metadata',
    [serving('resource', 'authorization-server'), serving('resource')],
    {
      before: '{ id: known, task: protected_resource_metadata }',
      task: 'oauth_auth_server_metadata',
    },
  ),
  shownBy('fetch_brand_jwks', 'keys', 'fetched', 'names no key set'),
  shownBy('assert_jwks_purpose', 'keys', 'purpose', 'has revoked its keys'),
  shownBy('replay_webhook_vector', 'receiver', 'without_key', 'takes anything'),
  shownBy(
    'request_signing_probe',
    'signed_requests',
    'negative-001-unsigned',
    'refuses for another reason',
  ),
  shownBy('expect_substitution_safe', 'substitution', 'safe_inline', 'puts values in as they are'),
  ...probes,
];

/** A row for every assertion. */
export const assertionTwins: readonly Twin[] = [
  shownBy('status.monotonic', 'assertions_list', 'seen', 'brings a finished buy back to life'),
  shownBy('context.no_secret_echo', 'assertions_list', 'made', 'echoes a credential'),
  shownBy('impairment.coherence', 'assertions_list', 'seen', 'is impaired and says it is not'),
  shownBy(
    'idempotency.conflict_no_payload_leak',
    'assertions_conflict',
    'again',
    'tells what was asked before',
  ),
  shownBy(
    'governance.denial_blocks_mutation',
    'assertions_denial',
    'order',
    'sells what was denied',
  ),
];

const proposing = (get_products: Body) => answering({ get_products }, 'get_products');

/** A row for every finding the runner makes up itself. */
export const synthesisedTwins: readonly Twin[] = [
  unchecked('capture_path_not_resolvable', [{ made: 'x' }, { made: '' }], {
    keys: 'context_outputs: [{ name: made, path: made }]',
  }),
  unchecked(
    'unresolved_substitution',
    [proposing({ proposals: [{ proposal_id: 'p' }] }), proposing({ proposals: [] })],
    {
      before: '{ id: known, task: get_products }',
      keys: 'sample_request: { proposal: $context.proposal_id }',
    },
  ),
  unchecked('step_timeout', [{ id: 'b' }, refusal('IDEMPOTENCY_IN_FLIGHT')], {
    task: 'write',
    keys: `requires_contract: parallel_dispatch_runner
parallel_dispatch: { count: 2, same_idempotency_key: true, barrier_timeout_ms: 250 }`,
  }),
];
