import type { Step, Storyboard } from '../../model/storyboard.ts';

/** The step whose URL a webhook step watches: the one it names, else the last call before it; null where there is none. */
export function triggerOf(step: Step, { phases }: Storyboard): string | null {
  if (step.action.kind !== 'runner_task') return null;
  const { triggered_by: named } = step.action.params;
  if (typeof named === 'string') return named;
  const steps = phases.flatMap((phase) => phase.steps);
  const before = steps.slice(0, steps.indexOf(step));
  return before.findLast(({ action }) => action.kind === 'call')?.id ?? null;
}
