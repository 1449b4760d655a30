import type { EndingSignal } from '../model/result.ts';

/** The exit codes of processes that a signal ended, by the custom of shells. */
export const signalCodes: Readonly<Record<EndingSignal, number>> = {
  SIGHUP: 129,
  SIGINT: 130,
  SIGTERM: 143,
};

/** True for the signals a run ends by. */
export function isEndingSignal(reason: unknown): reason is EndingSignal {
  return typeof reason === 'string' && Object.hasOwn(signalCodes, reason);
}
