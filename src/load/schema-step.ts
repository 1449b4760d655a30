import * as z from 'zod';
import { anything, assertionChoice, entries, map, text } from './schema.ts';

const seconds = z.number().positive();
const statusOfRejection = z.union([
  z.literal(429),
  z.literal(500),
  z.literal(502),
  z.literal(503),
  z.literal(504),
]);

const routing = {
  task: text,
  task_default: text.nullish(),
  requires_tool: text.nullish(),
  requires_contract: text.nullish(),
  agent: text.nullish(),
};

const prose = {
  id: text,
  title: z.string().nullish(),
  narrative: z.string().nullish(),
  expected: anything.nullish(),
  doc_ref: z.string().nullish(),
  comply_scenario: z.string().nullish(),
  scoping: z.string().nullish(),
  reviewer_checks: anything.nullish(),
  sample_response: anything.nullish(),
  $comment: anything.nullish(),
};

const request = {
  sample_request: map.nullish(),
  schema_ref: text.nullish(),
  sample_request_skip_schema: z.boolean().nullish(),
  omit_account: z.boolean().nullish(),
  omit_brand: z.boolean().nullish(),
  omit_idempotency_key: z.boolean().nullish(),
  context_inputs: z
    .array(z.strictObject({ key: text, inject_at: text, $comment: anything.nullish() }))
    .nullish(),
  auth: anything.nullish(),
  parallel_dispatch: z
    .strictObject({
      count: z.number().int().min(2).max(10),
      same_idempotency_key: z.boolean().nullish(),
      barrier_timeout_ms: z.number().positive().nullish(),
    })
    .nullish(),
};

const outcome = {
  expect_error: z.boolean().nullish(),
  negative_path: z.string().nullish(),
  expected_arm: z.string().nullish(),
  response_schema_ref: text.nullish(),
  validations: entries.nullish(),
};

const state = {
  stateful: z.boolean().nullish(),
  context_outputs: entries.nullish(),
  provides_state_for: z.union([text, z.array(text)]).nullish(),
  peer_substitutes_for: z.union([text, z.array(text)]).nullish(),
  contributes: z.boolean().nullish(),
  contributes_to: text.nullish(),
  contributes_if: text.nullish(),
  invariants: assertionChoice.nullish(),
};

/** Keys of the tasks the runner performs itself; handed to them as authored. */
export const runnerTaskKeys = {
  triggered_by: text.nullish(),
  filter: map.nullish(),
  timeout_seconds: seconds.nullish(),
  expect_idempotency_key: z.boolean().nullish(),
  webhook_payload_schema_ref: text.nullish(),
  expect_max_deliveries_per_logical_event: z.number().int().min(1).nullish(),
  expect_min_deliveries: z.number().int().min(1).nullish(),
  verify_signature_on_every_delivery: z.boolean().nullish(),
  retry_trigger: z
    .strictObject({
      count: z.number().int().min(1).max(10).nullish(),
      http_status: statusOfRejection.nullish(),
    })
    .nullish(),
  require_tag: text.nullish(),
  source: z.enum(['html_inline', 'url_fetch']).nullish(),
  source_path: text.nullish(),
  macro_template: text.nullish(),
  catalog_bindings: z.array(map).min(1).nullish(),
  require_every_binding_observed: z.boolean().nullish(),
  rate_limit_trip: z
    .strictObject({
      trip_target_task: text,
      trip_target_sample_request: map.nullish(),
      max_attempts: z.number().int().min(50).max(500).nullish(),
      replay_max_wait_seconds: seconds.nullish(),
    })
    .nullish(),
  vector_ref: text.nullish(),
  same_event_as: text.nullish(),
};

/** A step as authored; validations and captures are read one by one. */
export const authoredStep = z.strictObject({
  ...prose,
  ...routing,
  ...request,
  ...outcome,
  ...state,
  ...runnerTaskKeys,
});

/** `auth:` of a step, in its map form. */
export const authoredAuth = z.strictObject({
  type: z.enum(['api_key', 'oauth_bearer', 'basic']),
  from_test_kit: z.union([z.boolean(), text]).nullish(),
  value_strategy: z.enum(['random_invalid', 'random_invalid_jwt']).nullish(),
  value: anything.nullish(),
});

/** An entry of `context_outputs`, either spelling. */
export const authoredCapture = z.strictObject({
  name: text.nullish(),
  key: text.nullish(),
  path: z.string().nullish(),
  generate: z.enum(['uuid_v4', 'opaque_id']).nullish(),
  $comment: anything.nullish(),
});

/** The keys a validation may carry besides the parameters of its check. */
export const authoredValidation = z.strictObject({
  check: text,
  id: z.string().nullish(),
  description: z.string().nullish(),
  severity: z.enum(['required', 'advisory']).nullish(),
  expires_after_version: text.nullish(),
  permanent_advisory: anything.nullish(),
  $comment: anything.nullish(),
});

/** The step's own keys, typed. */
export type AuthoredStep = z.infer<typeof authoredStep>;
