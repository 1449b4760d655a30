import { signalCodes } from '../support/ending-signals.ts';
import { finalLine } from './final-line.ts';
import type { Io } from './io.ts';

/** What ends a run before its time. */
export interface RunEnd {
  /** Its reason is `budget` or the name of a signal. */
  readonly signal: AbortSignal;
  /** Ends the run this many seconds from now; undefined for no end. */
  within(budget: number | undefined): void;
  /** Lets go of the clock and the signals. */
  stop(): void;
}

/** `timeout`, and others who signal a process and its group, are heard twice within milliseconds and mean it once. */
const echoMs = 300;

/** Ends the run when the user interrupts it or its budget is spent; an interrupt while it ends already ends the process. */
export function endRunOn(io: Io): RunEnd {
  const controller = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  let firstAt: number | null = null;
  const forget = io.onSignal((signal) => {
    if (firstAt !== null && io.elapsed() - firstAt < echoMs) return;
    firstAt ??= io.elapsed();
    if (controller.signal.aborted) {
      const exitCode = signalCodes[signal];
      io.stderr(finalLine({ exitCode, reason: `${signal} while the run was ending; no report` }));
      io.exit(exitCode);
    }
    io.stderr(`\n${signal}: ending the run; the report of what has run follows.\n`);
    controller.abort(signal);
  });
  return {
    signal: controller.signal,
    within(budget) {
      if (budget !== undefined) timer = setTimeout(() => controller.abort('budget'), budget * 1000);
    },
    stop() {
      clearTimeout(timer);
      forget();
    },
  };
}

/** For a run that sends nothing: there is no report to wait for, so a signal ends the process as it ends other commands. */
export function endedAtOnce(): RunEnd {
  return {
    signal: new AbortController().signal,
    within: () => undefined,
    stop: () => undefined,
  };
}
