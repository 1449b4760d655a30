import { describe, expect, test } from 'vitest';
import { compareWithBase } from '../../src/gate/base.ts';
import { decide } from '../../src/gate/decide.ts';
import { judgeGate } from '../../src/gate/gate.ts';
import type { Metric } from '../../src/model/gate.ts';
import type { StoryboardResult } from '../../src/model/result.ts';
import type { StepResult } from '../../src/model/step-result.ts';
import {
  aFailedStep,
  aFailure,
  anAssertion,
  aRunResult,
  aSkippedStoryboard,
  aSource,
  aStep,
  aStoryboard,
  aTarget,
  aTargetFloors,
  someFloors,
} from '../support/builders.ts';

type Status = StoryboardResult['status'];

const sound = aStoryboard({ storyboardId: 'sound' });
const board = (status: Status, ...steps: readonly StepResult[]) =>
  aStoryboard({ storyboardId: 'sb', status, steps });
const runOf = (...storyboards: readonly StoryboardResult[]) =>
  aRunResult({ targets: [aTarget({ storyboards })] });
const decisionOn = (...storyboards: readonly StoryboardResult[]) => {
  const run = runOf(...storyboards);
  return decide(run, judgeGate(run, { floors: null, explicit: false, base: null }));
};

describe.each([
  ['a failed step', { steps: [aStep(), aFailedStep()] }],
  ['a failed assertion', { assertions: [anAssertion({ outcome: aFailure() })] }],
  ['a failure of its own', { verdict: 'failed' as const }],
])('a storyboard with %s', (_, over) => {
  test.each([
    ['preview', 0],
    ['stable', 1],
    ['deprecated', 1],
  ] as const)('that is %s ends the run with %i', (status, exitCode) => {
    expect(decisionOn(sound, aStoryboard({ ...over, status })).exitCode).toBe(exitCode);
  });
});

test.each([
  { name: 'passed', previews: [board('preview', aStep())] },
  { name: 'failed', previews: [board('preview', aFailedStep()), aSkippedStoryboard()] },
])('a run of nothing but previews that $name graded nothing', ({ previews }) => {
  expect(decisionOn(...previews)).toEqual({
    exitCode: 1,
    reason: 'nothing was graded: only previews ran: sb',
  });
});

test.each([
  { status: 'stable', clean: 2, passing: 3 },
  { status: 'deprecated', clean: 2, passing: 3 },
  { status: 'preview', clean: 1, passing: 1 },
] as const)(
  'a $status storyboard that passed leaves $clean clean',
  ({ status, clean, passing }) => {
    const at = aSource();
    const metrics = (['clean_storyboards', 'passing_steps'] satisfies Metric[]).map((metric) => ({
      metric,
      floor: 0,
      at,
    }));
    const floors = someFloors(aTargetFloors({ metrics }));
    const run = runOf(sound, board(status, aStep({ stepId: 'a' }), aStep({ stepId: 'b' })));
    const { targets } = judgeGate(run, { floors, explicit: true, base: null });
    expect(targets[0]?.met.map(({ observed }) => observed)).toEqual([clean, passing]);
  },
);

test.each([
  { status: 'stable', lists: { known: ['sb/s'], unobserved: [] } },
  { status: 'preview', lists: { known: [], unobserved: ['sb/s'] } },
] as const)('the ledger line of a step that fails in a $status storyboard', ({ status, lists }) => {
  const entry = { step: 'sb/s', reason: 'why', at: aSource() };
  const floors = someFloors(aTargetFloors({ knownFailures: [entry] }));
  const run = runOf(sound, board(status, aFailedStep({ stepId: 's' })));
  const [gate] = judgeGate(run, { floors, explicit: true, base: null }).targets;
  expect(gate?.unexpected).toEqual([]);
  expect(gate?.known.map(({ step }) => step)).toEqual(lists.known);
  expect(gate?.unobserved.map(({ step }) => step)).toEqual(lists.unobserved);
});

test.each([
  { was: 'stable', is: 'stable', broke: ['sales: sb/s'] },
  { was: 'stable', is: 'preview', broke: [] },
  { was: 'preview', is: 'preview', broke: [] },
  { was: 'preview', is: 'stable', broke: [] },
] as const)(
  'a step that passed when $was and fails when $is: $broke.length broken',
  ({ was, is, broke }) => {
    const before = runOf(sound, board(was, aStep({ stepId: 's' })));
    const now = runOf(sound, board(is, aFailedStep({ stepId: 's' })));
    expect(compareWithBase(now, before)).toMatchObject({ broke, brokenBefore: [], fixed: [] });
  },
);
