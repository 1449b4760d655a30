import type { Io } from './io.ts';

/** What ends a run before its time. */
export interface RunEnd {
  /** Its reason is `budget`, `SIGINT` or `SIGTERM`. */
  readonly signal: AbortSignal;
  /** Lets go of the clock and the signals. */
  stop(): void;
}

/** Ends the run when its budget (in seconds) is spent or the user interrupts; a second interrupt ends the process. */
export function endRunOn(io: Io, budget: number | undefined): RunEnd {
  const controller = new AbortController();
  const timer =
    budget === undefined ? null : setTimeout(() => controller.abort('budget'), budget * 1000);
  const forget = io.onSignal((signal) => {
    if (controller.signal.aborted) io.exit(signal === 'SIGINT' ? 130 : 143);
    io.stderr(`\n${signal}: ending the run; the report of what has run follows.\n`);
    controller.abort(signal);
  });
  return {
    signal: controller.signal,
    stop() {
      if (timer !== null) clearTimeout(timer);
      forget();
    },
  };
}
