import type { StepResult } from '../model/step-result.ts';
import { callAgent } from './call-agent.ts';
import { notSent } from './judged.ts';
import { performTask } from './perform-task.ts';
import type { StepScope } from './scope.ts';

/** Runs one step to its verdict; null when the run was cut short before there was one. */
export async function runStep(scope: StepScope): Promise<StepResult | null> {
  const { action } = scope.step;
  if (scope.unrouted !== undefined) return notSent(scope, scope.unrouted, null);
  switch (action.kind) {
    case 'call':
      return callAgent(scope);
    case 'runner_task':
      return performTask(action.task, action.params, scope);
    case 'unresolved':
      return notSent(scope, action.detail, null);
  }
}
