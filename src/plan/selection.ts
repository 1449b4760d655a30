import type { Declared } from '../model/plan.ts';
import type { NotSelected } from '../model/result.ts';
import type { Storyboard } from '../model/storyboard.ts';
import { whyUnread } from './capability.ts';
import { selectByCapabilities } from './select.ts';
import { whyTooNew } from './version.ts';

/** What of a suite is run against an agent, and why the rest is left out (runner output contract, selection results). */
export interface Selection {
  /** In the order of the suite. */
  readonly selected: readonly Storyboard[];
  readonly notSelected: readonly NotSelected[];
  /** What the user should know of claims that select nothing. */
  readonly notices: readonly string[];
}

/**
 * Leaves out what is newer than the agent and, on request, what the agent does not claim. A storyboard that requires a
 * scenario which is left out still runs; one that is left out requires nothing.
 */
export function selectStoryboards(
  storyboards: readonly Storyboard[],
  agent: Declared,
  by: 'all' | 'capabilities',
): Selection {
  const { capabilities } = agent;
  const tooNew = new Map(
    storyboards.map((storyboard) => [storyboard, whyTooNew(storyboard, capabilities)]),
  );
  const offered = storyboards.filter((storyboard) => tooNew.get(storyboard) === null);
  const { selected, notices } =
    by === 'capabilities'
      ? selectByCapabilities(offered, capabilities, storyboards)
      : { selected: offered, notices: [] };
  const isSelected = new Set(selected);
  return {
    selected,
    notSelected: storyboards
      .filter((storyboard) => !isSelected.has(storyboard))
      .map((storyboard) => leftOut(storyboard, tooNew.get(storyboard) ?? null, agent)),
    notices,
  };
}

function leftOut(
  { id, phases }: Storyboard,
  whyVersion: string | null,
  agent: Declared,
): NotSelected {
  return {
    storyboardId: id,
    ...(whyVersion === null
      ? {
          reason: 'profile_excluded',
          detail: whyUnread(agent) ?? 'the agent claims neither its protocol nor its specialism',
        }
      : { reason: 'version_excluded', detail: whyVersion }),
    steps: phases.flatMap(({ steps }) => steps).length,
  };
}
