import type { BaseComparison, GateRun, GateTarget, NotCompared } from '../model/gate.ts';
import { isGraded } from '../support/graded.ts';
import { failuresOf, fatesOf, stepName } from './observed.ts';
import type { Fate } from './observed.ts';

/** Compares a run with a report of the base branch, target by target; names read `target: storyboard_id/step_id`. */
export function compareWithBase(run: GateRun, base: GateRun): BaseComparison {
  const pairs = pairsOf(run, base);
  const compared = pairs.flatMap(({ name, now, before }) =>
    now && before && whyNot(now, before) === null ? [compareTarget(name, now, before)] : [],
  );
  return {
    broke: compared.flatMap(({ broke }) => broke),
    newlyFailing: compared.flatMap(({ newlyFailing }) => newlyFailing),
    brokenBefore: compared.flatMap(({ brokenBefore }) => brokenBefore),
    fixed: compared.flatMap(({ fixed }) => fixed),
    notCompared: pairs.flatMap(notComparedOf),
  };
}

interface Side extends GateTarget {
  /** False for a part of the suite: what it lacks was left out. */
  readonly isWhole: boolean;
}

/** One target on both sides; null where a side does not have it. */
interface Pair {
  readonly name: string;
  readonly now: Side | null;
  readonly before: Side | null;
}

function pairsOf(run: GateRun, base: GateRun): readonly Pair[] {
  const now = sidesOf(run);
  const before = sidesOf(base);
  return [...new Set([...now.keys(), ...before.keys()])].map((name) => ({
    name,
    now: now.get(name) ?? null,
    before: before.get(name) ?? null,
  }));
}

function sidesOf({ targets, partial }: GateRun): ReadonlyMap<string, Side> {
  const isWhole = partial.length === 0;
  return new Map(targets.map((target) => [target.target.name, { ...target, isWhole }]));
}

function whyNot(now: Side | null, before: Side | null): NotCompared['why'] | null {
  if (before === null) return 'not in the base report';
  if (now === null) return 'not in this run';
  if (before.unreachable) return 'no answer in the base report';
  return now.unreachable ? 'no answer in this run' : null;
}

function notComparedOf({ name, now, before }: Pair): readonly NotCompared[] {
  const why = whyNot(now, before);
  if (why !== null) return [{ name, why }];
  if (now === null || before === null) return [];
  const only = (here: Side, there: Side, reason: NotCompared['why']) =>
    [...idsOf(here)]
      .filter((id) => there.isWhole && !idsOf(there).has(id))
      .map((id) => ({ name: `${name}: ${id}`, why: reason }));
  return [...only(now, before, 'not in the base report'), ...only(before, now, 'not in this run')];
}

/** The storyboards a side knows of, the ones left out for its agent included. */
function idsOf({ storyboards, notSelected = [] }: GateTarget): ReadonlySet<string> {
  return new Set([...storyboards, ...notSelected].map(({ storyboardId }) => storyboardId));
}

function compareTarget(target: string, run: Side, base: Side): Omit<BaseComparison, 'notCompared'> {
  const now = fatesOf(run);
  const before = fatesOf(base);
  const notRun = namesNotGraded(run);
  const gone = namesOfStoryboardsNotIn(run, base);
  // The steps of a storyboard that is skipped are named; its assertions would say the same again.
  const lost = (name: string) =>
    now.has(name)
      ? !['passed', 'unobserved'].includes(now.get(name) ?? '')
      : run.isWhole && !notRun.has(name) && !gone.has(name);
  const failing = (...were: readonly (Fate | undefined)[]) =>
    failuresOf(run).filter((name) => were.includes(before.get(name)));
  const named = (names: readonly string[]) => names.map((name) => `${target}: ${name}`);
  return {
    broke: named([...keysWith(before, 'passed')].filter(lost)),
    newlyFailing: named(failing('moot', 'unobserved')),
    brokenBefore: named(failing('failed', 'outage')),
    fixed: named(
      [...keysWith(now, 'passed')].filter((name) =>
        ['failed', 'outage'].includes(before.get(name) ?? ''),
      ),
    ),
  };
}

function* keysWith(fates: ReadonlyMap<string, Fate>, wanted: Fate) {
  for (const [name, fate] of fates) if (fate === wanted) yield name;
}

/** Names that a base report has of storyboards a run does not know. */
function namesOfStoryboardsNotIn(run: GateTarget, base: GateTarget): ReadonlySet<string> {
  const known = idsOf(run);
  const names = base.storyboards
    .filter(({ storyboardId }) => !known.has(storyboardId))
    .flatMap(({ storyboardId, steps, assertions }) =>
      [...steps.map(({ stepId }) => stepId), ...assertions.map(({ assertion }) => assertion)].map(
        (name) => stepName(storyboardId, name),
      ),
    );
  return new Set(names);
}

/** Steps that were not run, or run as a preview: of neither is known that this change broke it. */
function namesNotGraded({ storyboards }: GateTarget): ReadonlySet<string> {
  const steps = storyboards.flatMap((storyboard) =>
    [...storyboard.notRun, ...(isGraded(storyboard) ? [] : storyboard.steps)].map(({ stepId }) =>
      stepName(storyboard.storyboardId, stepId),
    ),
  );
  return new Set(steps);
}
