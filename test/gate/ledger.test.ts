import { describe, expect, test } from 'vitest';
import { blockProblems } from '../../src/gate/blocks.ts';
import { ledgerProblems, namesInRun } from '../../src/gate/ledger.ts';
import type { LedgerNames } from '../../src/gate/ledger.ts';
import {
  aRunResult,
  aSkippedStoryboard,
  aSource,
  aStep,
  aStoryboard,
  aTarget,
  aTargetFloors,
  noAnswer,
  someFloors,
} from '../support/builders.ts';

const ids: LedgerNames = {
  of: 'suite',
  leftOut: ['later/storyboard'],
  storyboards: new Map([
    ['media_buy_seller/invalid_transitions', ['pause_canceled', 'seed_product.p_demo']],
    ['idempotency', ['create_media_buy_replay']],
  ]),
  assertions: ['status.monotonic'],
};

test.each([
  ['idempotency/create_media_buy_replay', null],
  ['media_buy_seller/invalid_transitions/pause_canceled', null],
  ['media_buy_seller/invalid_transitions/seed_product.p_demo', null],
  ['idempotency/status.monotonic', null],
  ['later/storyboard/any_step', null],
  ['idempotency/create_media_buy_reply', 'did you mean "idempotency/create_media_buy_replay"?'],
  ['invalid_transitions/pause_canceled', 'media_buy_seller/invalid_transitions/pause_canceled'],
  ['status.monotonic', ''],
  ['idempotency', ''],
  ['media_buy_seller/invalid_transitions', ''],
])('the entry %s', (step, hint) => {
  const at = aSource({ file: 'floors.yaml', line: 7 });
  const floors = someFloors(aTargetFloors({ knownFailures: [{ step, reason: 'why', at }] }));
  const [problem, ...more] = ledgerProblems(floors, ids);
  expect(more).toEqual([]);
  if (hint === null) {
    expect(problem).toBeUndefined();
    return;
  }
  expect(problem).toMatchObject({ severity: 'error', rule: 'unknown-known-failure', at });
  expect(problem?.message).toContain(`"${step}" names no step of the suite`);
  expect(problem?.hint ?? '').toContain(hint);
});

test('an ending that two names share is no hint', () => {
  const at = aSource();
  const floors = someFloors(
    aTargetFloors({ knownFailures: [{ step: 'flow/create', reason: 'why', at }] }),
  );
  const storyboards = new Map([
    ['a_long_prefix/flow', ['create']],
    ['another_prefix/flow', ['create']],
  ]);
  expect(
    ledgerProblems(floors, { of: 'suite', storyboards, assertions: [], leftOut: [] })[0]?.hint,
  ).toBeNull();
});

describe('the names of a saved run', () => {
  const target = aTarget({
    storyboards: [
      aStoryboard({ storyboardId: 'a/b', steps: [aStep({ stepId: 'one' })] }),
      aSkippedStoryboard({ storyboardId: 'c' }),
    ],
    notSelected: [
      { storyboardId: 'd', reason: 'version_excluded', detail: 'comes later', steps: 1 },
    ],
  });
  const entry = (step: string) =>
    someFloors(aTargetFloors({ knownFailures: [{ step, reason: 'why', at: aSource() }] }));

  test.each([
    ['a/b/one', []],
    ['d/any', []],
    ['a/b/on', ['did you mean "a/b/one"?']],
  ])('judge the entry %s', (step, hints) => {
    const names = namesInRun(aRunResult({ targets: [target] }), []);
    const problems = names === null ? [] : ledgerProblems(entry(step), names);
    expect(problems.map(({ hint }) => hint)).toEqual(hints);
  });

  test.each([
    { name: 'part of a suite', run: { partial: [{ kind: 'filtered', by: 'x' } as const] } },
    {
      name: 'a target that was down',
      run: { targets: [target, aTarget({ unreachable: noAnswer() })] },
    },
  ])('are not known of $name', ({ run }) => {
    expect(namesInRun(aRunResult({ targets: [target], ...run }), [])).toBeNull();
  });
});

test.each([
  { block: 'sales', said: [] },
  { block: 'sals', said: ['did you mean "sales"?'] },
  { block: 'production', said: ['there are sales, brand'] },
])('floors of "$block" are held against the targets there are', ({ block, said }) => {
  const problems = blockProblems(someFloors(aTargetFloors({ name: block })), ['sales', 'brand']);
  expect(problems.map(({ hint }) => hint)).toEqual(said);
});
