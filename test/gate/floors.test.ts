import { expect, test } from 'vitest';
import { judgeFloors } from '../../src/gate/floors.ts';
import { judgeGate } from '../../src/gate/gate.ts';
import type { KnownFailure } from '../../src/model/gate.ts';
import type { StoryboardResult } from '../../src/model/result.ts';
import type { StepResult } from '../../src/model/step-result.ts';
import { runnerPhases } from '../../src/support/authored.ts';
import {
  aFailedStep,
  aFailure,
  anAssertion,
  anErroredStep,
  aRunResult,
  aSkippedStep,
  aSource,
  aStep,
  aStoryboard,
  aTarget,
  aTargetFloors,
  noAnswer,
  someFloors,
} from '../support/builders.ts';

const at = aSource();
const known = (step: string): KnownFailure => ({ step, reason: 'why', at });
const run = (...steps: readonly StepResult[]) =>
  aRunResult({
    targets: [aTarget({ storyboards: [aStoryboard({ storyboardId: 'a/b', steps })] })],
  });

test.each([
  { floor: 1, breaches: 1, met: 0, raisable: 0, steps: [] },
  { floor: 1, breaches: 0, met: 1, raisable: 0, steps: [aStep()] },
  { floor: 1, breaches: 0, met: 1, raisable: 1, steps: [aStep(), aStep()] },
  { floor: 0, breaches: 0, met: 1, raisable: 0, steps: [aFailedStep()] },
])(
  'a floor of $floor with $steps.length steps: $breaches breached, $met met, $raisable raisable',
  ({ floor, steps, ...counts }) => {
    const floors = someFloors(aTargetFloors({ metrics: [{ metric: 'passing_steps', floor, at }] }));
    const [gate] = judgeFloors(floors, run(...steps));
    expect({
      breaches: gate?.breaches.length,
      met: gate?.met.length,
      raisable: gate?.raisable.length,
    }).toEqual(counts);
  },
);

test('a storyboard is clean only with the verdict passed', () => {
  const metrics = [{ metric: 'clean_storyboards', floor: 2, at }] as const;
  const storyboards = [
    aStoryboard({ storyboardId: 'a' }),
    aStoryboard({ storyboardId: 'b', steps: [aStep(), aFailedStep()] }),
    aStoryboard({ storyboardId: 'c', steps: [aSkippedStep()] }),
    aStoryboard({ storyboardId: 'd', steps: [aStep(), aFailedStep({ tolerated: true })] }),
  ];
  const [gate] = judgeFloors(
    someFloors(aTargetFloors({ metrics })),
    aRunResult({ targets: [aTarget({ storyboards })] }),
  );
  expect(gate?.met).toEqual([{ metric: 'clean_storyboards', floor: 2, observed: 2 }]);
});

type List = 'known' | 'stale' | 'unobserved' | 'unexpected';

test.each<{ readonly name: string; readonly step: StepResult | null; readonly lists: List[] }>([
  { name: 'failed', step: aFailedStep({ stepId: 's' }), lists: ['known'] },
  {
    name: 'errored by a 5xx',
    step: anErroredStep({ stepId: 's', reason: 'server_error' }),
    lists: ['known'],
  },
  {
    name: 'errored by an outage',
    step: anErroredStep({ stepId: 's', reason: 'timed_out' }),
    lists: ['unobserved', 'unexpected'],
  },
  { name: 'passed', step: aStep({ stepId: 's' }), lists: ['stale'] },
  { name: 'skipped', step: aSkippedStep({ stepId: 's' }), lists: ['unobserved'] },
  { name: 'not there', step: null, lists: ['unobserved'] },
  {
    name: 'failed in an optional phase',
    step: aFailedStep({ stepId: 's', tolerated: true }),
    lists: ['known'],
  },
])('an entry whose step $name is $lists', ({ step, lists }) => {
  const floors = someFloors(aTargetFloors({ knownFailures: [known('a/b/s')] }));
  const steps = [aStep({ stepId: 'first' }), ...(step ? [step] : [])];
  const [gate] = judgeFloors(floors, run(...steps));
  const all: readonly List[] = ['known', 'stale', 'unobserved', 'unexpected'];
  expect(all.filter((list) => (gate?.[list].length ?? 0) > 0)).toEqual(lists);
});

test('an assertion is excused by its own name, and a pass at one step does not make it stale', () => {
  const storyboard = aStoryboard({
    storyboardId: 'sb',
    assertions: [
      anAssertion({ outcome: aFailure() }),
      anAssertion({ stepId: 'later', outcome: { status: 'passed' } }),
    ],
  });
  const floors = someFloors(aTargetFloors({ knownFailures: [known('sb/status.monotonic')] }));
  const [gate] = judgeFloors(
    floors,
    aRunResult({ targets: [aTarget({ storyboards: [storyboard] })] }),
  );
  expect(gate).toMatchObject({
    known: [{ step: 'sb/status.monotonic' }],
    stale: [],
    unexpected: [],
  });
});

const assertionOf = (over: Partial<StoryboardResult>) =>
  aStoryboard({ storyboardId: 'sb', assertions: [anAssertion()], ...over });

test.each<{ readonly name: string; readonly over: Partial<StoryboardResult>; readonly list: List }>(
  [
    { name: 'was judged', over: { steps: [aStep(), aSkippedStep()] }, list: 'stale' },
    { name: 'was skipped', over: { steps: [aSkippedStep()] }, list: 'unobserved' },
    {
      name: 'was only seeded',
      over: { steps: [aStep({ phaseId: runnerPhases.seeding }), aSkippedStep()] },
      list: 'unobserved',
    },
    { name: 'nobody answered', over: { steps: [anErroredStep()] }, list: 'unobserved' },
    { name: 'did not run', over: { verdict: 'not_run', steps: [aStep()] }, list: 'unobserved' },
  ],
)('an entry for an assertion that holds of a storyboard that $name is $list', ({ over, list }) => {
  const floors = someFloors(aTargetFloors({ knownFailures: [known('sb/status.monotonic')] }));
  const storyboards = [aStoryboard(), assertionOf(over)];
  const [gate] = judgeFloors(floors, aRunResult({ targets: [aTarget({ storyboards })] }));
  const lists = (['known', 'stale', 'unobserved'] as const).filter((each) => gate?.[each].length);
  expect(lists).toEqual([list]);
});

test('a target that did not answer is not judged, the others are', () => {
  const targets = [
    aTarget({
      target: { name: 'down', url: 'http://down.test', protocol: 'mcp' },
      unreachable: noAnswer(),
    }),
    aTarget(),
  ];
  const floors = someFloors(aTargetFloors(), aTargetFloors({ name: 'down' }));
  expect(judgeFloors(floors, aRunResult({ targets })).map(({ target }) => target)).toEqual([
    'sales',
  ]);
});

test.each([
  { name: 'no floors', floors: null, status: 'unset' },
  { name: 'nothing to say', floors: someFloors(aTargetFloors()), status: 'met' },
  {
    name: 'a stale entry',
    floors: someFloors(aTargetFloors({ knownFailures: [known('a/b/discover')] })),
    status: 'stale',
  },
  {
    name: 'a breach',
    floors: someFloors(aTargetFloors({ metrics: [{ metric: 'passing_steps', floor: 2, at }] })),
    status: 'breached',
  },
  {
    name: 'no block that fits',
    floors: someFloors(aTargetFloors({ name: 'brand' })),
    status: 'not_judged',
  },
])('with $name the gate is $status', ({ floors, status }) => {
  expect(judgeGate(run(aStep()), { floors, explicit: false, base: null }).status).toBe(status);
});

test('an unexpected failure breaches a gate whose counts are met', () => {
  const floors = someFloors(
    aTargetFloors({ metrics: [{ metric: 'passing_steps', floor: 1, at }] }),
  );
  const result = run(aStep(), aFailedStep({ stepId: 's' }));
  expect(judgeGate(result, { floors, explicit: false, base: null }).status).toBe('breached');
});
