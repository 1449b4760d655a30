import type { NotSelected, RunResult, StoryboardResult, TargetResult } from '../model/result.ts';
import type { StoryboardVerdict, Verdict } from '../model/step-result.ts';
import type { StoryboardStatus } from '../model/storyboard.ts';
import { describeSkip, describeUnanswered } from './describe.ts';
import { printable } from './escape.ts';
import type { Paint } from './paint.ts';
import { counted, duration } from './words.ts';

/** One line a storyboard, grouped by target. */
export function tableLines(result: RunResult, paint: Paint, verbose: boolean): readonly string[] {
  return result.targets.flatMap((target) => [...targetLines(target, paint, verbose), '']);
}

function targetLines(result: TargetResult, paint: Paint, verbose: boolean): readonly string[] {
  const { target, storyboards, unreachable, notSelected } = result;
  const heading = `${paint.strong(printable(target.name))}  ${paint.faint(printable(target.url))}`;
  if (unreachable) return [heading, `  💥 ${describeUnanswered(unreachable)}`];
  const rows = storyboards.filter((each) => !isInapplicable(each) && !isNotBegun(each));
  const others = [
    ...notBegunLines(storyboards.filter(isNotBegun), verbose),
    ...inapplicableLines(storyboards.filter(isInapplicable), verbose),
    ...notSelectedLines(notSelected, verbose),
  ];
  return [
    heading,
    ...rows.map((each) => `  ${rowOf(each)}`),
    ...others.map((line) => paint.faint(`  ${line}`)),
  ];
}

/** One the run ended before. */
function isNotBegun({ verdict, steps }: StoryboardResult): boolean {
  return verdict === 'not_run' && steps.length === 0;
}

/** One that failed before it turned out not to apply has a row of its own. */
function isInapplicable({ skip, verdict }: StoryboardResult): boolean {
  return skip !== null && verdict === 'skipped';
}

const marks: Readonly<Record<StoryboardVerdict, string>> = {
  passed: '✅',
  failed: '❌',
  errored: '💥',
  skipped: '⏭ ',
  not_run: '⏹ ',
};

/** What else there is to say of a storyboard beside its name. */
const remarks: Readonly<Record<StoryboardStatus, readonly string[]>> = {
  stable: [],
  preview: ['preview, not graded'],
  deprecated: ['deprecated by its suite'],
};

function rowOf(result: StoryboardResult) {
  const { storyboardId, status, verdict, steps, notRun, assertions, durationMs } = result;
  const count = (wanted: Verdict) => steps.filter((step) => step.verdict === wanted).length;
  const errored = count('errored');
  const broken = assertions.filter(({ outcome }) => outcome.status === 'failed').length;
  const figures = [
    `${count('passed')}P/${count('failed')}F/${count('skipped')}S${errored > 0 ? `/${errored}E` : ''}`,
    duration(durationMs),
    ...(broken > 0 ? [counted(broken, 'failed assertion')] : []),
    ...(notRun.length > 0 ? [`${counted(notRun.length, 'step')} not run`] : []),
    ...remarks[status],
  ];
  return [`${marks[verdict]} ${printable(storyboardId)}`, ...figures].join(' | ');
}

function notBegunLines(
  storyboards: readonly StoryboardResult[],
  verbose: boolean,
): readonly string[] {
  return listed(
    `${counted(storyboards.length, 'storyboard')} not run`,
    storyboards.map(({ storyboardId, notRun }) => [storyboardId, counted(notRun.length, 'step')]),
    verbose,
  );
}

function inapplicableLines(
  storyboards: readonly StoryboardResult[],
  verbose: boolean,
): readonly string[] {
  const count = counted(storyboards.length, 'storyboard does', 'storyboards do');
  return listed(
    `${count} not apply`,
    storyboards.map(({ storyboardId, skip }) => [
      storyboardId,
      skip === null ? '' : describeSkip(skip),
    ]),
    verbose,
  );
}

function notSelectedLines(left: readonly NotSelected[], verbose: boolean): readonly string[] {
  return listed(
    `${counted(left.length, 'storyboard')} not selected`,
    left.map(({ storyboardId, reason, detail }) => [
      storyboardId,
      printable(`${reason}: ${detail}`),
    ]),
    verbose,
  );
}

/** A count, and below it what it counts; or how to see that. */
function listed(
  count: string,
  named: readonly (readonly [id: string, why: string])[],
  verbose: boolean,
): readonly string[] {
  if (named.length === 0) return [];
  if (!verbose) return [`${count} (list them with --verbose)`];
  return [`${count}:`, ...named.map(([id, why]) => `  – ${printable(id)}  ${why}`)];
}
