import { getEventListeners } from 'node:events';
import { expect, test } from 'vitest';
import { heardOnAbort } from '../../../src/dispatch/wire/aborts.ts';

test('all that wait for a signal hear of it through one listener, and those who stopped waiting do not', () => {
  const controller = new AbortController();
  const heard: string[] = [];
  const first = () => heard.push('first');
  const second = () => heard.push('second');
  const third = () => heard.push('third');
  for (const listener of [first, second, third]) heardOnAbort(controller.signal).add(listener);
  heardOnAbort(controller.signal).delete(second);
  expect(getEventListeners(controller.signal, 'abort')).toHaveLength(1);
  controller.abort();
  expect(heard).toEqual(['first', 'third']);
});

test('one that stops waiting while it is told keeps nobody else from hearing', () => {
  const controller = new AbortController();
  const heard: string[] = [];
  const listeners = heardOnAbort(controller.signal);
  const first = () => {
    listeners.delete(first);
    heard.push('first');
  };
  listeners.add(first);
  listeners.add(() => heard.push('second'));
  controller.abort();
  expect(heard).toEqual(['first', 'second']);
});

test('another signal says nothing', () => {
  const heard: string[] = [];
  heardOnAbort(new AbortController().signal).add(() => heard.push('heard'));
  const other = new AbortController();
  heardOnAbort(other.signal);
  other.abort();
  expect(heard).toEqual([]);
});
