import { expect, test } from 'vitest';
import { assertions } from '../../src/judge/assertions/registry.ts';
import { branchSetsOf } from '../../src/judge/branch-sets.ts';
import type { Contributor } from '../../src/judge/regrade.ts';
import { gradeStoryboard } from '../../src/judge/storyboard.ts';
import type { JudgedStep, StepResult } from '../../src/model/step-result.ts';
import type { Storyboard } from '../../src/model/storyboard.ts';
import { anAnswer, anErroredStep, aFailedStep, aSkippedStep, aStep } from '../support/builders.ts';
import { success } from './support/evidence.ts';
import { anAuthoredStep, anAuthoredStoryboard, aPhase, asserting } from './support/storyboards.ts';

const token = 'tok_0123456789abcdef';
const plain = anAuthoredStoryboard([aPhase('main', [anAuthoredStep('discover')])]);
const seeding = { phaseId: '__controller_seeding__', stepId: 'seed_product.p1' };
const discovering = { phaseId: '__product_discovery__', stepId: 'discover_products' };
const leaking = { extraction: success({ token }) };

function grade(
  steps: readonly StepResult[],
  storyboard: Storyboard = plain,
  contributions: Readonly<Record<string, readonly Contributor[]>> = {},
  isCutShort = false,
) {
  return gradeStoryboard({
    storyboard,
    steps,
    isCutShort,
    contributions: new Map(Object.entries(contributions)),
    assertions,
    secrets: [token],
  });
}

test.each<{ name: string; steps: readonly StepResult[]; verdict: string }>([
  { name: 'passes where every step passed', steps: [aStep(), aStep()], verdict: 'passed' },
  {
    name: 'passes where some steps were skipped',
    steps: [aStep(), aSkippedStep()],
    verdict: 'passed',
  },
  { name: 'fails where a step failed', steps: [aStep(), aFailedStep()], verdict: 'failed' },
  {
    name: 'is errored where a step is errored',
    steps: [aStep(), anErroredStep()],
    verdict: 'errored',
  },
  {
    name: 'fails where one step failed and another is errored',
    steps: [anErroredStep(), aFailedStep()],
    verdict: 'failed',
  },
  {
    name: 'is skipped where no step ran',
    steps: [aSkippedStep(), aSkippedStep()],
    verdict: 'skipped',
  },
  { name: 'is skipped where there is no step', steps: [], verdict: 'skipped' },
  {
    name: 'tolerates a failure of an optional phase',
    steps: [aStep(), aFailedStep({ tolerated: true })],
    verdict: 'passed',
  },
  {
    name: 'tolerates an errored step of an optional phase',
    steps: [aStep(), anErroredStep({ tolerated: true })],
    verdict: 'passed',
  },
  {
    name: 'passes where only optional steps ran and one passed',
    steps: [aStep({ tolerated: true }), aSkippedStep()],
    verdict: 'passed',
  },
  {
    name: 'fails where nothing ran but a failing optional step',
    steps: [aFailedStep({ tolerated: true }), aSkippedStep()],
    verdict: 'failed',
  },
  {
    name: 'is errored where nothing ran but an errored optional step',
    steps: [anErroredStep({ tolerated: true })],
    verdict: 'errored',
  },
  {
    name: 'is skipped where nothing ran but what the runner seeded and looked up for it',
    steps: [aStep(seeding), aStep({ ...discovering, tolerated: true }), aSkippedStep()],
    verdict: 'skipped',
  },
  {
    name: 'fails where what the runner seeds for it fails',
    steps: [aFailedStep(seeding), aSkippedStep()],
    verdict: 'failed',
  },
  {
    name: 'is not saved by what the runner seeded for it',
    steps: [aStep(seeding), aFailedStep({ tolerated: true })],
    verdict: 'failed',
  },
  { name: 'fails where an assertion fails', steps: [aStep(leaking)], verdict: 'failed' },
  {
    name: 'fails where an assertion fails on a tolerated step',
    steps: [aStep(), aFailedStep({ ...leaking, tolerated: true })],
    verdict: 'failed',
  },
  {
    name: 'fails where an assertion fails beside an errored step',
    steps: [aStep(leaking), anErroredStep()],
    verdict: 'failed',
  },
])('a storyboard $name', ({ steps, verdict }) => {
  expect(grade(steps).verdict).toBe(verdict);
});

test.each<{ name: string; steps: readonly StepResult[]; verdict: string }>([
  { name: 'is not run where all its steps had passed', steps: [aStep()], verdict: 'not_run' },
  { name: 'is not run where none had begun', steps: [], verdict: 'not_run' },
  { name: 'fails where a step had failed', steps: [aFailedStep()], verdict: 'failed' },
  { name: 'fails where an assertion fails', steps: [aStep(leaking)], verdict: 'failed' },
  { name: 'is errored where a step was', steps: [anErroredStep()], verdict: 'errored' },
])('a storyboard cut short $name', ({ steps, verdict }) => {
  expect(grade(steps, plain, {}, true).verdict).toBe(verdict);
});

test('a storyboard may disable an assertion, and a step may mute it', () => {
  const disabled = { ...plain, assertions: { enable: [], disable: ['context.no_secret_echo'] } };
  const step = anAuthoredStep('discover', { mutedAssertions: ['context.no_secret_echo'] });
  expect(grade([aStep(leaking)], disabled).verdict).toBe('passed');
  expect(grade([aStep(leaking)], anAuthoredStoryboard([aPhase('main', [step])])).verdict).toBe(
    'passed',
  );
});

const reject = [anAuthoredStep('try_reject', { contributesTo: 'handled' })];
const adjust = [
  anAuthoredStep('try_adjust'),
  anAuthoredStep('see_adjusted', { contributesTo: 'handled' }),
];
const assertHandled = aPhase('assert', [asserting('assert_handled', ['handled'])]);
const branched = (over: object) =>
  anAuthoredStoryboard([
    aPhase('reject', reject, { optional: true, ...over }),
    aPhase('adjust', adjust, { optional: true, ...over }),
    assertHandled,
  ]);
const explicit = branched({ branchSet: 'handled' });
const implicit = branched({});

const adjusted = { handled: [{ phaseId: 'adjust', stepId: 'see_adjusted' }] };
const at = (phaseId: string, stepId: string) => ({ phaseId, stepId, tolerated: true });
const asserted = aStep({
  phaseId: 'assert',
  stepId: 'assert_handled',
  exchange: null,
  extraction: null,
});

for (const [kind, storyboard] of [
  ['explicit', explicit],
  ['implicit', implicit],
] as const) {
  test(`a failed step of an ${kind} alternative is moot where another alternative held`, () => {
    const steps = [
      aFailedStep(at('reject', 'try_reject')),
      aStep(at('adjust', 'try_adjust')),
      aStep(at('adjust', 'see_adjusted')),
      asserted,
    ];
    const graded = grade(steps, storyboard, adjusted);
    expect(graded.verdict).toBe('passed');
    expect(graded.steps[0]).toMatchObject({
      verdict: 'skipped',
      skip: {
        reason: 'peer_branch_taken',
        detail: 'handled contributed by adjust.see_adjusted — reject is moot',
      },
    });
    expect(graded.steps[0]).not.toHaveProperty('exchange');
    expect(graded.steps.slice(1)).toEqual(steps.slice(1));
  });
}

test('a moot step keeps its answer, and fails the storyboard through nothing but a leak', () => {
  const moot = { ...at('reject', 'try_reject'), agent: 'sales', polls: [anAnswer()] };
  const gradeBeside = (over: Partial<JudgedStep>) => {
    const steps = [
      aFailedStep({ ...moot, ...over }),
      aStep(at('adjust', 'see_adjusted')),
      asserted,
    ];
    return grade(steps, explicit, adjusted);
  };
  const sound = gradeBeside({ exchange: anAnswer({ ok: false }) });
  expect(sound.verdict).toBe('passed');
  expect(sound.steps[0]).toMatchObject({
    agent: 'sales',
    answers: { exchange: anAnswer({ ok: false }), polls: [anAnswer()] },
  });
  const leaked = gradeBeside(leaking);
  expect(leaked.assertions).toContainEqual(
    expect.objectContaining({ assertion: 'context.no_secret_echo', stepId: 'try_reject' }),
  );
  expect(leaked.verdict).toBe('failed');
});

test('what a passed alternative leaks still fails the storyboard', () => {
  const steps = [
    aFailedStep(at('reject', 'try_reject')),
    aStep({ ...at('adjust', 'see_adjusted'), ...leaking }),
    asserted,
  ];
  expect(grade(steps, explicit, adjusted).verdict).toBe('failed');
});

test('failures stay where no alternative held', () => {
  const steps = [
    aFailedStep(at('reject', 'try_reject')),
    aFailedStep(at('adjust', 'see_adjusted')),
  ];
  expect(grade(steps, explicit).steps).toEqual(steps);
});

test('failures stay in the alternative that held, and in one that held as well', () => {
  const steps = [
    aStep(at('reject', 'try_reject')),
    aFailedStep(at('adjust', 'try_adjust')),
    aStep(at('adjust', 'see_adjusted')),
  ];
  const both = { handled: [{ phaseId: 'reject', stepId: 'try_reject' }, ...adjusted.handled] };
  expect(grade(steps, explicit, both).steps).toEqual(steps);
  expect(grade(steps, explicit, adjusted).steps).toEqual(steps);
});

test('an alternative nobody answered stays errored: that it is moot does not say why', () => {
  const steps = [anErroredStep(at('reject', 'try_reject')), aStep(at('adjust', 'see_adjusted'))];
  expect(grade(steps, explicit, adjusted).steps).toEqual(steps);
});

test('failures of phases outside the set stay', () => {
  const steps = [aFailedStep({ phaseId: 'assert' }), aStep(at('adjust', 'see_adjusted'))];
  expect(grade(steps, explicit, adjusted).verdict).toBe('failed');
});

test.each([
  { name: 'the written set', phases: [aPhase('p', [], { branchSet: 'x' })], sets: [['p', 'x']] },
  {
    name: 'the flag an any_of asks for',
    phases: [aPhase('p', reject, { optional: true }), assertHandled],
    sets: [['p', 'handled']],
  },
  {
    name: 'the written set before the flag',
    phases: [aPhase('p', reject, { optional: true, branchSet: 'x' }), assertHandled],
    sets: [['p', 'x']],
  },
  {
    name: 'no set where the phase is required',
    phases: [aPhase('p', reject), assertHandled],
    sets: [],
  },
  {
    name: 'no set where nobody asks for the flag',
    phases: [aPhase('p', reject, { optional: true })],
    sets: [],
  },
  {
    name: 'no set where the flag is asked for by a step that calls the agent',
    phases: [
      aPhase('p', reject, { optional: true }),
      aPhase('q', [{ ...asserting('a', ['handled']), action: anAuthoredStep('a').action }]),
    ],
    sets: [],
  },
])('a phase belongs to $name', ({ phases, sets }) => {
  expect([...branchSetsOf(anAuthoredStoryboard(phases))]).toEqual(sets);
});

const substituting = anAuthoredStoryboard([
  aPhase('accounts', [
    anAuthoredStep('create', { stateful: true }),
    anAuthoredStep('browse', { stateful: true, providesStateFor: ['create'] }),
  ]),
]);
const browse = { phaseId: 'accounts', stepId: 'browse', stateful: true };
const create = { phaseId: 'accounts', stepId: 'create', stateful: true };

test.each(['missing_tool', 'missing_test_controller'] as const)(
  'a step skipped for a %s is substituted by a peer that passed',
  (reason) => {
    const graded = grade([aSkippedStep(create, reason), aStep(browse)], substituting);
    expect(graded.steps[0]).toMatchObject({
      verdict: 'skipped',
      skip: { reason: 'peer_substituted', detail: 'create state provided by accounts.browse' },
    });
  },
);

test.each<{ name: string; steps: readonly StepResult[] }>([
  { name: 'the peer failed', steps: [aSkippedStep(create), aFailedStep(browse)] },
  { name: 'the peer was skipped', steps: [aSkippedStep(create), aSkippedStep(browse)] },
  {
    name: 'it was skipped for another reason',
    steps: [aSkippedStep(create, 'not_applicable'), aStep(browse)],
  },
  { name: 'it failed', steps: [aFailedStep(create), aStep(browse)] },
  {
    name: 'it keeps no state',
    steps: [aSkippedStep({ ...create, stateful: false }), aStep(browse)],
  },
  {
    name: 'it is of another phase',
    steps: [aSkippedStep({ ...create, phaseId: 'other' }), aStep(browse)],
  },
])('a step is not substituted where $name', ({ steps }) => {
  expect(grade(steps, substituting).steps).toEqual(steps);
});
