import { expect, test } from 'vitest';
import { compareWithBase } from '../../src/gate/base.ts';
import type { CheckOutcome } from '../../src/model/outcome.ts';
import type { Partiality } from '../../src/model/result.ts';
import type { StepResult } from '../../src/model/step-result.ts';
import {
  aFailedStep,
  aFailure,
  anAssertion,
  anErroredStep,
  aRunResult,
  aSkippedStep,
  aStep,
  aStoryboard,
  aTarget,
  noAnswer,
} from '../support/builders.ts';

const stepId = 's';
const passed = aStep({ stepId });
const failed = aFailedStep({ stepId });
const skipped = aSkippedStep({ stepId });
const errored = anErroredStep({ stepId });
const run = (step: StepResult | null, partial: readonly Partiality[] = []) =>
  aRunResult({
    partial,
    targets: [
      aTarget({
        storyboards: [
          aStoryboard({ storyboardId: 'sb', steps: [aStep(), ...(step ? [step] : [])] }),
        ],
      }),
    ],
  });

const name = ['sales: sb/s'];
const none = { broke: [], newlyFailing: [], brokenBefore: [], fixed: [], notCompared: [] };

test.each([
  { was: passed, is: passed, found: {} },
  { was: passed, is: failed, found: { broke: name } },
  { was: passed, is: errored, found: { broke: name } },
  { was: passed, is: skipped, found: { broke: name } },
  { was: passed, is: null, found: { broke: name } },
  { was: failed, is: failed, found: { brokenBefore: name } },
  { was: errored, is: failed, found: { brokenBefore: name } },
  { was: skipped, is: failed, found: { newlyFailing: name } },
  { was: failed, is: passed, found: { fixed: name } },
  { was: errored, is: passed, found: { fixed: name } },
  { was: skipped, is: passed, found: {} },
  { was: null, is: passed, found: {} },
  { was: null, is: failed, found: {} },
])('$was.verdict there and $is.verdict here: $found', ({ was, is, found }) => {
  expect(compareWithBase(run(is), run(was))).toEqual({ ...none, ...found });
});

test.each([
  { was: 'failed', is: aStep(), found: { fixed: ['sales: sb/status.monotonic'] } },
  { was: 'failed', is: aSkippedStep(), found: {} },
  { was: 'passed', is: aSkippedStep(), found: {} },
] as const)(
  'an assertion that $was there and holds of a step that is $is.verdict here',
  ({ was, is, found }) => {
    const of = (step: StepResult, outcome: CheckOutcome) =>
      aRunResult({
        targets: [
          aTarget({
            storyboards: [
              aStoryboard({
                storyboardId: 'sb',
                steps: [step],
                assertions: [anAssertion({ outcome })],
              }),
            ],
          }),
        ],
      });
    const before = was === 'failed' ? aFailure() : ({ status: 'passed' } as const);
    const { broke, fixed } = compareWithBase(
      of(is, { status: 'passed' }),
      of(aStep({ stepId: 'other', verdict: 'passed' }), before),
    );
    expect({ broke: broke.filter((each) => each.endsWith('monotonic')), fixed }).toEqual({
      broke: [],
      fixed: [],
      ...found,
    });
  },
);

test('a step that a part of the suite left out is not called broken', () => {
  const filtered = run(null, [{ kind: 'filtered', by: '--filter x' }]);
  expect(compareWithBase(filtered, run(passed)).broke).toEqual([]);
});

test('a step that was not reached is not called broken', () => {
  const address = { storyboardId: 'sb', phaseId: 'main', stepId, task: 'get_products' };
  const cut = aRunResult({
    targets: [aTarget({ storyboards: [aStoryboard({ storyboardId: 'sb', notRun: [address] })] })],
  });
  expect(compareWithBase(cut, run(passed)).broke).toEqual([]);
});

const target = { name: 'sales', url: 'http://a.test', protocol: 'mcp' } as const;
const left = { reason: 'version_excluded', detail: 'comes later', steps: 1 } as const;
const sb = aStoryboard({ storyboardId: 'sb', steps: [failed] });
const sound = aStoryboard({ storyboardId: 'sb', steps: [passed], assertions: [anAssertion()] });
const filtered = [{ kind: 'filtered', by: '--filter x' }] as const;

test.each([
  {
    name: 'another target',
    now: { targets: [aTarget({ target, storyboards: [sb] })] },
    before: { targets: [aTarget({ target: { ...target, name: 'brand' } })] },
    found: [
      { name: 'sales', why: 'not in the base report' },
      { name: 'brand', why: 'not in this run' },
    ],
  },
  {
    name: 'a target that did not answer there',
    now: { targets: [aTarget({ storyboards: [sb] })] },
    before: { targets: [aTarget({ unreachable: noAnswer(), storyboards: [] })] },
    found: [{ name: 'sales', why: 'no answer in the base report' }],
  },
  {
    name: 'a target that does not answer here',
    now: { targets: [aTarget({ unreachable: noAnswer(), storyboards: [] })] },
    before: { targets: [aTarget({ storyboards: [sound] })] },
    found: [{ name: 'sales', why: 'no answer in this run' }],
  },
  {
    name: 'a storyboard only this run has',
    now: { targets: [aTarget({ storyboards: [sb] })] },
    before: { targets: [aTarget({ storyboards: [] })] },
    found: [{ name: 'sales: sb', why: 'not in the base report' }],
  },
  {
    name: 'a storyboard only the base report has',
    now: { targets: [aTarget({ storyboards: [] })] },
    before: { targets: [aTarget({ storyboards: [sound] })] },
    found: [{ name: 'sales: sb', why: 'not in this run' }],
  },
  {
    name: 'a storyboard that a part of the suite left out',
    now: { targets: [aTarget({ storyboards: [] })], partial: filtered },
    before: { targets: [aTarget({ storyboards: [sound] })] },
    found: [],
  },
])('$name is not compared', ({ now, before, found }) => {
  const expected = { ...none, notCompared: found };
  expect(compareWithBase(aRunResult(now), aRunResult(before))).toEqual(expected);
});

test('a storyboard that is left out for the agent now is broken by the change', () => {
  const notSelected = [{ storyboardId: 'sb', ...left }];
  const now = aRunResult({ targets: [aTarget({ storyboards: [], notSelected })] });
  expect(compareWithBase(now, run(passed))).toMatchObject({
    broke: ['sales: sb/discover', ...name],
    notCompared: [],
  });
});
