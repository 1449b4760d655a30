import type { Json, JsonObject } from '../model/json.ts';
import type { NotSelected, RunResult, RunSummary, StoryboardResult } from '../model/result.ts';
import type { StoryboardVerdict } from '../model/step-result.ts';
import { isGraded } from '../support/graded.ts';
import { noticeJson } from './notice.ts';

/**
 * The counts the contract requires. Its three-way reading has no errored steps: `steps_failed` holds them
 * and `steps_errored` says how many, so passed + failed + skipped + not run = total.
 */
export function countsOf(summary: RunSummary): JsonObject {
  const { passed, failed, errored, skipped } = summary.steps;
  return {
    total_steps: passed + failed + errored + skipped + summary.stepsNotRun,
    steps_passed: passed,
    steps_failed: failed + errored,
    steps_skipped: skipped,
    steps_errored: errored,
    steps_tolerated: summary.toleratedFailures,
    steps_not_run: summary.stepsNotRun,
    skipped_by_reason: sorted(summary.skipsByReason),
    validations_not_applicable: summary.validationsNotApplicable,
    validations_advisory_failed: summary.advisoryFailures,
    assertions_failed: summary.failedAssertions,
    storyboards: { ...summary.storyboards, not_run: summary.storyboardsNotRun },
    // Not graded, and part of no count above.
    previews: {
      storyboards: { ...summary.previews.storyboards, not_run: summary.previews.storyboardsNotRun },
      steps: { ...summary.previews.steps, not_run: summary.previews.stepsNotRun },
    },
  };
}

/** The summary of the whole run. */
export function runSummary(result: RunResult): JsonObject {
  const filtered = result.partial.some(({ kind }) => kind === 'filtered');
  const left = result.targets.flatMap(({ target, notSelected }) =>
    notSelected.map((each) => ({ ...each, target: target.name })),
  );
  return {
    ...countsOf(result.summary),
    // A filter leaves no trace of what it dropped; null says that the number is not known.
    steps_not_selected: filtered ? null : left.reduce((sum, { steps }) => sum + steps, 0),
    not_selected_by_reason: sorted(stepsByReason(left)),
    not_selected: left.map(({ storyboardId, target, reason, detail, steps }) => ({
      storyboard_id: storyboardId,
      target,
      reason,
      detail,
      steps,
    })),
    tracks: tracksOf(result.targets.flatMap(({ storyboards }) => storyboards)),
    schemas_used: result.schemasUsed.map(({ id, url }) => ({ schema_id: id, schema_url: url })),
    runner_capability_version: result.runner.version,
    notices: result.notices.map(noticeJson),
  };
}

/** How many steps were left out, by reason. */
function stepsByReason(left: readonly NotSelected[]): Readonly<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const { reason, steps } of left) counts[reason] = (counts[reason] ?? 0) + steps;
  return counts;
}

/** One entry per track, by name: its verdict, `preview` where nothing of it is graded, and its storyboards and skips counted. */
export function tracksOf(storyboards: readonly StoryboardResult[]): readonly Json[] {
  const names = [...new Set(storyboards.map(({ track }) => track))].sort(byName);
  return names.map((track) =>
    trackOf(
      track,
      storyboards.filter((each) => each.track === track),
    ),
  );
}

function byName(a: string | null, b: string | null): number {
  return (a ?? '') < (b ?? '') ? -1 : 1;
}

function trackOf(track: string | null, storyboards: readonly StoryboardResult[]): JsonObject {
  const graded = storyboards.filter(isGraded);
  const with_ = (verdict: StoryboardVerdict) =>
    graded.filter((each) => each.verdict === verdict).length;
  const counts = {
    passed: with_('passed'),
    failed: with_('failed'),
    errored: with_('errored'),
    skipped: with_('skipped'),
    not_run: with_('not_run'),
  };
  return {
    track,
    status: graded.length === 0 ? 'preview' : statusOf(counts),
    storyboards: { ...counts, preview: storyboards.length - graded.length },
    skipped_by_reason: skipsOf(graded),
  };
}

function statusOf(counts: Readonly<Record<StoryboardVerdict, number>>): StoryboardVerdict {
  if (counts.failed > 0) return 'failed';
  if (counts.errored > 0) return 'errored';
  if (counts.not_run > 0) return 'not_run';
  return counts.passed > 0 ? 'passed' : 'skipped';
}

function skipsOf(storyboards: readonly StoryboardResult[]): JsonObject {
  const counts: Record<string, number> = {};
  for (const { skip, steps } of storyboards) {
    const skips = steps.flatMap((step) => (step.verdict === 'skipped' ? [step.skip] : []));
    const reasons = steps.length === 0 && skip ? [skip] : skips;
    for (const { reason } of reasons) counts[reason] = (counts[reason] ?? 0) + 1;
  }
  return sorted(counts);
}

function sorted(counts: Readonly<Record<string, number>>): JsonObject {
  return Object.fromEntries(Object.entries(counts).sort(([a], [b]) => (a < b ? -1 : 1)));
}
