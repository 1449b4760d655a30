import type { EndingSignal } from '../model/result.ts';
import { isEndingSignal, signalCodes } from '../support/ending-signals.ts';
import { finalLine } from './final-line.ts';
import type { Io } from './io.ts';

const endings = Object.keys(signalCodes).filter(isEndingSignal);

/** What of the process is needed to hear of signals. */
interface Signals {
  on(signal: EndingSignal, listener: (signal: EndingSignal) => void): unknown;
  off(signal: EndingSignal, listener: (signal: EndingSignal) => void): unknown;
}

/**
 * From now on a signal that nobody listens for ends the process with its one line. Gives the way to listen instead,
 * until the function that returns is called.
 */
export function endOnSignals(
  signals: Signals,
  { stderr, exit }: Pick<Io, 'stderr' | 'exit'>,
): Io['onSignal'] {
  const end = (signal: EndingSignal) => {
    const exitCode = signalCodes[signal];
    stderr(finalLine({ exitCode, reason: `ended by ${signal}; nothing is reported` }));
    exit(exitCode);
  };
  const listen = (listener: (signal: EndingSignal) => void) => {
    for (const signal of endings) signals.on(signal, listener);
  };
  const forget = (listener: (signal: EndingSignal) => void) => {
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
