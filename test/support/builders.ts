import type {
  Answered,
  Unanswered,
  UnansweredReason,
  WireRequest,
} from '../../src/model/exchange.ts';
import type { Decision, Floors, GateResult, TargetFloors } from '../../src/model/gate.ts';
import type { Json, JsonObject } from '../../src/model/json.ts';
import type { Notice } from '../../src/model/notice.ts';
import type { CheckOutcome } from '../../src/model/outcome.ts';
import type {
  AssertionResult,
  RunResult,
  RunSummary,
  StoryboardResult,
  Tally,
  TargetResult,
} from '../../src/model/result.ts';
import type {
  ErroredStep,
  JudgedStep,
  SkippedStep,
  SkipReason,
  StepRecord,
  StepResult,
  StoryboardVerdict,
  ValidationResult,
  Verdict,
} from '../../src/model/step-result.ts';
import type { SourceRange } from '../../src/model/source.ts';

/** A place in a storyboard file. */
export const aSource = (over: Partial<SourceRange> = {}): SourceRange => ({
  file: 'storyboards/sales.yaml',
  line: 12,
  column: 9,
  length: 18,
  text: '      - check: field_present',
  ...over,
});

/** A `get_products` call. */
export const aRequest = (over: Partial<WireRequest> = {}): WireRequest => ({
  protocol: 'mcp',
  operation: 'get_products',
  payload: { brief: 'shoes' },
  credential: { kind: 'default' },
  ...over,
});

/** An MCP answer with this structured content. */
export const anAnswer = (
  payload: JsonObject = { ok: true },
  content: readonly Json[] = [],
): Answered => ({
  kind: 'answered',
  request: aRequest(),
  url: 'http://agent.test/mcp',
  sentAt: '2026-01-01T00:00:00.000Z',
  durationMs: 12,
  response: {
    status: 200,
    headers: { 'content-type': 'application/json' },
    body: { jsonrpc: '2.0', id: 1, result: { structuredContent: payload, content } },
  },
});

/** A call nobody answered. */
export const noAnswer = (reason: UnansweredReason = 'refused'): Unanswered => ({
  kind: 'unanswered',
  request: aRequest(),
  url: 'http://agent.test/mcp',
  sentAt: '2026-01-01T00:00:00.000Z',
  durationMs: 3,
  reason,
  detail: 'agent.test did not answer: connection refused (127.0.0.1:80)',
});

const aRecord = (): StepRecord => ({
  storyboardId: 'sales_flow',
  phaseId: 'main',
  stepId: 'discover',
  task: 'get_products',
  title: 'Discover products',
  at: aSource(),
  tolerated: false,
  stateful: false,
  expects: 'success',
  durationMs: 12,
  validations: [],
  request: { sent: aRequest(), changes: [], kept: [], bindings: [] },
  captured: [],
  notices: [],
});

/** A notice for information. */
export const aNotice = (message: string): Notice => ({ severity: 'info', code: 'told', message });

/** A step that passed. */
export const aStep = (over: Partial<JudgedStep> = {}): JudgedStep => ({
  ...aRecord(),
  verdict: 'passed',
  failure: null,
  exchange: anAnswer(),
  extraction: {
    outcome: 'success',
    payload: { ok: true },
    path: 'structured_content',
    note: null,
  },
  polls: [],
  ...over,
});

/** A step whose one validation failed. */
export const aFailedStep = (over: Partial<JudgedStep> = {}): JudgedStep =>
  aStep({
    verdict: 'failed',
    failure: { kind: 'validations' },
    validations: [aFailedValidation()],
    ...over,
  });

/** A step nobody answered. */
export const anErroredStep = (
  over: Partial<ErroredStep> & { readonly reason?: UnansweredReason } = {},
): ErroredStep => {
  const { reason, ...rest } = over;
  return { ...aRecord(), verdict: 'errored', exchange: noAnswer(reason), ...rest };
};

/** A step that was skipped. */
export const aSkippedStep = (
  over: Partial<SkippedStep> = {},
  reason: SkipReason = 'missing_tool',
): SkippedStep => ({
  ...aRecord(),
  request: null,
  durationMs: 0,
  verdict: 'skipped',
  skip: { reason, detail: 'needs get_products; the agent lists: get_signals' },
  ...over,
});

/** A validation that passed. */
export const aValidation = (over: Partial<ValidationResult> = {}): ValidationResult => ({
  check: 'field_present',
  id: null,
  description: 'products come back',
  severity: 'required',
  promoted: null,
  at: aSource({ line: 20, column: 11, length: 20, text: '        - check: field_present' }),
  outcome: { status: 'passed' },
  ...over,
});

/** The failed outcome of a check. */
export const aFailure = (
  over: Partial<Extract<CheckOutcome, { status: 'failed' }>> = {},
): CheckOutcome => ({
  status: 'failed',
  pointer: '/products',
  expected: 'products',
  actual: null,
  ...over,
});

/** A validation that failed. */
export const aFailedValidation = (
  over: Partial<Extract<CheckOutcome, { status: 'failed' }>> = {},
): ValidationResult => aValidation({ outcome: aFailure(over) });

/** What an assertion found. */
export const anAssertion = (over: Partial<AssertionResult> = {}): AssertionResult => ({
  assertion: 'status.monotonic',
  description: 'a status never goes back',
  stepId: null,
  outcome: { status: 'passed' },
  ...over,
});

/** A storyboard of these steps; its verdict follows from them. */
export const aStoryboard = (over: Partial<StoryboardResult> = {}): StoryboardResult => {
  const id = over.storyboardId ?? 'sales_flow';
  const steps = (over.steps ?? [aStep()]).map((step) => ({ ...step, storyboardId: id }));
  return {
    storyboardId: id,
    title: 'A sales flow',
    track: 'media_buy',
    version: '1.0.0',
    at: aSource({ line: 1, column: 1, length: 14, text: 'id: sales_flow' }),
    status: 'stable',
    verdict: verdictOf(steps, over),
    skip: null,
    subject: { home: null, brand: null, homeOperator: null, operator: null, account: null },
    notRun: [],
    assertions: [],
    notices: [],
    durationMs: 35,
    ...over,
    steps,
  };
};

/** A storyboard that does not apply. */
export const aSkippedStoryboard = (over: Partial<StoryboardResult> = {}): StoryboardResult =>
  aStoryboard({
    storyboardId: 'signals_flow',
    verdict: 'skipped',
    skip: { reason: 'missing_tool', detail: 'needs get_signals; the agent lists: get_products' },
    steps: [],
    ...over,
  });

/** A target with these storyboards; its summary follows from them. */
export const aTarget = (over: Partial<TargetResult> = {}): TargetResult => {
  const storyboards = over.storyboards ?? [aStoryboard()];
  return {
    target: { name: 'sales', url: 'http://agent.test/sales/mcp', protocol: 'mcp' },
    agent: {
      name: 'training-agent',
      version: '1.0.0',
      protocolVersion: '2025-06-18',
      tools: ['get_products'],
      capabilities: null,
    },
    unreachable: null,
    undecided: null,
    notSelected: [],
    requests: 4,
    durationMs: 40,
    ...over,
    storyboards,
    summary: over.summary ?? summaryOf(storyboards),
  };
};

/** A whole run over these targets; its summary follows from them. */
export const aRunResult = (over: Partial<RunResult> = {}): RunResult => {
  const targets = over.targets ?? [aTarget()];
  return {
    runner: { name: 'storyboard', version: '0.1.0' },
    startedAt: '2026-01-01T00:00:00.000Z',
    durationMs: 50,
    suite: { name: 'shipped', version: '1.0.0', publishedAt: '2026-01-01T00:00:00Z' },
    identity: { brand: null, operator: null, verbatim: false, live: false },
    partial: [],
    schemasUsed: [],
    notices: [],
    ...over,
    targets,
    summary: over.summary ?? summaryOf(targets.flatMap((target) => target.storyboards)),
  };
};

/** A run of one target and one storyboard with these steps. */
export const aRunOf = (...steps: readonly StepResult[]): RunResult =>
  aRunResult({ targets: [aTarget({ storyboards: [aStoryboard({ steps })] })] });

/** A gate without floors. */
export const aGate = (over: Partial<GateResult> = {}): GateResult => ({
  status: 'unset',
  file: null,
  explicit: false,
  notJudged: null,
  targets: [],
  base: null,
  ...over,
});

/** The floors of one target. */
export const aTargetFloors = (over: Partial<TargetFloors> = {}): TargetFloors => ({
  name: 'sales',
  metrics: [],
  knownFailures: [],
  at: aSource({ file: 'floors.yaml', line: 2, column: 3, length: 5, text: '  sales:' }),
  ...over,
});

/** A floors file with these blocks. */
export const someFloors = (...targets: readonly TargetFloors[]): Floors => ({
  file: 'floors.yaml',
  targets: new Map(targets.map((target) => [target.name, target])),
});

/** The decision of a run without fault. */
export const aDecision = (over: Partial<Decision> = {}): Decision => ({
  exitCode: 0,
  reason: null,
  ...over,
});

const verdicts: readonly Verdict[] = ['passed', 'failed', 'errored', 'skipped'];

function verdictOf(
  steps: readonly StepResult[],
  { assertions = [], notRun = [] }: Partial<StoryboardResult>,
): StoryboardVerdict {
  const counted = steps.filter((step) => !step.tolerated).map((step) => step.verdict);
  if (counted.includes('errored')) return 'errored';
  if (counted.includes('failed')) return 'failed';
  if (assertions.some(({ outcome }) => outcome.status === 'failed')) return 'failed';
  if (notRun.length > 0) return 'not_run';
  return counted.includes('passed') ? 'passed' : 'skipped';
}

function count(found: readonly StoryboardVerdict[]): Record<Verdict, number> {
  const entries = verdicts.map((verdict) => [verdict, found.filter((v) => v === verdict).length]);
  return Object.fromEntries(entries) as Record<Verdict, number>;
}

/** The counts of these storyboards. */
export function summaryOf(all: readonly StoryboardResult[]): RunSummary {
  const storyboards = all.filter(({ status }) => status !== 'preview');
  const steps = storyboards.flatMap((storyboard) => storyboard.steps);
  const validations = steps.flatMap((step) => step.validations);
  const skips: Partial<Record<SkipReason, number>> = {};
  for (const step of steps) {
    if (step.verdict === 'skipped') {
      skips[step.skip.reason] = (skips[step.skip.reason] ?? 0) + 1;
    }
  }
  return {
    ...tallyOf(storyboards),
    previews: tallyOf(all.filter(({ status }) => status === 'preview')),
    toleratedFailures: steps.filter(
      ({ tolerated, verdict }) => tolerated && (verdict === 'failed' || verdict === 'errored'),
    ).length,
    advisoryFailures: validations.filter(
      ({ severity, outcome }) => severity === 'advisory' && outcome.status === 'failed',
    ).length,
    validationsNotApplicable: validations.filter(
      ({ outcome }) => outcome.status === 'not_applicable',
    ).length,
    failedAssertions: storyboards
      .flatMap(({ assertions }) => assertions)
      .filter(({ outcome }) => outcome.status === 'failed').length,
    skipsByReason: skips,
  };
}

function tallyOf(storyboards: readonly StoryboardResult[]): Tally {
  return {
    storyboards: count(storyboards.map(({ verdict }) => verdict)),
    storyboardsNotRun: storyboards.filter(({ verdict }) => verdict === 'not_run').length,
    steps: count(storyboards.flatMap(({ steps }) => steps).map(({ verdict }) => verdict)),
    stepsNotRun: storyboards.reduce((sum, { notRun }) => sum + notRun.length, 0),
  };
}
