import { gradeStoryboard } from '../judge/storyboard.ts';
import type { StoryboardPlan } from '../model/plan.ts';
import type { StoryboardResult } from '../model/result.ts';
import type { Skip } from '../model/step-result.ts';
import { resolveSubject } from '../request/subject.ts';
import { skippedStep } from './step-frame.ts';
import type { StoryboardOptions } from './storyboard-options.ts';
import { storyboardResult } from './storyboard-result.ts';

/** The result of a storyboard that does not apply: every step is skipped for the one reason. */
export function inapplicableResult(
  { storyboard, steps }: StoryboardPlan,
  skip: Skip,
  { session, identity, secrets, route }: StoryboardOptions,
): StoryboardResult {
  const skipped = steps.map(({ step, phase }) =>
    skippedStep({ storyboard, phase, step, ...route?.(step, phase) }, skip),
  );
  const graded = gradeStoryboard({
    storyboard,
    steps: skipped,
    isCutShort: false,
    contributions: new Map(),
    assertions: session.services.assertions,
    secrets,
  });
  const subject = resolveSubject(storyboard, identity);
  return storyboardResult(storyboard, { skip, graded, subject, notRun: [], durationMs: 0 });
}
