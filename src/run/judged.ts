import { readCaptures, type Captures } from '../judge/capture.ts';
import { conventionalCaptures } from '../judge/conventions.ts';
import { failsStep, judgeStep, type StepJudgement } from '../judge/step.ts';
import type { UpstreamEvidence } from '../model/evidence.ts';
import type { Answered, Extraction } from '../model/exchange.ts';
import type { MetadataGraph } from '../model/metadata-graph.ts';
import type {
  CapturedValue,
  DispatchedCopy,
  RequestRecord,
  StepFailure,
  StepResult,
  ValidationResult,
} from '../model/step-result.ts';
import { objectFrom } from '../support/json.ts';
import { resolveValidations } from './comparands.ts';
import { renamingOf, runEvidence, tokenSources, type StepScope } from './scope.ts';
import { frameOf } from './step-frame.ts';
import type { TaskCompletion } from './task-completion.ts';

/** What a step brought back, from whoever performed it. */
export interface Gathered {
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

/** Judges what a step brought back, and reads its captures. */
export async function judged(scope: StepScope, gathered: Gathered): Promise<StepResult> {
  const { exchange, extraction, findings } = gathered;
  await schemaReady(scope, extraction);
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

async function schemaReady(
  { session, step: { expectation } }: StepScope,
  extraction: Extraction | null,
): Promise<void> {
  const { responseSchemaRef: ref, validations } = expectation;
  if (ref === null || extraction === null) return;
  if (validations.some(({ check }) => check === 'response_schema'))
    await session.validator.ready(ref, extraction.payload);
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
  const sources = {
    ...tokenSources(scope),
    context: { ...memory.context, ...tentative },
    constants: new Set([...memory.constants].filter((name) => !Object.hasOwn(tentative, name))),
    renaming: renamingOf(scope),
  };
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

/** A step that could not be sent at all. */
export function notSent(
  scope: StepScope,
  detail: string,
  request: RequestRecord | null,
): StepResult {
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
