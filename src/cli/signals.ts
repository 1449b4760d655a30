import { finalLine } from './final-line.ts';
import type { Io } from './io.ts';

/** Signals with which users and schedulers end a process. */
const endings = ['SIGINT', 'SIGTERM'] as const;

/** One of them. */
type Ending = (typeof endings)[number];

/** What of the process is needed to hear of signals. */
interface Signals {
  on(signal: Ending, listener: (signal: Ending) => void): unknown;
  off(signal: Ending, listener: (signal: Ending) => void): unknown;
}

/** The exit code of a process that a signal ended, by the custom of shells. */
export function exitCodeOf(signal: Ending): number {
  return signal === 'SIGINT' ? 130 : 143;
}

/**
 * From now on a signal that nobody listens for ends the process with its one line. Gives the way to listen instead,
 * until the function that returns is called.
 */
export function endOnSignals(
  signals: Signals,
  { stderr, exit }: Pick<Io, 'stderr' | 'exit'>,
): Io['onSignal'] {
  const end = (signal: Ending) => {
    const exitCode = exitCodeOf(signal);
    stderr(finalLine({ exitCode, reason: `ended by ${signal}; nothing is reported` }));
    exit(exitCode);
  };
  const listen = (listener: (signal: Ending) => void) => {
    for (const signal of endings) signals.on(signal, listener);
  };
  const forget = (listener: (signal: Ending) => void) => {
    for (const signal of endings) signals.off(signal, listener);
  };
  listen(end);
  return (listener) => {
    forget(end);
    listen(listener);
    return () => {
      listen(end);
      forget(listener);
    };
  };
}
