import { describe, expect, test } from 'vitest';
import type { Comparison } from './compare.ts';
import { account, parseDifferences, readDifferences } from './differences.ts';
import type { Scope } from './differences.ts';
import type { Verdict } from './rows.ts';

const reason = 'The author wrote one thing and the reference sent another, so section 7 decides.';

const entry = (parts: Readonly<Record<string, unknown>>) =>
  JSON.stringify([
    { id: 'one', reason, steps: ['story/step'], ours: 'passed', reference: 'failed', ...parts },
  ]);

const comparison = (
  agent: string,
  place: string,
  [ours, reference]: readonly [Verdict, Verdict] = ['passed', 'failed'],
): Comparison => {
  const slash = place.lastIndexOf('/');
  return {
    agent,
    storyboard: place.slice(0, slash),
    phase: 'main',
    step: place.slice(slash + 1),
    ours: { verdict: ours, why: null, sent: null },
    reference: { verdict: reference, why: null, sent: null },
  };
};

const judged = (
  differences: string,
  comparisons: readonly Comparison[],
  scope: Scope = 'all agents',
) => {
  const accounted = account(comparisons, parseDifferences(differences, 'file'), scope);
  return {
    explained: accounted.explained.length,
    unexplained: accounted.unexplained.length,
    stale: accounted.stale.map(({ pattern }) => pattern),
  };
};

describe('explaining differences', () => {
  test.each([
    {
      name: 'explains what an entry names',
      entry: {},
      comparisons: [comparison('a', 'story/step')],
      expected: { explained: 1, unexplained: 0, stale: [] },
    },
    {
      name: 'leaves a difference of other verdicts unexplained, and the entry stale',
      entry: {},
      comparisons: [comparison('a', 'story/step', ['failed', 'passed'])],
      expected: { explained: 0, unexplained: 1, stale: ['*', 'story/step'] },
    },
    {
      name: 'does not take a failure of ours for the pass an entry explains',
      entry: {},
      comparisons: [comparison('a', 'story/step', ['skipped: missing_tool', 'failed'])],
      expected: { explained: 0, unexplained: 1, stale: ['*', 'story/step'] },
    },
    {
      name: 'does not take a skip of the reference for the failure an entry explains',
      entry: {},
      comparisons: [comparison('a', 'story/step', ['passed', 'skipped: missing_tool'])],
      expected: { explained: 0, unexplained: 1, stale: ['*', 'story/step'] },
    },
    {
      name: 'calls an entry stale once both say the same',
      entry: { agents: ['a'] },
      comparisons: [comparison('a', 'story/step', ['passed', 'passed'])],
      expected: { explained: 0, unexplained: 0, stale: ['a', 'story/step'] },
    },
    {
      name: 'explains nothing on an agent the entry does not name',
      entry: { agents: ['a'] },
      comparisons: [comparison('a', 'story/step'), comparison('b', 'story/step')],
      expected: { explained: 1, unexplained: 1, stale: [] },
    },
    {
      name: 'calls each pattern stale on its own',
      entry: { steps: ['story/step', 'story/gone'], agents: ['a', 'b'] },
      comparisons: [
        comparison('a', 'story/step'),
        comparison('b', 'story/other', ['passed', 'passed']),
      ],
      expected: { explained: 1, unexplained: 0, stale: ['b', 'story/gone'] },
    },
    {
      name: 'lets a star stand for storyboards whose ids have a slash',
      entry: { steps: ['*/step'] },
      comparisons: [comparison('a', 'story/scene/step')],
      expected: { explained: 1, unexplained: 0, stale: [] },
    },
    {
      name: 'asks for one verdict of a list',
      entry: { reference: ['failed', 'passed'], ours: 'skipped: missing_tool' },
      comparisons: [comparison('a', 'story/step', ['skipped: missing_tool', 'passed'])],
      expected: { explained: 1, unexplained: 0, stale: [] },
    },
  ])('$name', ({ entry: parts, comparisons, expected }) => {
    expect(judged(entry(parts), comparisons)).toEqual(expected);
  });

  test.each<{ scope: Scope; agents: readonly string[]; stale: readonly string[] }>([
    { scope: 'all agents', agents: ['*'], stale: ['*', 'story/step'] },
    { scope: 'some agents', agents: ['*'], stale: [] },
    { scope: 'some agents', agents: ['a', 'b'], stale: [] },
    { scope: 'some agents', agents: ['a'], stale: ['a', 'story/step'] },
    { scope: 'some storyboards', agents: ['a'], stale: [] },
  ])('with $scope run, an entry for $agents can be stale: $stale', ({ scope, agents, stale }) => {
    const agreeing = [comparison('a', 'story/step', ['passed', 'passed'])];
    expect(judged(entry({ agents }), agreeing, scope).stale).toEqual(stale);
  });
});

describe('the file of differences', () => {
  test.each([
    { name: 'without a reason', yaml: entry({ reason: '' }), says: 'reason' },
    { name: 'with a word for a reason', yaml: entry({ reason: 'ours is right' }), says: 'reason' },
    { name: 'with a verdict nobody gives', yaml: entry({ ours: 'green' }), says: 'wants passed' },
    { name: 'without steps', yaml: entry({ steps: [] }), says: 'steps' },
    { name: 'with a key nobody reads', yaml: entry({ agent: 'a' }), says: 'agent' },
    {
      name: 'with one id twice',
      yaml: `[${entry({}).slice(1, -1)},${entry({}).slice(1, -1)}]`,
      says: 'two entries are called "one"',
    },
  ])('is refused $name', ({ yaml, says }) => {
    expect(() => parseDifferences(yaml, 'file.yaml')).toThrow(says);
  });

  test('in the repository can be read', () => {
    expect(readDifferences('test/parity/differences.yaml')).toBeInstanceOf(Array);
  });
});
