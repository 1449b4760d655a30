import type { StoryboardResult, TargetResult } from '../model/result.ts';
import type { Storyboard } from '../model/storyboard.ts';
import { resolveSubject } from '../request/subject.ts';
import type { RunOptions, RunTarget } from './run.ts';
import { addressOf } from './step-frame.ts';
import { sourceOf } from './storyboard-result.ts';
import { summarise } from './summarise.ts';

/** Storyboards no step of which was reached. */
export function storyboardsNotRun({ suite, identity }: RunOptions): readonly StoryboardResult[] {
  return suite.storyboards.map((storyboard) => ({
    ...sourceOf(storyboard),
    verdict: 'not_run',
    skip: null,
    subject: resolveSubject(storyboard, identity),
    steps: [],
    notRun: stepsOf(storyboard).map(addressOf),
    assertions: [],
    notices: [],
    durationMs: 0,
  }));
}

/** A target that was never asked anything. */
export function targetNotRun(
  { name, url, protocol }: RunTarget,
  options: RunOptions,
): TargetResult {
  const storyboards = storyboardsNotRun(options);
  return {
    target: { name, url, protocol },
    agent: null,
    unreachable: null,
    undecided: null,
    storyboards,
    notSelected: [],
    summary: summarise(storyboards),
    requests: 0,
    durationMs: 0,
  };
}

function stepsOf(storyboard: Storyboard) {
  return storyboard.phases.flatMap((phase) =>
    phase.steps.map((step) => ({ storyboard, phase, step })),
  );
}
