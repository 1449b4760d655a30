import type { RunResult, RunSummary, TargetResult } from '../model/result.ts';
import type { Verdict } from '../model/step-result.ts';
import type { Paint } from './paint.ts';
import { counted, duration } from './words.ts';

/** Totals that add up, and the counts that are part of no total. */
export function totalLines(result: RunResult, paint: Paint): readonly string[] {
  const { summary, targets } = result;
  const requests = targets.reduce((sum, target) => sum + target.requests, 0);
  return [
    `storyboards  ${sumOf(summary.storyboards, summary.storyboardsNotRun)}`,
    `steps        ${sumOf(summary.steps, summary.stepsNotRun)}`,
    ...[...besides(summary), ...previews(summary), ...notSelected(targets)].map((line) =>
      paint.faint(`             ${line}`),
    ),
    paint.faint(`             ${counted(requests, 'request')} in ${duration(result.durationMs)}`),
  ];
}

/** Part of no total either: what previews found is shown, not graded. */
function previews({ previews: { storyboards, storyboardsNotRun, ...rest } }: RunSummary) {
  const count = Object.values(storyboards).reduce((sum, each) => sum + each, storyboardsNotRun);
  if (count === 0) return [];
  const { passed, failed, errored, skipped } = rest.steps;
  const found = `${passed} passed, ${failed} failed, ${errored} errored, ${skipped} skipped, ${rest.stepsNotRun} not run`;
  return [`not graded: ${counted(count, 'preview')}, steps ${found}`];
}

function sumOf(counts: Readonly<Record<Verdict, number>>, notRun: number): string {
  const { passed, failed, errored, skipped } = counts;
  const total = passed + failed + errored + skipped + notRun;
  return `${passed} passed + ${failed} failed + ${errored} errored + ${skipped} skipped + ${notRun} not run = ${total}`;
}

function besides(summary: RunSummary): readonly string[] {
  const facts: readonly (readonly [number, string, string?])[] = [
    [
      summary.toleratedFailures,
      'of the failures in optional phases',
      'of the failures in optional phases',
    ],
    [summary.failedAssertions, 'failed assertion'],
    [summary.advisoryFailures, 'advisory failure'],
    [summary.validationsNotApplicable, 'validation not applicable', 'validations not applicable'],
  ];
  const shown = facts.filter(([count]) => count > 0).map((fact) => counted(...fact));
  const skips = Object.entries(summary.skipsByReason)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([reason, count]) => `${reason} ${count}`);
  return [
    ...(shown.length > 0 ? [shown.join(', ')] : []),
    ...(skips.length > 0 ? [`skips: ${skips.join(', ')}`] : []),
  ];
}

/** Part of no total: it was never to run. */
function notSelected(targets: readonly TargetResult[]): readonly string[] {
  const left = targets.flatMap((target) => target.notSelected);
  if (left.length === 0) return [];
  const steps = left.reduce((sum, each) => sum + each.steps, 0);
  return [`not selected: ${counted(left.length, 'storyboard')}, ${counted(steps, 'step')}`];
}
