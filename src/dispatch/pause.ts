import { setTimeout as sleep } from 'node:timers/promises';

/** Waits, or less when the signal ends the run: whoever sends next then hears that it was aborted. */
export async function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  await sleep(milliseconds, undefined, { signal }).catch(() => undefined);
}
