import { expect, test } from 'vitest';
import { ledgerProblems } from '../../src/gate/ledger.ts';
import { aSource, aTargetFloors, someFloors } from '../support/builders.ts';

const ids = {
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
  expect(ledgerProblems(floors, { storyboards, assertions: [] })[0]?.hint).toBeNull();
});
