import type { Queue } from './run-agent.ts';

/** A queue that runs so many jobs at a time, first come first served. */
export function queueOf(atOnce: number): Queue {
  const waiting: (() => void)[] = [];
  let running = 0;
  return async (job) => {
    if (running >= atOnce) await new Promise<void>((resolve) => waiting.push(resolve));
    else running += 1;
    try {
      return await job();
    } finally {
      const next = waiting.shift();
      if (next === undefined) running -= 1;
      else next();
    }
  };
}
