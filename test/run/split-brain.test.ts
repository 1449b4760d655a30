import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  startTrainingAgent,
  type RunningAgent,
} from '../../fixtures/training-agent/start-training-agent.ts';
import type { JsonObject } from '../../src/model/json.ts';
import type { StepResult } from '../../src/model/step-result.ts';
import type { Invariant } from '../../src/request/invariant.ts';
import { invariants } from '../../src/request/invariants/registry.ts';
import { load, runSuite, shipped, stepsOf, targetsOf } from '../support/run-suite.ts';

let agent: RunningAgent;
beforeAll(async () => {
  agent = await startTrainingAgent({ tenants: ['sales'] });
});
afterAll(() => agent.close());

const suite = load(shipped, ['media_buy_state_machine']);
const [storyboard] = suite.storyboards;
const home = storyboard?.testKit?.brandDomain ?? '';

/** Authored bodies of the steps that expect an error. */
const negative = new Set<JsonObject>(
  (storyboard?.phases ?? [])
    .flatMap(({ steps }) => steps)
    .flatMap(({ action, expectation }) =>
      action.kind === 'call' && expectation.outcome === 'error' ? [action.request.payload] : [],
    ),
);

/** The mistake this product exists to end: rules that look away when a step expects an error. */
const lookingAway: readonly Invariant[] = invariants.map((invariant) => ({
  ...invariant,
  apply: (input) =>
    negative.has(input.authored)
      ? { payload: input.payload, changes: [], kept: [] }
      : invariant.apply(input),
}));

async function steps(brand: string | null, rules = invariants): Promise<readonly StepResult[]> {
  const identity = { brand, operator: null, verbatim: false, live: false };
  return stepsOf(await runSuite({ suite, targets: targetsOf(agent), identity, invariants: rules }));
}

const verdicts = (results: readonly StepResult[]) => results.map(({ verdict }) => verdict);

test('the storyboard has nine steps, three of them negative, and a home brand', () => {
  expect([negative.size, home]).toEqual([3, expect.stringMatching(/\.example$/)]);
});

test.each([
  { name: 'no --brand', brand: () => null },
  { name: "--brand of the kit's domain", brand: () => home },
  { name: '--brand other.example', brand: () => 'other.example' },
])('all nine steps pass with $name', async ({ brand }) => {
  expect(verdicts(await steps(brand()))).toEqual(Array(9).fill('passed'));
});

test('rules that skip negative steps split the run in two', async () => {
  const results = await steps('other.example', lookingAway);
  expect(verdicts(results)).toEqual([
    ...Array<string>(6).fill('passed'),
    'failed',
    'skipped',
    'skipped',
  ]);
  const code = results[6]?.validations.find(({ check }) => check === 'error_code');
  expect(code?.outcome).toMatchObject({ status: 'failed', actual: 'MEDIA_BUY_NOT_FOUND' });
  expect(JSON.stringify(code?.outcome)).toContain('INVALID_STATE');
});

test('every request of a run names the same brand and account', async () => {
  const results = await steps('other.example');
  const accounts = results.flatMap(({ request }) => {
    const account = request?.sent?.payload['account'];
    return account === undefined ? [] : [JSON.stringify(account)];
  });
  expect(new Set(accounts).size).toBe(1);
  expect(accounts[0]).toContain('other.example');
  expect(JSON.stringify(results.map(({ request }) => request?.sent?.payload))).not.toContain(home);
});
