import type { RunResult } from '../model/result.ts';
import { describeOutcome } from './describe.ts';
import { printable } from './escape.ts';
import type { Paint } from './paint.ts';

/** Advisory failures of steps that passed; those of failed steps stand in the steps' own blocks. */
export function advisoryLines(result: RunResult, paint: Paint): readonly string[] {
  const steps = result.targets.flatMap(({ target, storyboards }) =>
    storyboards.flatMap((storyboard) =>
      storyboard.steps
        .filter(({ verdict }) => verdict === 'passed')
        .map((step) => ({ step, name: `${target.name}  ${step.storyboardId}/${step.stepId}` })),
    ),
  );
  const lines = steps.flatMap(({ step, name }) =>
    step.validations
      .filter(({ severity, outcome }) => severity === 'advisory' && outcome.status === 'failed')
      .map(({ check, outcome }) =>
        [paint.warning('[ADVISORY]'), printable(name), describeOutcome(check, outcome)].join('  '),
      ),
  );
  return lines.length === 0 ? [] : [...lines, ''];
}
