import { z } from 'zod';

const count = z.int().min(0);
const nullable = <T extends z.ZodType>(schema: T) => schema.nullable();
const source = nullable(z.strictObject({ file: z.string(), line: count, column: count }));
const reference = nullable(z.strictObject({ $ref: z.string().startsWith('#/targets/') }));
const verdict = z.enum(['passed', 'failed', 'errored', 'skipped']);
const storyboardVerdict = z.enum([...verdict.options, 'not_run']);
const noticed = {
  code: z.string().regex(/^[a-z0-9_]+$/),
  message: z.string().min(1),
  requirement: z.string().optional(),
  capability_path: z.string().optional(),
  capability_pointer: z
    .string()
    .regex(/^(\/.*)?$/)
    .optional(),
  reference_url: z.url().optional(),
};

/** Section 11.3: a version where something will be required, none where something is only told. */
const notice = z.discriminatedUnion('severity', [
  z.strictObject({ severity: z.literal('info'), ...noticed }),
  z.strictObject({
    severity: z.literal('deprecation'),
    effective_version: z.string().optional(),
    ...noticed,
  }),
  z.strictObject({
    severity: z.literal('future_required'),
    effective_version: z.string(),
    ...noticed,
  }),
]);

const skip = z.strictObject({
  reason: z.enum([
    'not_applicable',
    'no_phases',
    'prerequisite_failed',
    'missing_tool',
    'missing_test_controller',
    'unsatisfied_contract',
    'peer_branch_taken',
    'peer_substituted',
    'fixture_unavailable',
    'fixture_unsatisfied',
    'requirement_unmet',
  ]),
  detail: z.string().min(1),
});

const notSelectedReason = z.enum([
  'run_mode_excluded',
  'explicit_scope_excluded',
  'version_excluded',
  'profile_excluded',
]);

const judged = {
  check: z.string(),
  id: z.string().optional(),
  description: z.string(),
  severity: z.enum(['required', 'advisory']),
  severity_promoted_from_advisory: z.boolean().optional(),
  source,
  note: z.string().optional(),
  observations: z.array(z.string()).optional(),
};

const request = z.strictObject({
  transport: z.enum(['mcp', 'a2a', 'http']),
  operation: z.string(),
  url: z.string().optional(),
  credential: z.enum(['default', 'none', 'bearer', 'basic']),
  payload: z.record(z.string(), z.json()),
});

const response = z.strictObject({
  transport: z.enum(['mcp', 'a2a', 'http']),
  status: z.int().optional(),
  headers: z.record(z.string(), z.string()),
  sent_at: z.iso.datetime(),
  duration_ms: z.number(),
  payload: z.json(),
});

/** A copy of a parallel dispatch: what it was answered in the end, and what told it to wait before. */
const oneCopy = { settled: z.boolean(), request, deferrals: z.array(response) };
const copy = z.union([
  z.strictObject({ ...oneCopy, response }),
  z.strictObject({ ...oneCopy, error: z.string().min(1) }),
]);

/** Section 11.2: the long form on failure, with nulls where a part does not apply. */
const validation = z.discriminatedUnion('passed', [
  z.strictObject({
    ...judged,
    passed: z.literal(true),
    not_applicable: z.literal(true).optional(),
  }),
  z.strictObject({
    ...judged,
    passed: z.literal(false),
    json_pointer: nullable(z.string().regex(/^(\/.*)?$/)),
    expected: z.json(),
    actual: z.json(),
    schema_id: nullable(z.string()),
    schema_url: nullable(z.string()),
    // A finding about another exchange than the step's own shows that one.
    request: z.union([reference, request]),
    response: z.union([reference, response]),
  }),
]);

/** Section 11.1, with our extensions named. */
const stepResult = z.strictObject({
  storyboard_id: z.string(),
  phase_id: z.string(),
  step_id: z.string(),
  task: z.string(),
  title: z.string(),
  passed: z.boolean(),
  verdict,
  tolerated: z.boolean(),
  stateful: z.boolean(),
  expects: z.enum(['success', 'error']),
  duration_ms: z.number(),
  source,
  agent: z.string().optional(),
  skip: skip.optional(),
  error: z.string().optional(),
  unanswered: z.strictObject({ reason: z.string(), detail: z.string() }).optional(),
  failure: z.looseObject({ kind: z.string() }).optional(),
  extraction: z.strictObject({
    path: z.enum(['structured_content', 'text_fallback', 'error', 'none']),
    outcome: z.enum(['success', 'error', 'pending']).optional(),
    note: z.string().optional(),
  }),
  validations: z.array(validation),
  request: request.optional(),
  response: response.optional(),
  polls: z.array(response.extend({ request })).optional(),
  copies: z.array(copy).optional(),
  changes: z.array(
    z.strictObject({
      pointer: z.string(),
      from: z.json().optional(),
      to: z.json(),
      invariant: z.string(),
      reason: z.string(),
    }),
  ),
  kept: z.array(z.strictObject({ pointer: z.string(), value: z.json(), reason: z.string() })),
  bindings: z.array(z.strictObject({ pointer: z.string(), token: z.string(), origin: z.string() })),
  captured: z.array(
    z.strictObject({
      name: z.string(),
      value: z.json(),
      provenance: z.enum(['authored', 'generated', 'convention']),
      from: nullable(z.string()),
    }),
  ),
  notices: z.array(notice),
});

const sourced = <T extends z.ZodType>(value: T) =>
  nullable(z.strictObject({ value, origin: z.string() }));

/** Section 11.3: what a fixture's handle came to stand for. */
const fixtureResolution = z.strictObject({
  fixture_type: z.enum(['product', 'pricing_option']),
  handle: z.string().min(1),
  product_handle: z.string().optional(),
  strategies_attempted: z.array(z.string()),
  status: z.enum(['resolved', 'unsatisfied', 'failed']),
  requirements: z.json(),
  strategy: z.string().optional(),
  seller_ids: z.record(z.string(), z.json()).optional(),
  setup_steps: z.array(z.string()).optional(),
  failure: z.string().optional(),
});

const storyboard = z.strictObject({
  storyboard_id: z.string(),
  title: z.string(),
  track: nullable(z.string()),
  version: nullable(z.string()),
  source,
  status: z.enum(['stable', 'preview', 'deprecated']),
  passed: nullable(z.boolean()),
  verdict: storyboardVerdict,
  skip: skip.optional(),
  subject: z.strictObject({
    home: sourced(z.string()),
    brand: sourced(z.string()),
    home_operator: nullable(z.string()),
    operator: sourced(z.string()),
    account: sourced(z.record(z.string(), z.json())),
  }),
  duration_ms: z.number(),
  step_results: z.array(stepResult),
  not_run: z.array(
    z.strictObject({
      storyboard_id: z.string(),
      phase_id: z.string(),
      step_id: z.string(),
      task: z.string(),
    }),
  ),
  fixture_resolutions: z.array(fixtureResolution).optional(),
  assertions: z.array(
    z.looseObject({ assertion: z.string(), passed: z.boolean(), step_id: nullable(z.string()) }),
  ),
  notices: z.array(notice),
});

const tally = z.strictObject({
  passed: count,
  failed: count,
  errored: count,
  skipped: count,
  not_run: count,
});

const counts = {
  total_steps: count,
  steps_passed: count,
  steps_failed: count,
  steps_skipped: count,
  steps_errored: count,
  steps_tolerated: count,
  steps_not_run: count,
  skipped_by_reason: z.record(z.string(), count),
  validations_not_applicable: count,
  validations_advisory_failed: count,
  assertions_failed: count,
  storyboards: tally,
  previews: z.strictObject({ storyboards: tally, steps: tally }),
};

/** Section 11.4. */
const summary = z.strictObject({
  ...counts,
  steps_not_selected: nullable(count),
  not_selected_by_reason: z.partialRecord(notSelectedReason, count),
  not_selected: z.array(
    z.strictObject({
      storyboard_id: z.string(),
      target: z.string(),
      reason: notSelectedReason,
      detail: z.string().min(1),
      steps: count,
    }),
  ),
  tracks: z.array(
    z.strictObject({
      track: nullable(z.string()),
      status: z.enum([...storyboardVerdict.options, 'preview']),
      storyboards: z.record(z.enum([...storyboardVerdict.options, 'preview']), count),
      skipped_by_reason: z.record(z.string(), count),
    }),
  ),
  schemas_used: z.array(z.strictObject({ schema_id: z.string(), schema_url: z.string() })),
  runner_capability_version: z.string(),
  notices: z.array(notice),
});

/** The JSON report, closed: a key that is not named here is a mistake of ours. */
export const runnerOutput = z.strictObject({
  report: z.literal('storyboard-run'),
  report_version: z.literal(1),
  runner: z.strictObject({ name: z.string(), version: z.string() }),
  started_at: z.iso.datetime(),
  duration_ms: z.number(),
  suite: z.strictObject({
    name: z.string(),
    version: nullable(z.string()),
    published_at: nullable(z.string()),
  }),
  identity: z.strictObject({
    brand: nullable(z.string()),
    operator: nullable(z.string()),
    verbatim: z.boolean(),
    live: z.boolean(),
  }),
  partial: z.array(z.strictObject({ kind: z.enum(['filtered', 'truncated']), by: z.string() })),
  decision: z.strictObject({ exit_code: z.int(), reason: nullable(z.string()) }),
  run_summary: summary,
  gate: z.looseObject({ status: z.string(), targets: z.array(z.looseObject({})) }),
  targets: z.array(
    z.strictObject({
      target: z.strictObject({ name: z.string(), url: z.string(), protocol: z.string() }),
      agent: nullable(
        z.strictObject({
          name: nullable(z.string()),
          version: nullable(z.string()),
          protocol_version: nullable(z.string()),
          tools: z.array(z.string()),
          capabilities: nullable(z.record(z.string(), z.json())),
        }),
      ),
      unreachable: nullable(z.strictObject({ reason: z.string(), detail: z.string() })),
      undecided: z.string().optional(),
      requests: count,
      duration_ms: z.number(),
      run_summary: z.strictObject(counts),
      storyboards: z.array(storyboard),
    }),
  ),
});

/** A JSON report. */
export type RunnerOutput = z.infer<typeof runnerOutput>;
