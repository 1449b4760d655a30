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

test.each([
  { was: passed, is: passed, found: {} },
  { was: passed, is: failed, found: { broke: name } },
  { was: passed, is: errored, found: { broke: name } },
  { was: passed, is: skipped, found: { broke: name } },
  { was: passed, is: null, found: { broke: name } },
  { was: failed, is: failed, found: { brokenBefore: name } },
  { was: errored, is: failed, found: { brokenBefore: name } },
  { was: skipped, is: failed, found: { brokenBefore: name } },
  { was: failed, is: passed, found: { fixed: name } },
  { was: errored, is: passed, found: { fixed: name } },
  { was: skipped, is: passed, found: {} },
  { was: null, is: passed, found: {} },
  { was: null, is: failed, found: {} },
])('$was.verdict there and $is.verdict here: $found', ({ was, is, found }) => {
  const none = { broke: [], brokenBefore: [], fixed: [] };
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

test('a target the base report does not hold is not compared', () => {
  const other = aRunResult({
    targets: [aTarget({ target: { name: 'brand', url: 'http://b.test', protocol: 'mcp' } })],
  });
  expect(compareWithBase(run(failed), other)).toEqual({ broke: [], brokenBefore: [], fixed: [] });
});
