import type { Step } from '../../model/storyboard.ts';
import type { SkipReason } from '../../model/step-result.ts';
import type { StepScope } from '../scope.ts';
import type { RunnerTask } from './task.ts';

/** Sends nothing: its `any_of` validations look at the flags earlier steps raised. */
export const assertContribution: RunnerTask = {
  name: 'assert_contribution',
  summary: 'Judges the flags that earlier steps contributed.',
  perform(_params, scope) {
    const moot = mootBecause(scope);
    return Promise.resolve(
      moot === null
        ? { kind: 'evidence', exchange: null, extraction: null, findings: [] }
        : { kind: 'skipped', skip: { reason: 'not_applicable', detail: moot } },
    );
  },
};

/** Skips that say the agent has no tool to contribute with. */
const lacking: ReadonlySet<SkipReason> = new Set(['missing_tool', 'missing_test_controller']);

/**
 * An assertion over steps of which none applied to the agent says nothing about it. Where one applied and did not
 * run, for a credential nobody gave or metadata the agent does not serve, nobody contributed.
 */
function mootBecause({ storyboard, step, memory }: StepScope): string | null {
  const flags = step.expectation.validations.flatMap(
    ({ params }) => params?.['allowed_values'] ?? [],
  );
  const contributors = storyboard.phases
    .flatMap(({ steps }) => steps)
    .filter(({ contributesTo }) => contributesTo !== null && flags.includes(contributesTo));
  const reasons = contributors.map((contributor) => whyInapplicable(contributor, memory));
  const [first] = reasons;
  if (first === undefined || reasons.includes(null)) return null;
  return `no step that could contribute applies to this agent; ${contributors[0]?.id ?? ''}: ${first ?? ''}`;
}

// What the plan says counts only where it is what the step was skipped for.
function whyInapplicable({ id }: Step, memory: StepScope['memory']): string | null {
  const result = memory.results.get(id);
  if (result?.verdict !== 'skipped') return null;
  const { skip } = result;
  return lacking.has(skip.reason) || skip === memory.ruledOut.get(id) ? skip.detail : null;
}
