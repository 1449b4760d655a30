import { asAskedFor } from '../judge/base-verdict.ts';
import { errorCodes } from '../judge/error-code.ts';
import type { Answered, Extraction, Unanswered, WireRequest } from '../model/exchange.ts';
import type { DispatchedCopy, RequestRecord, StepResult } from '../model/step-result.ts';
import type { ParallelDispatch } from '../model/storyboard.ts';
import { controllerTask } from '../request/controller.ts';
import { buildIn } from './build-in.ts';
import { dispatchCopies, keysOfCopies, unsettledCopies } from './copies.ts';
import { judged, notSent } from './judged.ts';
import type { StepScope } from './scope.ts';
import { erroredStep, skippedStep } from './step-frame.ts';
import { completeTask, type TaskCompletion } from './task-completion.ts';
import { judgeUnresolved, missingComparand } from './unresolved.ts';
import { missingWindow, observeUpstream } from './upstream.ts';

/** Builds the request, sends it once, and judges the answer. */
export async function callAgent(scope: StepScope): Promise<StepResult | null> {
  const { session, step, memory } = scope;
  if (step.action.kind !== 'call') return null;
  const spec = step.action.request;
  const built = buildIn(scope, spec);
  if (built.kind === 'unresolved') return judgeUnresolved(scope, { ...built, memory });
  if (built.kind === 'no_credential') return notSent(scope, built.detail, built.record);
  const incomparable = missingComparand(scope) ?? missingWindow(scope);
  if (incomparable !== null) return incomparable;
  if (built.kind === 'no_fixture') {
    return skippedStep(scope, { reason: 'fixture_unavailable', detail: built.detail });
  }
  if (step.action.parallel) return sendCopies(scope, built, step.action.parallel);
  const { signal, timeoutMs } = session;
  const { transport } = session;
  const came = await transport.send(built.request, { signal, timeoutMs });
  const exchange = asAskedFor(came, step.expectation, (response) => transport.extract(response));
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
  const broken = faults.find(({ reason }) => reason !== 'timed_out') ?? silenceOf(copies);
  if (broken) return erroredStep(scope, broken, { request: record, copies });
  const first = copies.find(({ settled }) => settled);
  const upstream = await observeUpstream(scope, { request, sentAt: firstSent(copies) });
  if (upstream === null) return null;
  return judged(scope, {
    exchange: first?.exchange.kind === 'answered' ? first.exchange : null,
    extraction: first?.extraction ?? null,
    request: { ...record, changes: [...record.changes, ...keysOfCopies(request, copies)] },
    findings: unsettledCopies(copies, parallel),
    copies,
    upstream,
  });
}

/** The fault of copies none of which was answered at all: they tell as little as one request without an answer. */
function silenceOf(copies: readonly DispatchedCopy[]): Unanswered | null {
  const silent = copies.flatMap(({ exchange, deferrals }) =>
    exchange.kind === 'unanswered' && deferrals.length === 0 ? exchange : [],
  );
  return silent.length === copies.length ? (silent[0] ?? null) : null;
}

function firstSent(copies: readonly DispatchedCopy[]): string {
  const sent = copies.flatMap(({ exchange, deferrals }) => [exchange, ...deferrals]);
  return sent.map(({ sentAt }) => sentAt).reduce((a, b) => (a < b ? a : b));
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
      { request, durationMs: exchange.durationMs, answers: { exchange, extraction, polls: [] } },
    );
  }
  const task = await completeTask(scope, exchange, extraction);
  const upstream = task === 'aborted' ? null : await observeUpstream(scope, exchange);
  if (task === 'aborted' || upstream === null) return null;
  const polls = task?.polls ?? [];
  const found = asEnded(extraction, task);
  const answer = { exchange, extraction: found, request };
  return judged(scope, { ...answer, findings: [], task, polls, upstream });
}

/** A task that came to its result while it was polled leaves nothing to wait for. */
function asEnded(extraction: Extraction, task: TaskCompletion | null): Extraction {
  const hasEnded = extraction.outcome === 'pending' && task?.problem === null;
  return hasEnded ? { ...extraction, outcome: 'success' } : extraction;
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
