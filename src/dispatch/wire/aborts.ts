const waiting = new WeakMap<AbortSignal, Set<() => void>>();

/** Who wants to hear that a signal aborts; one listener serves them all, since every call of a run waits for the same. */
export function heardOnAbort(signal: AbortSignal): Set<() => void> {
  const known = waiting.get(signal);
  if (known !== undefined) return known;
  const listeners = new Set<() => void>();
  waiting.set(signal, listeners);
  signal.addEventListener('abort', () => {
    for (const listener of [...listeners]) listener();
  });
  return listeners;
}
