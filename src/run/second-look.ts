import type { StepResult, ValidationResult } from '../model/step-result.ts';

/** A finding that what is still to come may change. */
export interface SecondLook {
  readonly stepId: string;
  /** When nothing more is to be expected; milliseconds of the run's clock. */
  readonly dueAt: () => number;
  /** The finding as it is by now. */
  readonly finding: () => ValidationResult;
}

/** The result of a step by what has come since; one that had passed may have failed after all. */
export function lookedAtAgain(result: StepResult, looks: readonly SecondLook[]): StepResult {
  const findings = looks
    .filter(({ stepId }) => stepId === result.stepId)
    .map(({ finding }) => finding())
    .filter(({ outcome }) => outcome.status === 'failed');
  if (result.verdict !== 'passed' || findings.length === 0) return result;
  const validations = result.validations.map(
    (validation) => findings.find(({ check }) => check === validation.check) ?? validation,
  );
  return {
    ...result,
    validations,
    captured: [],
    verdict: 'failed',
    failure: { kind: 'validations' },
  };
}
