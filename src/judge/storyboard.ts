import type { AssertionResult } from '../model/result.ts';
import type { StepResult, StoryboardVerdict, Verdict } from '../model/step-result.ts';
import type { Storyboard } from '../model/storyboard.ts';
import type { Assertion } from './assertion.ts';
import { judgeAssertions } from './assertion.ts';
import type { Contributor } from './regrade.ts';
import { substitutePeers, takeBranches } from './regrade.ts';
import { isAuthored } from '../support/authored.ts';

/** What a storyboard is graded by. */
export interface StoryboardCase {
  readonly storyboard: Storyboard;
  /** Unredacted, in the order they ran. */
  readonly steps: readonly StepResult[];
  /** True where the run ended before all its steps had. */
  readonly isCutShort: boolean;
  /** By flag, who raised it, in the order they did. */
  readonly contributions: ReadonlyMap<string, readonly Contributor[]>;
  readonly assertions: readonly Assertion[];
  /** What the agent must never send back. */
  readonly secrets: readonly string[];
}

/** A storyboard's steps after grading, what its assertions found, and its verdict. */
export interface GradedStoryboard {
  readonly steps: readonly StepResult[];
  readonly assertions: readonly AssertionResult[];
  readonly verdict: StoryboardVerdict;
}

/** Grades a storyboard once all its steps have ended (storyboard language, 10.3 and 10.4). */
export function gradeStoryboard(input: StoryboardCase): GradedStoryboard {
  const { storyboard } = input;
  const taken = takeBranches(input.steps, storyboard, input.contributions);
  const steps = substitutePeers(taken, storyboard);
  // After regrading: what a moot step answered is nobody's fault, unless it leaks.
  const assertions = judgeAssertions({
    steps,
    secrets: input.secrets,
    assertions: input.assertions,
    selection: storyboard.assertions,
    muted: mutedIn(storyboard),
  });
  return { steps, assertions, verdict: verdictOf(steps, assertions, input.isCutShort) };
}

function mutedIn({ phases }: Storyboard): ReadonlyMap<string, readonly string[]> {
  return new Map(
    phases.flatMap(({ steps }) => steps.map((step) => [step.id, step.mutedAssertions] as const)),
  );
}

const best: readonly Verdict[] = ['passed', 'failed', 'errored'];

function verdictOf(
  steps: readonly StepResult[],
  assertions: readonly AssertionResult[],
  isCutShort: boolean,
): StoryboardVerdict {
  const counting = new Set(
    steps.filter(({ tolerated }) => !tolerated).map(({ verdict }) => verdict),
  );
  if (counting.has('failed')) return 'failed';
  if (assertions.some(({ outcome }) => outcome.status === 'failed')) return 'failed';
  if (counting.has('errored')) return 'errored';
  if (isCutShort) return 'not_run';
  // What was seeded or looked up for the storyboard is no finding of its own.
  const found = new Set(steps.filter(isAuthored).map(({ verdict }) => verdict));
  // Failures of optional phases are tolerated beside something that passed, not instead of it.
  const [verdict] = best.filter((each) => found.has(each));
  return verdict ?? 'skipped';
}
