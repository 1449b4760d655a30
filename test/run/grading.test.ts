import { expect, test } from 'vitest';
import type { StoryboardResult } from '../../src/model/result.ts';
import { Grading } from '../../src/run/grading.ts';
import { aStoryboard } from '../support/builders.ts';

function heardBy(...ids: readonly string[]) {
  const heard: string[] = [];
  const grading = new Grading(({ storyboardId }) => heard.push(storyboardId));
  for (const id of ids) grading.add(() => named(id));
  return { grading, heard };
}

const named = (id: string): StoryboardResult => ({ ...aStoryboard(), storyboardId: id });

test('storyboards are graded in the order of their run, each once, now or at the end', () => {
  const { grading, heard } = heardBy('a', 'b', 'c');
  for (const work of [grading.one(), grading.one()]) work.next();
  expect(heard).toEqual(['a', 'b']);
  grading.finish();
  grading.one().next();
  expect(heard).toEqual(['a', 'b', 'c']);
});

test('what cannot be graded is not lost where it is tried early', () => {
  const { grading, heard } = heardBy();
  grading.add(() => {
    throw new Error('no grade');
  });
  expect(() => grading.one().next()).toThrow('no grade');
  expect(() => grading.finish()).toThrow('no grade');
  expect(heard).toEqual([]);
});
