import { heardOnAbort } from './wire/aborts.ts';

/** Waits, or less when the signal ends the run: whoever sends next then hears that it was aborted. */
export function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve();
  return new Promise((resolve) => {
    const listeners = heardOnAbort(signal);
    const end = () => {
      clearTimeout(timer);
      listeners.delete(end);
      resolve();
    };
    const timer = setTimeout(end, milliseconds);
    listeners.add(end);
  });
}
