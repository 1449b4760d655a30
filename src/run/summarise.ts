import type { RunSummary, StoryboardResult, Tally } from '../model/result.ts';
import type { SkipReason, StepResult, ValidationResult, Verdict } from '../model/step-result.ts';
import { isGraded } from '../support/graded.ts';
import { isFailure } from '../support/failure.ts';

/** Counts a run's results. The only place that counts. */
export function summarise(all: readonly StoryboardResult[]): RunSummary {
  const storyboards = all.filter(isGraded);
  const steps = storyboards.flatMap((storyboard) => storyboard.steps);
  const validations = steps.flatMap((step) => step.validations);
  return {
    ...tally(storyboards),
    previews: tally(all.filter((storyboard) => !isGraded(storyboard))),
    toleratedFailures: steps.filter((step) => step.tolerated && isFailure(step)).length,
    advisoryFailures: validations.filter(
      (v) => v.severity === 'advisory' && v.outcome.status === 'failed',
    ).length,
    validationsNotApplicable: validations.filter(isNotApplicable).length,
    failedAssertions: storyboards
      .flatMap(({ assertions }) => assertions)
      .filter((a) => a.outcome.status === 'failed').length,
    skipsByReason: skipsByReason(steps),
  };
}

function tally(storyboards: readonly StoryboardResult[]): Tally {
  const reached = storyboards.filter(
    ({ notRun, steps }) => notRun.length === 0 || steps.length > 0,
  );
  return {
    storyboards: byVerdict(reached),
    storyboardsNotRun: storyboards.length - reached.length,
    steps: byVerdict(storyboards.flatMap(({ steps }) => steps)),
    stepsNotRun: storyboards.reduce((sum, { notRun }) => sum + notRun.length, 0),
  };
}

function byVerdict(items: readonly { readonly verdict: Verdict }[]): Record<Verdict, number> {
  const counts = { passed: 0, failed: 0, errored: 0, skipped: 0 };
  for (const { verdict } of items) counts[verdict] += 1;
  return counts;
}

function isNotApplicable({ outcome }: ValidationResult): boolean {
  return outcome.status === 'not_applicable';
}

function skipsByReason(steps: readonly StepResult[]): Partial<Record<SkipReason, number>> {
  const counts: Partial<Record<SkipReason, number>> = {};
  for (const step of steps) {
    if (step.verdict === 'skipped') counts[step.skip.reason] = (counts[step.skip.reason] ?? 0) + 1;
  }
  return counts;
}
