import { expect, test } from 'vitest';
import type { StoryboardResult } from '../../src/model/result.ts';
import { Grading } from '../../src/run/grading.ts';
import { aStoryboard } from '../support/builders.ts';

function heardBy(...ids: readonly string[]) {
  const heard: string[] = [];
  const grading = new Grading(({ storyboardId }) => heard.push(storyboardId));
  for (const id of ids) grading.add({ dueAt: () => null, grade: () => named(id) });
  return { grading, heard };
}

const named = (id: string): StoryboardResult => ({ ...aStoryboard(), storyboardId: id });

const never = () => Promise.reject(new Error('nothing is waited for'));

test('storyboards are graded in the order of their run, each once', async () => {
  const { grading, heard } = heardBy('a', 'b');
  await grading.finish(never);
  grading.add({ dueAt: () => null, grade: () => named('c') });
  await grading.finish(never);
  await grading.finish(never);
  expect(heard).toEqual(['a', 'b', 'c']);
});

test('a storyboard for which something may still come is graded when nothing more can', async () => {
  const { grading, heard } = heardBy('a');
  let due = 10;
  grading.add({ dueAt: () => due, grade: () => named('b') });
  grading.add({ dueAt: () => null, grade: () => named('c') });
  const waited: number[] = [];
  await grading.finish((time) => {
    expect(heard).toEqual([]);
    waited.push(time);
    // Something came in the meantime.
    due = 30;
    return Promise.resolve();
  });
  expect(waited).toEqual([10, 30]);
  expect(heard).toEqual(['a', 'b', 'c']);
});
