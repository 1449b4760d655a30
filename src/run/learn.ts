import type { Json } from '../model/json.ts';
import type { StepResult } from '../model/step-result.ts';
import { discoveredIn } from '../request/discovered.ts';
import type { StepScope } from './scope.ts';

/** Commits what a step taught the storyboard: captures, products, contributions. */
export function learn({ step, phase, memory }: StepScope, result: StepResult): void {
  memory.results.set(step.id, result);
  memory.capture(step.id, result.captured);
  if (result.verdict !== 'passed') return;
  const payload: Json = result.extraction?.outcome === 'success' ? result.extraction.payload : null;
  if (result.task === 'get_products') memory.discover(discoveredIn(payload));
  const { contributesTo: flag, contributesIf: condition } = step;
  if (flag === null) return;
  if (condition === null || memory.results.get(condition)?.verdict === 'passed') {
    const earlier = memory.contributions.get(flag) ?? [];
    memory.contributions.set(flag, [...earlier, { phaseId: phase.id, stepId: step.id }]);
  }
}
