import type { Json } from '../model/json.ts';
import type {
  ErroredStep,
  Skip,
  SkippedStep,
  StepAddress,
  StepRecord,
  ValidationResult,
} from '../model/step-result.ts';
import type { Unanswered } from '../model/exchange.ts';
import type { Phase, Step, Storyboard } from '../model/storyboard.ts';

/** A step and where it stands. */
export interface Placed {
  readonly storyboard: Storyboard;
  readonly phase: Phase;
  readonly step: Step;
  /** The agent it goes to, in runs that have several. */
  readonly agent?: string;
}

/** The names that identify a step. */
export function addressOf({ storyboard, phase, step }: Placed): StepAddress {
  return { storyboardId: storyboard.id, phaseId: phase.id, stepId: step.id, task: taskOf(step) };
}

/** The task a step performs, whoever performs it. */
export function taskOf(step: Step): string {
  return step.action.kind === 'call' ? step.action.request.task : step.action.task;
}

/** What every result of a step starts from; nothing sent, nothing found. */
export function frameOf(placed: Placed): StepRecord {
  const { storyboard, phase, step, agent } = placed;
  const frame = {
    storyboardId: storyboard.id,
    phaseId: phase.id,
    stepId: step.id,
    task: taskOf(step),
    title: step.title,
    at: step.at,
    tolerated: phase.optional,
    stateful: step.stateful,
    expects: step.expectation.outcome,
    durationMs: 0,
    validations: [],
    request: null,
    captured: [],
    notices: [],
  };
  return agent === undefined ? frame : { ...frame, agent };
}

/** A step that did not run. */
export function skippedStep(
  placed: Placed,
  skip: Skip,
  extra: Partial<SkippedStep> = {},
): SkippedStep {
  return { ...frameOf(placed), ...extra, verdict: 'skipped', skip };
}

/** A step that got nothing to judge. */
export function erroredStep(
  placed: Placed,
  exchange: Unanswered,
  extra: Partial<ErroredStep> = {},
): ErroredStep {
  return {
    ...frameOf(placed),
    durationMs: exchange.durationMs,
    ...extra,
    verdict: 'errored',
    exchange,
  };
}

/** A validation the runner adds itself because a token had no value (storyboard language, 8.3). */
export function unresolvedSubstitution(token: string): ValidationResult {
  const expected: Json = token;
  return {
    check: 'unresolved_substitution',
    id: null,
    description: `${token} has a value when the step runs`,
    severity: 'required',
    promoted: null,
    at: null,
    outcome: { status: 'failed', pointer: null, expected, actual: null },
  };
}
