import type { RunSummary, StoryboardResult, Tally } from '../model/result.ts';
import type {
  SkipReason,
  StepResult,
  StoryboardVerdict,
  ValidationResult,
  Verdict,
} from '../model/step-result.ts';
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
  return {
    storyboards: byVerdict(storyboards),
    storyboardsNotRun: countOf(storyboards, 'not_run'),
    steps: byVerdict(storyboards.flatMap(({ steps }) => steps)),
    stepsNotRun: storyboards.reduce((sum, { notRun }) => sum + notRun.length, 0),
  };
}

type Judged = readonly { readonly verdict: StoryboardVerdict }[];

function byVerdict(items: Judged): Record<Verdict, number> {
  return {
    passed: countOf(items, 'passed'),
    failed: countOf(items, 'failed'),
    errored: countOf(items, 'errored'),
    skipped: countOf(items, 'skipped'),
  };
}

function countOf(items: Judged, wanted: StoryboardVerdict): number {
  return items.filter(({ verdict }) => verdict === wanted).length;
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
