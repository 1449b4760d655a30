import { expect, test } from 'vitest';
import { queueOf } from './queue.ts';

test('a queue runs no more jobs at a time than it is told, and gives each its own result', async () => {
  const queue = queueOf(2);
  let running = 0;
  let most = 0;
  const job = (result: number) => async () => {
    running += 1;
    most = Math.max(most, running);
    await Promise.resolve();
    running -= 1;
    if (result === 2) throw new Error('two');
    return result;
  };
  const results = await Promise.allSettled([1, 2, 3, 4].map((result) => queue(job(result))));
  expect(most).toBe(2);
  expect(results.map((result) => (result.status === 'fulfilled' ? result.value : null))).toEqual([
    1,
    null,
    3,
    4,
  ]);
});
