import { setImmediate as turn } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { tellLater } from '../../src/cli/tell-later.ts';

test('events are told in order, but not at once', async () => {
  const heard: number[] = [];
  const { tell } = tellLater((event: number) => heard.push(event));
  tell(1);
  tell(2);
  await turn();
  expect(heard).toEqual([]);
  await turn();
  expect(heard).toEqual([1, 2]);
  tell(3);
  await turn();
  await turn();
  expect(heard).toEqual([1, 2, 3]);
});

test('what is untold at the end is told once', async () => {
  const heard: number[] = [];
  const { tell, rest } = tellLater((event: number) => heard.push(event));
  tell(1);
  rest();
  expect(heard).toEqual([1]);
  await turn();
  await turn();
  expect(heard).toEqual([1]);
});
