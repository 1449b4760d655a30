import type { Transport } from '../dispatch/transport.ts';
import type { Protocol } from '../model/exchange.ts';
import type { Credential } from '../model/request.ts';
import type {
  EndingSignal,
  IdentityOptions,
  Partiality,
  RunResult,
  TargetName,
  TargetResult,
} from '../model/result.ts';
import type { Suite } from '../model/storyboard.ts';
import { assertionNotices } from './assertion-notices.ts';
import type { GivenContext } from './memory.ts';
import type { RunServices } from './services.ts';
import type { OperatorEndpoints } from './probing.ts';
import { informing, toldOnce } from './notices.ts';
import { targetNotRun } from './not-run.ts';
import { holdsFailure, runTarget, type Asked, type Shared } from './target.ts';
import { summarise } from './summarise.ts';
import { datesAsAuthored, planDates } from './run-dates.ts';
import { WebhookHost, type WebhookOptions } from './webhooks/host.ts';
import { durationBetween } from '../support/duration.ts';
import { isEndingSignal } from '../support/ending-signals.ts';

/** An agent to run the suite against. */
export interface RunTarget extends TargetName {
  readonly protocol: Protocol;
  readonly credential: Credential;
  /** Opens the conversation; sends nothing. */
  readonly open: () => Transport;
  /** The agents of a target with several, by the names steps are routed by; missing where it is one agent. */
  readonly agents?: ReadonlyMap<string, RunTarget>;
  /** The agent of steps that nothing else routes; null or missing for none. */
  readonly defaultAgent?: string | null;
}

/** One run of a suite against one or more targets. */
export interface RunOptions {
  readonly runner: { readonly name: string; readonly version: string };
  readonly suite: Suite;
  /** Ids of all storyboards the suite has, the ones left out of this run included. */
  readonly knownStoryboards: ReadonlySet<string>;
  readonly targets: readonly RunTarget[];
  readonly identity: IdentityOptions;
  /** Context values the user set, e.g. the URL of a governance agent. */
  readonly context: GivenContext;
  /** Why this is not the whole suite; empty when it is. */
  readonly filtered: readonly Partiality[];
  /** How agents send webhooks to the run; null when it takes none. */
  readonly webhooks: WebhookOptions | null;
  /** `capabilities` leaves out what the agent does not claim. */
  readonly select?: 'all' | 'capabilities';
  /** Stop after the first step that fails or errors. */
  readonly bail: boolean;
  /** Allow bursts that are meant to run into the agent's rate limit; left out, they are not sent. */
  readonly allowRateLimitTrip?: boolean;
  /** URLs the user gave for tasks that ask more than the agent. */
  readonly endpoints?: Partial<OperatorEndpoints>;
  /** What requests say as `adcp_version`; null or missing for nothing. */
  readonly adcpVersion?: string | null;
  /** Milliseconds for one call. */
  readonly timeoutMs: number;
  /** Aborts when the run is to end now; its reason names what ended it. */
  readonly signal: AbortSignal;
  /** Differs from run to run. */
  readonly runId: string;
  /** What no report may show. */
  readonly secrets: readonly string[];
  readonly services: RunServices;
}

/** Runs a suite: each target in turn, each storyboard in turn, each step in turn. Never throws for what an agent does. */
export async function run(options: RunOptions): Promise<RunResult> {
  const { services, suite } = options;
  const startedAt = services.now();
  const started = services.elapsed();
  services.emit({ type: 'run:started', targets: options.targets });
  // What no request moves, no expectation may.
  const isMoving = services.invariants.some(({ id }) => id === 'dates');
  const dates = isMoving ? planDates(suite, services.runClock) : datesAsAuthored;
  const told: Shared['told'] = [];
  const validator = once(services.openValidator);
  const targets = await runTargets(options, {
    dates,
    validator,
    webhooks: new WebhookHost(options.webhooks, services, suite.name),
    told,
  });
  // No request waits for what is told at the end.
  const heard = await Promise.all(told.map((tell) => tell()));
  const result: RunResult = {
    runner: options.runner,
    startedAt: startedAt.toISOString(),
    durationMs: durationBetween(started, services.elapsed()),
    suite: suite.name,
    identity: options.identity,
    targets,
    summary: summarise(targets.flatMap(({ storyboards }) => storyboards)),
    partial: [...options.filtered, ...truncation(options, targets)],
    schemasUsed: targets.some(({ agent }) => agent) ? validator().used() : [],
    notices: [
      ...dates.notices.map(informing('dates_as_written')),
      ...assertionNotices(
        suite.storyboards,
        services.assertions.map(({ id }) => id),
      ),
      ...toldOnce(heard.flat()),
    ],
  };
  services.emit({ type: 'run:finished', result });
  return result;
}

async function runTargets(options: RunOptions, shared: Shared): Promise<readonly TargetResult[]> {
  const targets: TargetResult[] = [];
  const asked: Asked[] = [];
  const grade = async () => {
    for (const finish of asked.splice(0)) targets.push(await finish());
  };
  try {
    for (const target of options.targets) {
      const isOver =
        options.signal.aborted ||
        (options.bail && targets.some(({ storyboards }) => holdsFailure(storyboards)));
      asked.push(
        isOver
          ? () => Promise.resolve(targetNotRun(target, options))
          : await runTarget(target, options, shared),
      );
      if (options.bail) await grade();
    }
    await grade();
  } finally {
    await shared.webhooks.close();
  }
  return targets;
}

/** Calls a function the first time and remembers what it gave. */
function once<T extends object>(make: () => T): () => T {
  let made: T | null = null;
  return () => (made ??= make());
}

function truncation(
  { bail, signal }: RunOptions,
  targets: readonly TargetResult[],
): readonly Partiality[] {
  if (signal.aborted) return [{ kind: 'truncated', by: cutBy(signal.reason) }];
  const unfinished = targets.some(({ storyboards }) =>
    storyboards.some(({ notRun }) => notRun.length > 0),
  );
  return bail && unfinished ? [{ kind: 'truncated', by: 'bail' }] : [];
}

function cutBy(reason: unknown): 'budget' | EndingSignal {
  return isEndingSignal(reason) ? reason : 'budget';
}
