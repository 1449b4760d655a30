import type { RunnerFacts } from '../plan/applicability.ts';
import type { RunOptions } from './run.ts';
import { tripFlag } from './tasks/expect-rate-limit-not-replayed.ts';
import { runnerTasks } from './tasks/registry.ts';

/** What a run knows of itself before it meets an agent. */
interface RunSetup extends Pick<
  RunOptions,
  'knownStoryboards' | 'allowRateLimitTrip' | 'endpoints'
> {
  /** Why the agent cannot send webhooks to this run; null when it can. */
  readonly whyNoWebhooks: string | null;
}

/** What this run offers the storyboards that ask for more than a call and an answer. */
export function offers({
  knownStoryboards,
  allowRateLimitTrip = false,
  endpoints,
  whyNoWebhooks,
}: RunSetup): RunnerFacts {
  return {
    contracts: new Set([
      'parallel_dispatch_runner',
      'substitution_observer_runner',
      ...(allowRateLimitTrip ? ['rate_limit_trip_runner'] : []),
      ...(whyNoWebhooks === null ? ['webhook_receiver_runner'] : []),
    ]),
    contractHints:
      whyNoWebhooks === null
        ? contractHints
        : new Map([...contractHints, ['webhook_receiver_runner', whyNoWebhooks]]),
    tasks: new Set(runnerTasks.map(({ name }) => name)),
    runtime: new Set([
      'real_wire',
      ...(whyNoWebhooks === null ? ['webhook_receiver'] : []),
      ...(endpoints?.publisherContext && endpoints.publisherIdentity
        ? ['trusted_match_publisher_auth_runner']
        : []),
    ]),
    storyboards: knownStoryboards,
  };
}

/** What turns on a contract that is off until somebody asks for it. */
const contractHints = new Map([
  ['rate_limit_trip_runner', `it sends up to 500 calls in a row; allow it with ${tripFlag}`],
]);
