import { expect, test } from 'vitest';
import { decide } from '../../src/gate/decide.ts';
import { judgeGate } from '../../src/gate/gate.ts';
import type { Floors, KnownFailure, Metric } from '../../src/model/gate.ts';
import type { EndingSignal, Partiality, RunResult, TargetResult } from '../../src/model/result.ts';
import type { StepResult } from '../../src/model/step-result.ts';
import {
  aFailedStep,
  aFailure,
  anAssertion,
  anErroredStep,
  aRunResult,
  aSkippedStep,
  aSkippedStoryboard,
  aSource,
  aStep,
  aStoryboard,
  aTarget,
  aTargetFloors,
  noAnswer,
  someFloors,
} from '../support/builders.ts';

const at = aSource();
const passed = aStep({ stepId: 'a' });
const failed = aFailedStep({ stepId: 'b' });
const target = (name: string, ...steps: readonly StepResult[]) =>
  aTarget({
    target: { name, url: 'http://agent.test/mcp', protocol: 'mcp' },
    storyboards: [aStoryboard({ storyboardId: 'sb', steps })],
  });
const sales = (...steps: readonly StepResult[]) => target('sales', ...steps);
const down = aTarget({
  target: { name: 'signals', url: 'http://agent.test/mcp', protocol: 'mcp' },
  storyboards: [],
  unreachable: noAnswer('refused'),
});
const floors = (metrics: Partial<Record<Metric, number>>, ...known: readonly string[]): Floors =>
  someFloors(
    aTargetFloors({
      metrics: Object.entries(metrics).map(([metric, floor]) => ({
        metric: metric as Metric,
        floor,
        at,
      })),
      knownFailures: known.map((step): KnownFailure => ({ step, reason: 'known', at })),
    }),
  );
const filtered: Partiality = { kind: 'filtered', by: '--filter sb' };
const cutBy = (by: 'bail' | 'budget' | EndingSignal): Partiality => ({
  kind: 'truncated',
  by,
});

const address = { storyboardId: 'sb', phaseId: 'p', stepId: 's', task: 't' };

interface Case {
  readonly name: string;
  readonly targets: readonly TargetResult[];
  readonly floors?: Floors;
  readonly explicit?: boolean;
  readonly partial?: readonly Partiality[];
  readonly exit: number;
  readonly reason?: RegExp;
}

const without: readonly Case[] = [
  { name: 'all passed', targets: [sales(passed)], exit: 0 },
  { name: 'a failed step', targets: [sales(passed, failed)], exit: 1, reason: /sb\/b/ },
  {
    name: 'an errored step beside an answered one',
    targets: [sales(passed, anErroredStep({ stepId: 'e' }))],
    exit: 1,
    reason: /sb\/e/,
  },
  {
    name: 'a failed step of an optional phase',
    targets: [sales(passed, aFailedStep({ tolerated: true }))],
    exit: 0,
  },
  {
    name: 'a failed assertion',
    targets: [
      aTarget({
        storyboards: [
          aStoryboard({ storyboardId: 'sb', assertions: [anAssertion({ outcome: aFailure() })] }),
        ],
      }),
    ],
    exit: 1,
    reason: /sb\/status\.monotonic/,
  },
  {
    name: 'a storyboard that failed without a failed step',
    targets: [aTarget({ storyboards: [aStoryboard({ storyboardId: 'sb', verdict: 'failed' })] })],
    exit: 1,
    reason: /: sb$/,
  },
  {
    name: 'nothing selected',
    targets: [aTarget({ storyboards: [] })],
    exit: 1,
    reason: /no storyboard was selected/,
  },
  {
    name: 'everything left out',
    targets: [
      aTarget({
        storyboards: [],
        notSelected: [
          { storyboardId: 'a', reason: 'version_excluded', detail: 'introduced in 3.2', steps: 1 },
        ],
      }),
    ],
    exit: 1,
    reason: /^nothing was executed: 1 storyboard, left out: introduced in 3.2$/,
  },
  {
    name: 'nothing that applies',
    targets: [aTarget({ storyboards: [aSkippedStoryboard()] })],
    exit: 1,
    reason: /nothing was executed: 1 storyboard/,
  },
  {
    name: 'only what the runner seeds',
    targets: [sales(aStep({ phaseId: '__controller_seeding__' }), aSkippedStep())],
    exit: 1,
    reason: /nothing was executed/,
  },
  {
    name: 'only seeding, and that failed',
    targets: [sales(aFailedStep({ phaseId: '__controller_seeding__' }), aSkippedStep())],
    exit: 1,
    reason: /1 failure on "sales"/,
  },
  {
    name: 'a budget that ran out before the first step',
    targets: [aTarget({ storyboards: [aStoryboard({ steps: [], notRun: [address] })] })],
    partial: [cutBy('budget')],
    exit: 1,
    reason: /^the budget ran out: 1 step not run$/,
  },
  {
    name: 'what applies is not known, although all that ran passed',
    targets: [{ ...sales(passed), undecided: 'capabilities could not be read (down)' }],
    exit: 1,
    reason: /^it is not known what applies to "sales": capabilities could not be read \(down\)$/,
  },
  {
    name: 'what applies is not known, and nothing ran',
    targets: [aTarget({ storyboards: [], undecided: 'capabilities could not be read (down)' })],
    exit: 1,
    reason: /capabilities could not be read/,
  },
  { name: 'only skipped steps', targets: [sales(aSkippedStep())], exit: 1, reason: /nothing/ },
];

const outages: readonly Case[] = [
  { name: 'the only target unreachable', targets: [down], exit: 3, reason: /"signals" could not/ },
  {
    name: 'every call unanswered',
    targets: [sales(anErroredStep(), aSkippedStep())],
    exit: 3,
    reason: /"sales" answered no call: ./,
  },
  {
    name: 'every call answered 401',
    targets: [sales(anErroredStep({ reason: 'unauthorized' }))],
    exit: 3,
  },
  { name: 'one of two targets unreachable', targets: [sales(passed), down], exit: 3 },
  {
    name: 'one target unreachable, a failure at the other',
    targets: [sales(passed, failed), down],
    exit: 1,
    reason: /sb\/b/,
  },
  {
    name: 'a target the budget left no time for',
    targets: [sales(passed), aTarget({ storyboards: [], unreachable: noAnswer('aborted') })],
    partial: [cutBy('budget')],
    exit: 1,
    reason: /^the budget ran out/,
  },
  {
    name: 'the only target left without time',
    targets: [aTarget({ storyboards: [], unreachable: noAnswer('aborted') })],
    partial: [cutBy('budget')],
    exit: 1,
    reason: /^the budget ran out/,
  },
  {
    name: 'the only call stopped by the budget',
    targets: [sales(anErroredStep({ reason: 'aborted' }))],
    partial: [cutBy('budget')],
    exit: 1,
  },
  {
    name: 'a target with floors unreachable',
    targets: [
      target('signals', passed),
      aTarget({ storyboards: [], unreachable: noAnswer('tls') }),
    ],
    floors: floors({ passing_steps: 1 }),
    exit: 3,
  },
];

const judged: readonly Case[] = [
  {
    name: 'floors met where it is not known what applies',
    targets: [{ ...sales(passed), undecided: 'capabilities could not be read (down)' }],
    floors: floors({ passing_steps: 1 }),
    exit: 1,
    reason: /not known/,
  },
  {
    name: 'floors met',
    targets: [sales(passed)],
    floors: floors({ passing_steps: 1, clean_storyboards: 1 }),
    exit: 0,
  },
  {
    name: 'too few passing steps',
    targets: [sales(passed)],
    floors: floors({ passing_steps: 2 }),
    exit: 1,
    reason: /passing_steps on "sales" is 1, floor 2/,
  },
  {
    name: 'too few clean storyboards',
    targets: [sales(passed, failed)],
    floors: floors({ clean_storyboards: 1 }, 'sb/b'),
    exit: 1,
    reason: /clean_storyboards on "sales" is 0, floor 1/,
  },
  {
    name: 'a known failure',
    targets: [sales(passed, failed)],
    floors: floors({ passing_steps: 1 }, 'sb/b'),
    exit: 0,
  },
  {
    name: 'a failure nobody knows, counts met',
    targets: [sales(passed, failed)],
    floors: floors({ passing_steps: 1 }),
    exit: 1,
    reason: /not in the ledger on "sales": sb\/b/,
  },
  {
    name: 'a failed assertion nobody knows, counts met',
    targets: [
      aTarget({
        storyboards: [aStoryboard({ assertions: [anAssertion({ outcome: aFailure() })] })],
      }),
    ],
    floors: floors({ passing_steps: 1 }),
    exit: 1,
  },
  {
    name: 'a known failure nobody answered this time',
    targets: [sales(passed, anErroredStep({ stepId: 'b' }))],
    floors: floors({ passing_steps: 1 }, 'sb/b'),
    exit: 1,
    reason: /sb\/b/,
  },
  {
    name: 'a known failure answered with a 5xx',
    targets: [sales(passed, anErroredStep({ stepId: 'b', reason: 'server_error' }))],
    floors: floors({ passing_steps: 1 }, 'sb/b'),
    exit: 0,
  },
  {
    name: 'a known failure that passes now',
    targets: [sales(passed)],
    floors: floors({ passing_steps: 1 }, 'sb/a'),
    exit: 5,
    reason: /sb\/a; remove its entry from floors\.yaml/,
  },
  {
    name: 'a stale entry and a breach',
    targets: [sales(passed)],
    floors: floors({ passing_steps: 2 }, 'sb/a'),
    exit: 1,
  },
  {
    name: 'a known failure that was skipped',
    targets: [sales(passed, aSkippedStep({ stepId: 'b' }))],
    floors: floors({ passing_steps: 1 }, 'sb/b'),
    exit: 0,
  },
  {
    name: 'a failure at a target without a block',
    targets: [sales(passed), target('brand', passed, failed)],
    floors: floors({ passing_steps: 1 }),
    exit: 1,
    reason: /on "brand": sb\/b/,
  },
  {
    name: 'no target with a block, floors by default',
    targets: [target('brand', passed)],
    floors: floors({ passing_steps: 9 }),
    exit: 0,
  },
  {
    name: 'no target with a block, floors by name',
    targets: [target('brand', passed)],
    floors: floors({ passing_steps: 9 }),
    explicit: true,
    exit: 4,
    reason: /no block for brand \(blocks: sales\)/,
  },
];

const partial: readonly Case[] = [
  {
    name: 'a filtered run below the floor, floors by default',
    targets: [sales(passed)],
    floors: floors({ passing_steps: 9 }),
    partial: [filtered],
    exit: 0,
  },
  {
    name: 'a filtered run, floors by name',
    targets: [sales(passed)],
    floors: floors({ passing_steps: 1 }),
    explicit: true,
    partial: [filtered],
    exit: 4,
    reason: /not judged: the run was filtered by --filter sb/,
  },
  {
    name: 'a filtered run with a failure, floors by name',
    targets: [sales(passed, failed)],
    floors: floors({ passing_steps: 1 }),
    explicit: true,
    partial: [filtered],
    exit: 1,
  },
  {
    name: 'a filtered run with a known failure',
    targets: [sales(passed, failed)],
    floors: floors({ passing_steps: 1 }, 'sb/b'),
    partial: [filtered],
    exit: 1,
  },
  {
    name: 'a filtered run with a stale entry',
    targets: [sales(passed)],
    floors: floors({ passing_steps: 1 }, 'sb/a'),
    partial: [filtered],
    exit: 0,
  },
  {
    name: 'a run cut short by the budget, floors by name',
    targets: [sales(passed)],
    floors: floors({ passing_steps: 1 }),
    explicit: true,
    partial: [cutBy('budget')],
    exit: 4,
    reason: /--budget/,
  },
  {
    name: 'SIGINT with a failure',
    targets: [sales(passed, failed)],
    partial: [cutBy('SIGINT')],
    exit: 130,
    reason: /SIGINT/,
  },
  { name: 'SIGHUP, nothing done yet', targets: [], partial: [cutBy('SIGHUP')], exit: 129 },
  { name: 'SIGTERM, nothing done yet', targets: [], partial: [cutBy('SIGTERM')], exit: 143 },
];

test.each([...without, ...outages, ...judged, ...partial])(
  'exits $exit for $name',
  ({ targets, floors = null, explicit = false, partial = [], exit, reason }) => {
    const run: RunResult = aRunResult({ targets, partial });
    const decision = decide(run, judgeGate(run, { floors, explicit, base: null }));
    expect(decision.exitCode).toBe(exit);
    if (exit === 0) expect(decision.reason).toBeNull();
    else expect(decision.reason).toMatch(reason ?? /./);
  },
);
