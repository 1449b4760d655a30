import type { GradedStoryboard } from '../judge/storyboard.ts';
import type { Notice } from '../model/notice.ts';
import type { StoryboardResult } from '../model/result.ts';
import type { Skip } from '../model/step-result.ts';
import type { Storyboard } from '../model/storyboard.ts';

/** What of a storyboard's result is not in its source. */
type Found = Pick<StoryboardResult, 'subject' | 'notRun' | 'durationMs' | 'fixtureResolutions'> & {
  /** Why it does not apply; null where it does. */
  readonly skip: Skip | null;
  readonly graded: GradedStoryboard;
};

/** What a result says of its storyboard, whatever became of it. */
export function sourceOf(storyboard: Storyboard) {
  const { id, title, track, version, at, status } = storyboard;
  return { storyboardId: id, title, track, version, at, status };
}

/** What every report tells of a storyboard. */
export function storyboardResult(
  storyboard: Storyboard,
  { skip, graded, ...found }: Found,
): StoryboardResult {
  return {
    ...sourceOf(storyboard),
    // What was seeded or read before the storyboard turned out not to apply is no pass.
    verdict: skip !== null && graded.verdict === 'passed' ? 'skipped' : graded.verdict,
    skip,
    steps: graded.steps,
    assertions: graded.assertions,
    notices: storyboard.status === 'deprecated' ? [deprecated(storyboard)] : [],
    ...found,
  };
}

function deprecated({ id }: Storyboard): Notice {
  return {
    severity: 'deprecation',
    code: 'storyboard_deprecated',
    message: `${id} is deprecated by its suite`,
  };
}
