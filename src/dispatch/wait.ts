import type { Unanswered, UnansweredReason } from '../model/exchange.ts';
import { pause } from './pause.ts';
import type { Transport } from './transport.ts';

/** How long to wait for an agent, and who hears about it. */
interface WaitOptions {
  readonly seconds: number;
  readonly signal: AbortSignal;
  /** Longest time for one attempt. */
  readonly timeoutMs: number;
  /** Milliseconds of a clock that never jumps. */
  readonly elapsed: () => number;
  /** Called after each attempt that found the agent not ready. */
  readonly onAttempt: (attempt: FailedAttempt) => void;
}

/** One attempt that found the agent not ready. `number` counts from 1. */
export interface FailedAttempt {
  readonly number: number;
  readonly unanswered: Unanswered;
}

const firstPauseMs = 50;
const longestPauseMs = 1000;

/** The last attempt gets this much although the time is up: one cut short would hide what the agent does. */
const leastAttemptMs = 1000;

/** What an agent that is still starting does; anything else does not get better by waiting. */
const starting: ReadonlySet<UnansweredReason> = new Set([
  'refused',
  'dns',
  'timed_out',
  'closed',
  'server_error',
  'protocol',
]);

/** Connects again and again until the agent answers; null when it did, else the last fault. */
export async function waitUntilAnswering(
  transport: Transport,
  options: WaitOptions,
): Promise<Unanswered | null> {
  const { elapsed, signal } = options;
  const end = elapsed() + options.seconds * 1000;
  let pauseMs = firstPauseMs;
  for (let number = 1; ; number += 1) {
    const timeoutMs = Math.min(
      options.timeoutMs,
      Math.max(leastAttemptMs, Math.ceil(end - elapsed())),
    );
    const unanswered = await transport.connect({ signal, timeoutMs });
    if (unanswered === null || isAnswer(unanswered)) return null;
    options.onAttempt({ number, unanswered });
    const left = end - elapsed();
    if (left <= 0 || !starting.has(unanswered.reason)) return unanswered;
    await pause(Math.min(pauseMs, left), signal);
    pauseMs = Math.min(pauseMs * 2, longestPauseMs);
  }
}

/** An agent that asks for credentials is up. */
function isAnswer({ reason }: Unanswered): boolean {
  return reason === 'unauthorized';
}
