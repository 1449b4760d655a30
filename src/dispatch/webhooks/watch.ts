import type { Delivery } from './delivery.ts';
import type { Mailbox } from './mailbox.ts';

/**
 * What is to be said of the deliveries so far: the outcome is certain, or it is once nothing came for a while, or
 * only the end of the window can tell.
 */
export type Outlook = 'certain' | 'open' | { readonly quietMs: number };

/** What to wait for, and how long at most. */
export interface Watch {
  readonly outlook: (deliveries: readonly Delivery[]) => Outlook;
  readonly timeoutMs: number;
  /** Milliseconds of a clock that never jumps. */
  readonly elapsed: () => number;
  readonly signal: AbortSignal;
}

/** Why the watch ended: `aborted` is the run's own doing. */
export type WatchEnd = 'certain' | 'quiet' | 'timed_out' | 'aborted';

/** Watches a mailbox until the outcome is certain or the window ends; wakes only when something arrives. */
export function watch(mailbox: Mailbox, options: Watch): Promise<WatchEnd> {
  const { elapsed, signal, timeoutMs } = options;
  const startedAt = elapsed();
  return new Promise((resolve) => {
    let timer: NodeJS.Timeout | undefined;
    const end = (why: WatchEnd) => {
      clearTimeout(timer);
      stop();
      signal.removeEventListener('abort', abort);
      resolve(why);
    };
    const abort = () => end('aborted');
    const look = () => {
      clearTimeout(timer);
      const outlook = options.outlook(mailbox.deliveries);
      if (outlook === 'certain') {
        end('certain');
        return;
      }
      const deadline = startedAt + timeoutMs;
      const lastAt = Math.max(startedAt, mailbox.deliveries.at(-1)?.at ?? startedAt);
      const quietAt = outlook === 'open' ? deadline : lastAt + outlook.quietMs;
      const why = quietAt < deadline ? 'quiet' : 'timed_out';
      timer = setTimeout(end, Math.max(0, Math.min(quietAt, deadline) - elapsed()), why);
    };
    const stop = mailbox.onArrival(look);
    signal.addEventListener('abort', abort);
    if (signal.aborted) abort();
    else look();
  });
}

/** Shortest and longest quiet after the last delivery that can matter; milliseconds. */
const leastQuiet = 50;
const mostQuiet = 2000;

/** How long to stay quiet before another delivery is not to be expected: a few times what the sender took so far. */
export function quietAfter(deliveries: readonly Delivery[], latencyMs: number): number {
  const gaps = deliveries.slice(1).map(({ at }, index) => at - (deliveries[index]?.at ?? at));
  const longest = Math.max(latencyMs, ...gaps);
  return Math.min(mostQuiet, Math.max(leastQuiet, 3 * longest));
}
