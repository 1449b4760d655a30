import { describe, expect, test } from 'vitest';
import { agrees, compare } from './compare.ts';
import type { StepRow, StoryboardRows, Verdict } from './rows.ts';

const row = (step: string, verdict: Verdict, phase = 'main'): StepRow => ({
  storyboard: 'story',
  phase,
  step,
  verdict,
  why: null,
  sent: null,
});

const rows = (...steps: readonly StepRow[]): readonly StoryboardRows[] => [
  { storyboard: 'story', whole: null, steps, durationMs: 1 },
];

const wholly = (verdict: Verdict): readonly StoryboardRows[] => [
  { storyboard: 'story', whole: { verdict, why: 'because' }, steps: [], durationMs: 1 },
];

const verdicts = (ours: readonly StoryboardRows[], reference: readonly StoryboardRows[]) =>
  compare('agent', ours, reference).map((comparison) => [
    comparison.step,
    comparison.ours.verdict,
    comparison.reference.verdict,
    agrees(comparison),
  ]);

describe('comparing two runs', () => {
  test.each([
    {
      name: 'pairs steps by phase and id',
      ours: rows(row('a', 'passed'), row('a', 'failed', 'other')),
      reference: rows(row('a', 'failed', 'other'), row('a', 'passed')),
      expected: [
        ['a', 'failed', 'failed', true],
        ['a', 'passed', 'passed', true],
      ],
    },
    {
      name: 'tells skips of different reasons apart',
      ours: rows(row('a', 'skipped: missing_tool')),
      reference: rows(row('a', 'skipped: not_applicable')),
      expected: [['a', 'skipped: missing_tool', 'skipped: not_applicable', false]],
    },
    {
      name: 'keeps a step that only one of them reports',
      ours: rows(row('a', 'passed'), row('b', 'passed')),
      reference: rows(row('a', 'passed')),
      expected: [
        ['a', 'passed', 'passed', true],
        ['b', 'passed', 'no row', false],
      ],
    },
    {
      name: 'lets the verdict of a whole storyboard stand for each step',
      ours: rows(row('a', 'skipped: missing_tool'), row('b', 'passed')),
      reference: wholly('skipped: missing_tool'),
      expected: [
        ['a', 'skipped: missing_tool', 'skipped: missing_tool', true],
        ['b', 'passed', 'skipped: missing_tool', false],
      ],
    },
    {
      name: 'compares two verdicts of the whole as one row',
      ours: wholly('skipped: no_phases'),
      reference: wholly('skipped: no_phases'),
      expected: [['', 'skipped: no_phases', 'skipped: no_phases', true]],
    },
    {
      name: 'notices a storyboard that one of them left out',
      ours: rows(row('a', 'passed')),
      reference: [],
      expected: [['a', 'passed', 'no row', false]],
    },
    {
      name: 'pairs steps of the same id by their turn',
      ours: rows(row('a', 'passed'), row('a', 'failed')),
      reference: rows(row('a', 'passed'), row('a', 'passed')),
      expected: [
        ['a', 'passed', 'passed', true],
        ['a', 'failed', 'passed', false],
      ],
    },
  ])('$name', ({ ours, reference, expected }) => {
    expect(verdicts(ours, reference)).toEqual(expected);
  });
});
