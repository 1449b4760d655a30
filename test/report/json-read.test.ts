import { expect, test } from 'vitest';
import { decide } from '../../src/gate/decide.ts';
import { judgeGate } from '../../src/gate/gate.ts';
import type { Partiality, RunResult } from '../../src/model/result.ts';
import { json } from '../../src/report/json.ts';
import { readReport } from '../../src/report/json-read.ts';
import { paintFor } from '../../src/report/paint.ts';
import { gateLines } from '../../src/report/terminal-gate.ts';
import { UsageError } from '../../src/support/errors.ts';
import {
  aDecision,
  aFailedStep,
  aFailure,
  aGate,
  anAssertion,
  anErroredStep,
  aRunOf,
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

const style = { colour: false, width: 80, verbose: false, command: 'storyboard run' };
const saved = (run: RunResult) => json.render(run, aGate(), aDecision(), style);

const runs: readonly (readonly [string, RunResult])[] = [
  ['of one passed step', aRunOf(aStep())],
  ['with one of each verdict', aRunOf(aStep(), aFailedStep(), anErroredStep(), aSkippedStep())],
  ['whose only step was refused', aRunOf(anErroredStep())],
  ['whose only step got a 5xx', aRunOf(anErroredStep({ reason: 'server_error' }))],
  [
    'whose only request was refused',
    aRunOf(aFailedStep({ stepId: 'a', exchange: null }), anErroredStep()),
  ],
  ['with a known failure nobody answered', aRunOf(aStep({ stepId: 'a' }), anErroredStep())],
  [
    'with a preview that failed',
    aRunResult({
      targets: [
        aTarget({
          storyboards: [
            aStoryboard(),
            aStoryboard({ storyboardId: 'soon', status: 'preview', steps: [aFailedStep()] }),
          ],
        }),
      ],
    }),
  ],
  [
    'of an agent nobody knows what applies to',
    aRunResult({ targets: [aTarget({ undecided: 'capabilities could not be read' })] }),
  ],
  ['with a tolerated failure', aRunOf(aStep(), aFailedStep({ tolerated: true }))],
  ['with a step that was never sent', aRunOf(aStep(), aFailedStep({ exchange: null }))],
  [
    'with assertions',
    aRunResult({
      targets: [
        aTarget({
          storyboards: [
            aStoryboard({
              assertions: [
                anAssertion(),
                anAssertion({ assertion: 'b', outcome: aFailure() }),
                anAssertion({ assertion: 'c', outcome: { status: 'not_applicable', note: 'n' } }),
              ],
            }),
          ],
        }),
      ],
    }),
  ],
  [
    'where nothing applies',
    aRunResult({ targets: [aTarget({ storyboards: [aSkippedStoryboard()] })] }),
  ],
  [
    'below its floor, with steps of a storyboard that does not apply',
    aRunResult({
      targets: [
        aTarget({ storyboards: [aStoryboard(), aSkippedStoryboard({ steps: [aSkippedStep()] })] }),
      ],
    }),
  ],
  ['with an unreachable target', aRunResult({ targets: [aTarget({ unreachable: noAnswer() })] })],
  [
    'without time for a target',
    aRunResult({
      targets: [aTarget({ unreachable: noAnswer('aborted') })],
      partial: [{ kind: 'truncated', by: 'budget' }],
    }),
  ],
  ...(['bail', 'budget', 'SIGHUP', 'SIGINT', 'SIGTERM'] as const).map(
    (by) => [`cut short by ${by}`, aRunResult({ partial: [{ kind: 'truncated', by }] })] as const,
  ),
  [
    'of a part',
    aRunResult({ partial: [{ kind: 'filtered', by: '--filter x' } satisfies Partiality] }),
  ],
];

const floors = someFloors(
  aTargetFloors({
    metrics: [{ metric: 'passing_steps', floor: 2, at: aSource() }],
    knownFailures: ['sales_flow/discover', 'sales_flow/c'].map((step) => ({
      step,
      reason: 'why',
      at: aSource(),
    })),
  }),
);

test.each(runs)('a saved report of a run %s is judged as the run itself', (_, run) => {
  const read = readReport('r.json', saved(run));
  for (const options of [
    { floors: null, explicit: false, base: null },
    { floors, explicit: true, base: null },
  ]) {
    const gate = judgeGate(run, options);
    expect(judgeGate(read, options)).toEqual(gate);
    expect(decide(read, gate)).toEqual(decide(run, gate));
    const paint = paintFor({ colour: false });
    expect(gateLines(gate, read, paint)).toEqual(gateLines(gate, run, paint));
  }
});

test('a report that begins with a byte order mark is read as without it', () => {
  const text = saved(aRunOf(aStep()));
  expect(readReport('r.json', `\ufeff${text}`)).toEqual(readReport('r.json', text));
});

test.each([
  ['text', 'not JSON at all', /^r\.json is not JSON: /],
  ['another JSON file', '{"numTotalTests":3}', /is no report of storyboard; write one with/],
  ['a list', '[]', /is no report of storyboard/],
  [
    'a report of another version',
    '{"report":"storyboard-run","report_version":9}',
    /version 9, this program reads version 1/,
  ],
  [
    'a report with a hole',
    '{"report":"storyboard-run","report_version":1,"partial":[]}',
    /damaged report: \/targets: is missing$/,
  ],
  [
    'a report with an unknown verdict',
    saved(aRunOf(aStep())).replace('"verdict": "passed"', '"verdict": "green"'),
    /damaged report: \/targets\/0\/storyboards\/0\/verdict: is not what a report has there$/,
  ],
])('%s is refused with a sentence', (_, text, message) => {
  expect(() => readReport('r.json', text)).toThrow(UsageError);
  expect(() => readReport('r.json', text)).toThrow(message);
});
