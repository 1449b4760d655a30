import type { Declared, StoryboardPlan } from '../model/plan.ts';
import { isGraded } from '../support/graded.ts';
import { conditionsOf } from './applicability.ts';
import { whyUnread } from './capability.ts';

/**
 * Why it is not known what of a suite applies to an agent: its capabilities could not be read, and the selection or a
 * condition asks for them. Null where it is known.
 */
export function whyUndecided(
  agent: Declared,
  plans: readonly StoryboardPlan[],
  by: 'all' | 'capabilities',
): string | null {
  const isAsked = by === 'capabilities' || plans.some(restsOnCapabilities);
  return isAsked ? whyUnread(agent) : null;
}

function restsOnCapabilities({ storyboard, skip }: StoryboardPlan): boolean {
  if (!isGraded(storyboard)) return false;
  return skip === null
    ? storyboard.phases.some(({ capabilities }) => capabilities.length > 0)
    : skip.reason === 'not_applicable' && conditionsOf(storyboard).length > 0;
}
