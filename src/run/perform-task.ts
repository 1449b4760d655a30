import type { JsonObject } from '../model/json.ts';
import type { RequestRecord, StepResult } from '../model/step-result.ts';
import { judged } from './judged.ts';
import type { StepScope } from './scope.ts';
import { erroredStep, skippedStep } from './step-frame.ts';
import { runnerTasks } from './tasks/registry.ts';
import type { TaskOutcome } from './tasks/task.ts';
import { judgeUnresolved } from './unresolved.ts';

/** Has the runner perform a task of its own, and judges what came of it. */
export async function performTask(
  task: string,
  params: JsonObject,
  scope: StepScope,
): Promise<StepResult | null> {
  const runnerTask = runnerTasks.find(({ name }) => name === task);
  if (runnerTask === undefined) {
    return skippedStep(scope, {
      reason: 'not_applicable',
      detail: `the runner does not implement the task ${task}`,
    });
  }
  const outcome = await runnerTask.perform(params, scope);
  switch (outcome.kind) {
    case 'skipped':
      return skippedStep(scope, outcome.skip, givenAnswers(outcome));
    case 'unanswered':
      return outcome.exchange.reason === 'aborted' ? null : erroredStep(scope, outcome.exchange);
    case 'unresolved':
      return judgeUnresolved(scope, { ...outcome, record: nothingSent, memory: scope.memory });
    case 'aborted':
      return null;
    case 'evidence':
      return judged(scope, { request: null, ...outcome });
  }
}

function givenAnswers({ answers }: Extract<TaskOutcome, { kind: 'skipped' }>) {
  return answers ? { answers, durationMs: answers.exchange?.durationMs ?? 0 } : {};
}

const nothingSent: RequestRecord = { sent: null, changes: [], kept: [], bindings: [] };
