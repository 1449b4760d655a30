import type { RunnerFacts } from '../plan/applicability.ts';
import type { RunOptions } from './run.ts';
import { runnerTasks } from './tasks/registry.ts';

/** What this run offers the storyboards that ask for more than a call and an answer. */
export function offers({ knownStoryboards }: Pick<RunOptions, 'knownStoryboards'>): RunnerFacts {
  return {
    contracts: new Set(['parallel_dispatch_runner']),
    tasks: new Set(runnerTasks.map(({ name }) => name)),
    runtime: new Set(['real_wire']),
    storyboards: knownStoryboards,
  };
}
