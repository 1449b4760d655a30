import type { RunnerFacts } from '../plan/applicability.ts';
import type { RunOptions } from './run.ts';
import { tripFlag } from './tasks/expect-rate-limit-not-replayed.ts';
import { runnerTasks } from './tasks/registry.ts';

/** What this run offers the storyboards that ask for more than a call and an answer. */
export function offers({
  knownStoryboards,
  allowRateLimitTrip = false,
}: Pick<RunOptions, 'knownStoryboards' | 'allowRateLimitTrip'>): RunnerFacts {
  return {
    contracts: new Set([
      'parallel_dispatch_runner',
      ...(allowRateLimitTrip ? ['rate_limit_trip_runner'] : []),
    ]),
    contractHints,
    tasks: new Set(runnerTasks.map(({ name }) => name)),
    runtime: new Set(['real_wire']),
    storyboards: knownStoryboards,
  };
}

/** What turns on a contract that is off until somebody asks for it. */
const contractHints = new Map([
  ['rate_limit_trip_runner', `it sends up to 500 calls in a row; allow it with ${tripFlag}`],
]);
