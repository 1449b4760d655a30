import type { StoryboardVerdict, Verdict } from '../model/step-result.ts';

/** True for what did not come out well, whoever is to blame. */
export function isFailure({ verdict }: { readonly verdict: StoryboardVerdict }): boolean {
  return verdict === 'failed' || verdict === 'errored';
}

/** True for a failed step that is held against the agent: those of optional phases are shown and tolerated. */
export function isHeldAgainst(step: {
  readonly verdict: Verdict;
  readonly tolerated: boolean;
}): boolean {
  return !step.tolerated && isFailure(step);
}
