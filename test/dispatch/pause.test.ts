import { getEventListeners } from 'node:events';
import { expect, test } from 'vitest';
import { pause } from '../../src/dispatch/pause.ts';

test('pauses at the same time wait for the signal with one listener, and end with it', async () => {
  const controller = new AbortController();
  const all = Array.from({ length: 12 }, () => pause(600_000, controller.signal));
  expect(getEventListeners(controller.signal, 'abort')).toHaveLength(1);
  controller.abort();
  await Promise.all(all);
});

test('a pause that is over leaves the signal alone', async () => {
  const controller = new AbortController();
  await pause(1, controller.signal);
  expect(() => {
    controller.abort();
  }).not.toThrow();
});

test('there is no pause after the end of the run', async () => {
  await pause(600_000, AbortSignal.abort());
});
