import type { Skip, SkipReason } from '../../model/step-result.ts';
import type { Step, Storyboard } from '../../model/storyboard.ts';
import { contributorsIn, flagsAsserted } from '../inherited-flags.ts';
import type { StoryboardMemory } from '../memory.ts';
import type { StepScope } from '../scope.ts';
import type { RunnerTask } from './task.ts';

/** Sends nothing: its `any_of` validations look at the flags earlier steps raised. */
export const assertContribution: RunnerTask = {
  name: 'assert_contribution',
  summary: 'Judges the flags that earlier steps contributed.',
  perform(_params, scope) {
    const skip = whyNotJudged(scope);
    return Promise.resolve(
      skip === null
        ? { kind: 'evidence', exchange: null, extraction: null, findings: [] }
        : { kind: 'skipped', skip },
    );
  },
};

/** Skips that say the agent has no tool to contribute with. */
const lacking: ReadonlySet<SkipReason> = new Set(['missing_tool', 'missing_test_controller']);

function whyNotJudged({ storyboard, step, memory }: StepScope): Skip | null {
  const flags = flagsAsserted(step);
  if (flags.some((flag) => memory.flags.has(flag))) return null;
  const contributors = [{ storyboard, memory }, ...memory.parents].flatMap((run) =>
    contributorsIn(run.storyboard, flags).map((contributor) => ({ ...run, step: contributor })),
  );
  return notRun(contributors, flags, memory) ?? moot(contributors);
}

interface Contributor {
  readonly storyboard: Storyboard;
  readonly step: Step;
  readonly memory: StoryboardMemory | null;
}

function notRun(
  contributors: readonly Contributor[],
  flags: readonly string[],
  { isPart }: StoryboardMemory,
): Skip | null {
  const raises = `raises ${flags.join(' or ')}`;
  const absent = contributors.find(({ memory }) => memory === null);
  if (absent !== undefined) {
    const detail = `${absent.storyboard.id}, which ${raises}, was not run`;
    return { reason: 'prerequisite_failed', detail };
  }
  if (contributors.length > 0 || !isPart) return null;
  return { reason: 'prerequisite_failed', detail: `no storyboard of this run ${raises}` };
}

/**
 * An assertion over steps of which none applied to the agent says nothing about it. Where one applied and did not
 * run, for a credential nobody gave or metadata the agent does not serve, nobody contributed.
 */
function moot(contributors: readonly Contributor[]): Skip | null {
  const reasons = contributors.map(whyInapplicable);
  const [first] = reasons;
  if (first === undefined || reasons.includes(null)) return null;
  const detail = `no step that could contribute applies to this agent; ${contributors[0]?.step.id ?? ''}: ${first ?? ''}`;
  return { reason: 'not_applicable', detail };
}

// What the plan says counts only where it is what the step was skipped for.
function whyInapplicable({ step: { id }, memory }: Contributor): string | null {
  if (memory?.inapplicable) return memory.inapplicable.detail;
  const result = memory?.results.get(id);
  if (result?.verdict !== 'skipped') return null;
  const { skip } = result;
  return lacking.has(skip.reason) || skip === memory?.ruledOut.get(id) ? skip.detail : null;
}
