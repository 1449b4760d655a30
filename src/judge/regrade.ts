import type { JudgedStep, Skip, SkippedStep, StepResult } from '../model/step-result.ts';
import type { Phase, Step, Storyboard } from '../model/storyboard.ts';
import { branchSetsOf } from './branch-sets.ts';

/** A step that raised a flag, and its phase. */
export interface Contributor {
  readonly phaseId: string;
  readonly stepId: string;
}

/** Turns failures of alternatives into skips where another alternative of the same set held. */
export function takeBranches(
  steps: readonly StepResult[],
  storyboard: Storyboard,
  contributions: ReadonlyMap<string, readonly Contributor[]>,
): readonly StepResult[] {
  const sets = branchSetsOf(storyboard);
  const moot = new Map<string, Skip>();
  for (const phase of storyboard.phases) {
    const set = sets.get(phase.id);
    const contributors = set === undefined ? [] : (contributions.get(set) ?? []);
    const [first] = contributors;
    if (!first || contributors.some(({ phaseId }) => phaseId === phase.id)) continue;
    const detail = `${set} contributed by ${first.phaseId}.${first.stepId} — ${phase.id} is moot`;
    moot.set(phase.id, { reason: 'peer_branch_taken', detail });
  }
  return steps.map((step) => {
    if (step.verdict !== 'failed' || !step.tolerated) return step;
    const skip = moot.get(step.phaseId);
    return skip ? mootStep(step, skip) : step;
  });
}

/** Turns the skip of a step the agent has no tool for into one that names the step which stood in for it. */
export function substitutePeers(
  steps: readonly StepResult[],
  { phases }: Storyboard,
): readonly StepResult[] {
  const passed = new Set(steps.filter(({ verdict }) => verdict === 'passed').map(addressOf));
  const substitutes = new Map(
    phases.flatMap((phase) =>
      phase.steps
        .filter((step) => passed.has(addressOf({ phaseId: phase.id, stepId: step.id })))
        .flatMap((step) => targetsOf(step, phase)),
    ),
  );
  return steps.map((step) => {
    const substitute = substitutes.get(addressOf(step));
    if (substitute === undefined || !lacksTool(step)) return step;
    const detail = `${step.stepId} state provided by ${substitute}`;
    return { ...step, skip: { reason: 'peer_substituted', detail } };
  });
}

function targetsOf(step: Step, phase: Phase): readonly (readonly [string, string])[] {
  const substitute = `${phase.id}.${step.id}`;
  return step.providesStateFor.map(
    (stepId) => [addressOf({ phaseId: phase.id, stepId }), substitute] as const,
  );
}

const addressOf = ({ phaseId, stepId }: Contributor) => `${phaseId}.${stepId}`;

function lacksTool(step: StepResult): step is SkippedStep {
  return (
    step.verdict === 'skipped' &&
    step.stateful &&
    ['missing_tool', 'missing_test_controller'].includes(step.skip.reason)
  );
}

/** Its answer stays: it says nothing of the step any more, and still must not leak. */
function mootStep(step: JudgedStep, skip: Skip): SkippedStep {
  const { storyboardId, phaseId, stepId, task, agent, title, at, tolerated, stateful } = step;
  const { expects, durationMs, validations, request, captured, notices } = step;
  const { exchange, extraction, polls, copies } = step;
  return {
    ...{ storyboardId, phaseId, stepId, task, title, at, tolerated, stateful, expects },
    ...{ durationMs, validations, request, captured, notices },
    ...(agent !== undefined && { agent }),
    verdict: 'skipped',
    skip,
    answers: { exchange, extraction, polls, ...(copies && { copies }) },
  };
}
