import type { Answers, StepResult } from '../model/step-result.ts';

/** What a step was answered, whether it was judged by it or not. */
export function answersOf(step: StepResult): Partial<Answers> {
  if (step.verdict === 'skipped') return step.answers ?? {};
  // Of an errored step only copies may have been answered.
  return step.verdict === 'errored' ? { ...(step.copies && { copies: step.copies }) } : step;
}
