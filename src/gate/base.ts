import type { BaseComparison, GateRun, GateTarget } from '../model/gate.ts';
import { isGraded } from '../support/graded.ts';
import { failuresOf, fatesOf, stepName } from './observed.ts';
import type { Fate } from './observed.ts';

/** Compares a run with a report of the base branch, target by target; names read `target: storyboard_id/step_id`. */
export function compareWithBase(run: GateRun, base: GateRun): BaseComparison {
  const isWhole = run.partial.length === 0;
  const compared = run.targets.flatMap((target) => {
    const before = base.targets.find(({ target: { name } }) => name === target.target.name);
    return before ? [compareTarget(target, before, isWhole)] : [];
  });
  return {
    broke: compared.flatMap(({ broke }) => broke),
    brokenBefore: compared.flatMap(({ brokenBefore }) => brokenBefore),
    fixed: compared.flatMap(({ fixed }) => fixed),
  };
}

function compareTarget(target: GateTarget, base: GateTarget, isWhole: boolean): BaseComparison {
  const now = fatesOf(target);
  const before = fatesOf(base);
  const notRun = namesNotGraded(target);
  // The steps of a storyboard that is skipped are named; its assertions would say the same again.
  const lost = (name: string) =>
    now.has(name)
      ? !['passed', 'unobserved'].includes(now.get(name) ?? '')
      : isWhole && !notRun.has(name);
  const named = (names: readonly string[]) => names.map((name) => `${target.target.name}: ${name}`);
  return {
    broke: named([...keysWith(before, 'passed')].filter(lost)),
    brokenBefore: named(failuresOf(target).filter((name) => isKnownUnclean(before.get(name)))),
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

function isKnownUnclean(fate: Fate | undefined): boolean {
  return fate !== undefined && fate !== 'passed';
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
