import { describe, expect, test } from 'vitest';
import { assertions } from '../../src/judge/assertions/registry.ts';
import { checks } from '../../src/judge/checks/registry.ts';
import { languageChecks, pseudoTasks, synthesisedChecks } from '../../src/load/language.ts';
import type { StoryboardResult } from '../../src/model/result.ts';
import { runnerTasks } from '../../src/run/tasks/registry.ts';
import { checkTwins } from './twins/check-twins.ts';
import { assertionTwins, synthesisedTwins, taskTwins } from './twins/runner-twins.ts';
import type { Twin } from './twins/twin.ts';

const registries = [
  { what: 'check', entries: checks.map(({ kind }) => kind), twins: checkTwins },
  { what: 'task', entries: runnerTasks.map(({ name }) => name), twins: taskTwins },
  { what: 'assertion', entries: assertions.map(({ id }) => id), twins: assertionTwins },
  { what: 'finding', entries: [...synthesisedChecks], twins: synthesisedTwins },
];

describe.each(registries)('$what', ({ entries, twins }) => {
  test('every entry has a row, and every row an entry', () => {
    const rows = new Set(twins.map(({ entry }) => entry));
    expect([...rows].toSorted()).toEqual(entries.toSorted());
  });

  test.each(twins)('$entry passes an agent that does it right', async (twin) => {
    expect(statusOf(twin, await twin.right())).toBe('passed');
  });

  test.each(twins)('$entry catches a broken agent', async (twin) => {
    const storyboard = await twin.wrong();
    expect(statusOf(twin, storyboard)).toBe('failed');
    expect(storyboard.verdict).toBe('failed');
  });
});

test.each([
  { what: 'check', known: Object.keys(languageChecks), entries: registries[0]?.entries },
  { what: 'task', known: pseudoTasks, entries: registries[1]?.entries },
])('every $what of the language is implemented', ({ known, entries }) => {
  expect(entries?.toSorted()).toEqual(known.toSorted());
});

/** What the entry itself says; where it says nothing of its own, the verdict of its step. */
function statusOf({ entry, step: id }: Twin, storyboard: StoryboardResult): string {
  const step = storyboard.steps.find(({ stepId }) => stepId === id);
  const said = [
    ...storyboard.assertions.filter(({ assertion }) => assertion === entry),
    ...(step?.validations ?? []).filter(({ check }) => check === entry),
  ].map(({ outcome }) => outcome.status);
  if (said.includes('failed')) return 'failed';
  if (said.length > 0) return said.find((status) => status !== 'passed') ?? 'passed';
  return step?.verdict ?? 'there is no such step';
}
