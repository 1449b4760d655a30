import { readCaptures, type Captures } from '../judge/capture.ts';
import { conventionalCaptures } from '../judge/conventions.ts';
import { errorCodes } from '../judge/error-code.ts';
import { failsStep, judgeStep, type StepJudgement } from '../judge/step.ts';
import type { UpstreamEvidence } from '../model/evidence.ts';
import type { Answered, Extraction, WireRequest } from '../model/exchange.ts';
import type { Json, JsonObject } from '../model/json.ts';
import type { MetadataGraph } from '../model/metadata-graph.ts';
import type {
  CapturedValue,
  DispatchedCopy,
  RequestRecord,
  StepFailure,
  StepResult,
  ValidationResult,
} from '../model/result.ts';
import type { ParallelDispatch } from '../model/storyboard.ts';
import { controllerTask } from '../request/controller.ts';
import { discoveredIn } from '../request/discovered.ts';
import { objectFrom } from '../support/json.ts';
import { buildIn } from './build-in.ts';
import { resolveValidations } from './comparands.ts';
import { dispatchCopies, unsettledCopies } from './copies.ts';
import { runEvidence, tokenSources, type StepScope } from './scope.ts';
import { erroredStep, frameOf, skippedStep } from './step-frame.ts';
import { completeTask, type TaskCompletion } from './task-completion.ts';
import { runnerTasks } from './tasks/registry.ts';
import { observeUpstream } from './upstream.ts';
import { judgeUnresolved, missingComparand } from './unresolved.ts';

/** Runs one step to its verdict; null when the run was cut short before there was one. */
export async function runStep(scope: StepScope): Promise<StepResult | null> {
  const { action } = scope.step;
  if (scope.unrouted !== undefined) return notSent(scope, scope.unrouted, null);
  switch (action.kind) {
    case 'call':
      return callAgent(scope);
    case 'runner_task':
      return performTask(action.task, action.params, scope);
    case 'unresolved':
      return notSent(scope, action.detail, null);
  }
}

async function callAgent(scope: StepScope): Promise<StepResult | null> {
  const { session, step, memory } = scope;
  if (step.action.kind !== 'call') return null;
  const spec = step.action.request;
  const built = buildIn(scope, spec);
  if (built.kind === 'unresolved') return judgeUnresolved(scope, { ...built, memory });
  if (built.kind === 'no_credential') return notSent(scope, built.detail, built.record);
  const incomparable = missingComparand(scope);
  if (incomparable !== null) return incomparable;
  if (built.kind === 'no_fixture') {
    return skippedStep(scope, { reason: 'fixture_unavailable', detail: built.detail });
  }
  if (step.action.parallel) return sendCopies(scope, built, step.action.parallel);
  const { signal, timeoutMs } = session;
  const exchange = await session.transport.send(built.request, { signal, timeoutMs });
  if (exchange.kind === 'unanswered') {
    return exchange.reason === 'aborted'
      ? null
      : erroredStep(scope, exchange, { request: built.record });
  }
  return judgeAnswer(scope, exchange, built.record);
}

/** Checks of single fields look at the first copy that came to an end. */
async function sendCopies(
  scope: StepScope,
  { request, record }: { readonly request: WireRequest; readonly record: RequestRecord },
  parallel: ParallelDispatch,
): Promise<StepResult | null> {
  const copies = await dispatchCopies(request, parallel, scope.session);
  const faults = copies.flatMap(({ exchange }) => (exchange.kind === 'unanswered' ? exchange : []));
  if (faults.some(({ reason }) => reason === 'aborted')) return null;
  const broken = faults.find(({ reason }) => reason !== 'timed_out');
  if (broken) return erroredStep(scope, broken, { request: record });
  const first = copies.find(({ settled }) => settled);
  return judged(scope, {
    exchange: first?.exchange.kind === 'answered' ? first.exchange : null,
    extraction: first?.extraction ?? null,
    request: record,
    findings: unsettledCopies(copies, parallel),
    copies,
  });
}

async function judgeAnswer(
  scope: StepScope,
  exchange: Answered,
  request: RequestRecord,
): Promise<StepResult | null> {
  const extraction = scope.session.transport.extract(exchange.response);
  const unsupported = unsupportedScenario(scope, extraction);
  if (unsupported !== null) {
    const detail = `the controller does not know the scenario ${unsupported}`;
    return skippedStep(
      scope,
      { reason: 'missing_test_controller', detail },
      { request, durationMs: exchange.durationMs },
    );
  }
  const task = await completeTask(scope, exchange, extraction);
  const upstream = task === 'aborted' ? null : await observeUpstream(scope, exchange);
  if (task === 'aborted' || upstream === null) return null;
  const polls = task?.polls ?? [];
  return judged(scope, { exchange, extraction, request, findings: [], task, polls, upstream });
}

/** A controller step that asserts nothing about an unknown scenario has nothing to say of an agent without it. */
function unsupportedScenario({ step }: StepScope, extraction: Extraction): string | null {
  if (step.action.kind !== 'call' || step.action.request.task !== controllerTask) return null;
  if (
    step.expectation.outcome === 'error' ||
    step.expectation.validations.some(({ check }) => check === 'error_code')
  ) {
    return null;
  }
  if (!errorCodes(extraction).some(({ code }) => code === 'UNKNOWN_SCENARIO')) return null;
  const { scenario } = step.action.request.payload;
  return typeof scenario === 'string' ? scenario : JSON.stringify(scenario ?? null);
}

async function performTask(
  task: string,
  params: JsonObject,
  scope: StepScope,
): Promise<StepResult | null> {
  const runnerTask = runnerTasks.find(({ name }) => name === task);
  if (runnerTask === undefined) {
    return skippedStep(scope, {
      reason: 'not_applicable',
      detail: `the runner does not implement the task ${task}`,
    });
  }
  const outcome = await runnerTask.perform(params, scope);
  switch (outcome.kind) {
    case 'skipped':
      return skippedStep(scope, outcome.skip);
    case 'unanswered':
      return outcome.exchange.reason === 'aborted' ? null : erroredStep(scope, outcome.exchange);
    case 'unresolved':
      return judgeUnresolved(scope, { ...outcome, record: nothingSent, memory: scope.memory });
    case 'aborted':
      return null;
    case 'evidence':
      return judged(scope, { request: null, ...outcome });
  }
}

const nothingSent: RequestRecord = { sent: null, changes: [], kept: [], bindings: [] };

interface Gathered {
  readonly exchange: Answered | null;
  readonly extraction: Extraction | null;
  readonly request: RequestRecord | null;
  /** What a runner task found by itself. */
  readonly findings: readonly ValidationResult[];
  /** Where the exchange does not say; milliseconds. */
  readonly durationMs?: number;
  readonly polls?: readonly Answered[];
  /** What became of the task the answer left running; null where it left none. */
  readonly task?: TaskCompletion | null;
  readonly copies?: readonly DispatchedCopy[];
  readonly upstream?: UpstreamEvidence | undefined;
  readonly metadataGraph?: MetadataGraph;
}

function judged(scope: StepScope, gathered: Gathered): StepResult {
  const { exchange, extraction, findings } = gathered;
  const captures = readCaptures({
    captures: scope.step.captures,
    payload: extraction?.payload ?? null,
    ...taskEndOf(gathered),
    generate: ({ name }) => scope.memory.generate(name, scope.session.services.newId),
  });
  const judgement = judgeEvidence(scope, gathered, captures);
  const lost = judgement.verdict === 'passed' ? captures.failures : [];
  const frame = {
    ...frameOf(scope),
    durationMs: exchange?.durationMs ?? gathered.durationMs ?? 0,
    validations: [...findings, ...judgement.validations, ...lost],
    ...shownOf(gathered),
  };
  if (judgement.verdict === 'passed' && lost.length === 0 && !findings.some(failsStep)) {
    const captured = [...captures.captured, ...conventions(scope, extraction)];
    return { ...frame, captured, verdict: 'passed', failure: null };
  }
  // What the runner generated stays known, so that later uses of its name agree with earlier ones.
  const captured = captures.captured.filter(isGenerated);
  return { ...frame, captured, verdict: 'failed', failure: failureOf(judgement) };
}

function shownOf({ exchange, extraction, request, polls = [], copies }: Gathered) {
  return { exchange, extraction, request, polls, ...(copies && { copies }) };
}

function taskEndOf({ task }: Gathered) {
  return { taskResult: task?.result ?? null, taskProblem: task?.problem ?? null };
}

function failureOf(judgement: StepJudgement): StepFailure {
  const failure = 'failure' in judgement ? judgement.failure : null;
  return failure ?? { kind: 'validations' };
}

/** A step may compare with what it captures itself, so its captures count while it is judged. */
function judgeEvidence(
  scope: StepScope,
  { exchange, extraction, request, copies, metadataGraph, upstream }: Gathered,
  { captured }: Captures,
): StepJudgement {
  const { step, session, memory } = scope;
  const tentative = objectFrom(captured.map(({ name, value }) => [name, value] as const));
  const sources = { ...tokenSources(scope), context: { ...memory.context, ...tentative } };
  return judgeStep({
    expectation: step.expectation,
    validations: resolveValidations(step.expectation.validations, sources),
    exchange,
    extraction,
    checks: session.services.checks,
    run: {
      ...runEvidence(scope, request?.sent?.payload ?? null, tentative),
      ...(copies && { copies }),
      ...(upstream && { upstream }),
      ...(metadataGraph && { metadataGraph }),
    },
  });
}

function isGenerated({ provenance }: CapturedValue): boolean {
  return provenance === 'generated';
}

function conventions({ step }: StepScope, extraction: Extraction | null): readonly CapturedValue[] {
  if (step.action.kind !== 'call' || extraction?.outcome !== 'success') return [];
  return conventionalCaptures(step.action.request.task, extraction.payload);
}

function notSent(scope: StepScope, detail: string, request: RequestRecord | null): StepResult {
  return {
    ...frameOf(scope),
    request,
    verdict: 'failed',
    failure: { kind: 'not_sent', detail },
    exchange: null,
    extraction: null,
    polls: [],
  };
}

/** Commits what a step taught the storyboard: captures, products, contributions. */
export function learn({ step, phase, memory }: StepScope, result: StepResult): void {
  memory.results.set(step.id, result);
  memory.capture(step.id, result.captured);
  if (result.verdict !== 'passed') return;
  const payload: Json = result.extraction?.outcome === 'success' ? result.extraction.payload : null;
  if (result.task === 'get_products') memory.discover(discoveredIn(payload));
  if (step.contributesTo === null || memory.contributions.has(step.contributesTo)) return;
  const condition = step.contributesIf;
  if (condition === null || memory.results.get(condition)?.verdict === 'passed') {
    memory.contributions.set(step.contributesTo, { phaseId: phase.id, stepId: step.id });
  }
}
