import { describe, expect, test } from 'vitest';
import type { RunResult } from '../../src/model/result.ts';
import { reporters } from '../../src/report/registry.ts';
import type { Style } from '../../src/report/reporter.ts';
import {
  aNotice,
  aDecision,
  aFailedStep,
  aFailure,
  aGate,
  anAnswer,
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
  aValidation,
  noAnswer,
} from '../support/builders.ts';

const style: Style = { colour: false, width: 80, verbose: true, command: 'storyboard run' };

/** Everything that could break out of a format, in every place an author or an agent can write to. */
const hostile =
  '<script>alert(1)</script> ]]> &amp; \u001b[31mred\u001b[0m \u202egnp\u0007\u0000\u009b2J \ud800';

const hostileRun = () => {
  const step = {
    stepId: hostile,
    title: hostile,
    at: aSource({ file: hostile, text: hostile, column: 3, length: 9 }),
    notices: [aNotice(hostile)],
  };
  const failed = aFailedStep({
    ...step,
    failure: { kind: 'unexpected_error', code: hostile, message: hostile },
    exchange: anAnswer({ [hostile]: hostile }),
    validations: [
      aValidation({
        description: hostile,
        outcome: aFailure({ pointer: `/${hostile}`, actual: hostile, note: hostile }),
      }),
      aValidation({ outcome: { status: 'not_applicable', note: hostile } }),
    ],
  });
  const assertions = [
    anAssertion({ description: hostile, outcome: aFailure({ actual: hostile }) }),
  ];
  return aRunResult({
    notices: [aNotice(hostile)],
    partial: [{ kind: 'filtered', by: hostile }],
    targets: [
      aTarget({
        target: { name: hostile, url: hostile, protocol: 'mcp' },
        storyboards: [
          aStoryboard({ storyboardId: hostile, title: hostile, assertions, steps: [failed] }),
          aSkippedStoryboard({ skip: { reason: 'missing_tool', detail: hostile } }),
        ],
      }),
      aTarget({ unreachable: { ...noAnswer(), detail: hostile } }),
    ],
  });
};

const runs: Readonly<Record<string, () => RunResult>> = {
  'an empty run': () => aRunResult({ targets: [] }),
  'a target without storyboards': () => aRunResult({ targets: [aTarget({ storyboards: [] })] }),
  'one of each verdict': () => aRunOf(aStep(), aFailedStep(), anErroredStep(), aSkippedStep()),
  'hostile text': hostileRun,
  'a payload of 10 MB': () =>
    aRunOf(aFailedStep({ exchange: anAnswer({ blob: 'x'.repeat(10_000_000) }) })),
};

describe.each(reporters.map((reporter) => [reporter.name, reporter] as const))(
  'the %s reporter',
  (_, reporter) => {
    const render = (run: RunResult) =>
      reporter.render(run, aGate(), aDecision({ exitCode: 1, reason: 'why' }), style);

    test.each(Object.entries(runs))('renders %s, twice the same', (_name, build) => {
      const text = render(build());
      expect(text.length).toBeGreaterThan(0);
      expect(text).toBe(render(build()));
      expect(text.endsWith('\n')).toBe(true);
    });

    test('writes no character a terminal would obey', () => {
      expect(render(hostileRun())).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f]/);
    });

    test('does not change what it reads', () => {
      const run = runs['one of each verdict']?.() ?? aRunResult();
      const before = structuredClone(run);
      render(run);
      expect(run).toEqual(before);
    });

    test('says its name and what it is for', () => {
      expect(reporter.name).toMatch(/^[a-z]+$/);
      expect(reporter.summary).toMatch(/\.$/);
    });
  },
);

test('no two reporters share a name', () => {
  const names = reporters.map(({ name }) => name);
  expect(new Set(names).size).toBe(names.length);
});
