import type { UnansweredReason } from '../model/exchange.ts';
import type { GateStep, GateStoryboard, GateTarget, Metric, Silence } from '../model/gate.ts';
import { isAuthored } from '../support/authored.ts';
import { isGraded } from '../support/graded.ts';
import { isFailure, isHeldAgainst } from '../support/failure.ts';

/** The name of a step in floors files and comparisons: `storyboard_id/step_id`. */
export function stepName(storyboardId: string, stepId: string): string {
  return `${storyboardId}/${stepId}`;
}

/** What a name of the ledger stood for in this run. `moot`: skipped. `unobserved`: an assertion that had nothing to judge. */
export type Fate = 'passed' | 'failed' | 'outage' | 'moot' | 'unobserved';

/** Every graded step and assertion of a target by name, and what became of it. */
export function fatesOf(target: GateTarget): ReadonlyMap<string, Fate> {
  const fates = new Map<string, Fate>();
  for (const storyboard of gradedOf(target)) {
    const { storyboardId, steps, assertions } = storyboard;
    for (const { assertion, outcome } of assertions) {
      const name = stepName(storyboardId, assertion);
      // An assertion may be judged once per step; one failure is what the storyboard ends with.
      if (fates.get(name) !== 'failed') {
        fates.set(name, fateOfAssertion(outcome.status, storyboard));
      }
    }
    for (const step of steps) fates.set(stepName(storyboardId, step.stepId), fateOf(step));
  }
  return fates;
}

/** Names of what a target has to answer for: steps outside optional phases, assertions, and storyboards that failed without either. */
export function failuresOf(target: GateTarget): readonly string[] {
  return gradedOf(target).flatMap(failuresOfStoryboard);
}

/** True when a target answered nothing at all: an outage, not a finding about the agent. One the run gave no time is not down. */
export function isDown(target: GateTarget): boolean {
  if (target.unreachable) return target.unreachable.reason !== 'aborted';
  const steps = target.storyboards.flatMap((storyboard) => storyboard.steps);
  return silenceOf(target) !== null && !steps.some(wasAnswered);
}

/** Why a target was silent, the first time it was; null where it never was. What the run itself ended is not silence. */
export function silenceOf({ unreachable, storyboards }: GateTarget): Silence | null {
  const silences = storyboards
    .flatMap(({ steps }) => steps)
    .flatMap((step) => (step.verdict === 'errored' ? [step.exchange] : []));
  const found = [unreachable, ...silences].find((each) => each && each.reason !== 'aborted');
  return found ?? null;
}

/** True when at least one step of the target that is graded was attempted. */
export function hasExecuted(target: GateTarget): boolean {
  return gradedOf(target).some(wasAttempted);
}

/** True when at least one of a storyboard's own steps was attempted, or what it needs first came out badly. */
export function wasAttempted({ steps }: GateStoryboard): boolean {
  return steps.some(
    (step) => step.verdict !== 'skipped' && (isAuthored(step) || isHeldAgainst(step)),
  );
}

/** How each metric is read off a target. */
export const figures: Readonly<Record<Metric, (target: GateTarget) => number>> = {
  clean_storyboards: (target) =>
    gradedOf(target).filter(({ verdict }) => verdict === 'passed').length,
  passing_steps: (target) =>
    gradedOf(target)
      .flatMap(({ steps }) => steps)
      .filter(({ verdict }) => verdict === 'passed').length,
};

function gradedOf({ storyboards }: GateTarget): readonly GateStoryboard[] {
  return storyboards.filter(isGraded);
}

/** Nobody answered: says nothing about the agent, so no ledger excuses it. A 401, a 5xx or an unreadable answer does. */
const outages: ReadonlySet<UnansweredReason> = new Set([
  'refused',
  'dns',
  'timed_out',
  'tls',
  'closed',
  'aborted',
]);

function failuresOfStoryboard(storyboard: GateStoryboard): readonly string[] {
  const { storyboardId, steps, assertions } = storyboard;
  const failed = [
    ...steps.filter(isHeldAgainst).map(({ stepId }) => stepId),
    ...assertions
      .filter(({ outcome }) => outcome.status === 'failed')
      .map(({ assertion }) => assertion),
  ];
  if (failed.length > 0) return [...new Set(failed)].map((name) => stepName(storyboardId, name));
  return isFailure(storyboard) ? [storyboardId] : [];
}

function wasAnswered(step: GateStep): boolean {
  return (step.verdict === 'passed' || step.verdict === 'failed') && step.exchange !== null;
}

function fateOf(step: GateStep): Fate {
  if (step.verdict === 'skipped') return 'moot';
  if (step.verdict !== 'errored') return step.verdict;
  return outages.has(step.exchange.reason) ? 'outage' : 'failed';
}

function fateOfAssertion(
  status: 'passed' | 'failed' | 'not_applicable',
  storyboard: GateStoryboard,
): Fate {
  if (status === 'not_applicable') return 'moot';
  return status === 'passed' && !wasHeard(storyboard) ? 'unobserved' : status;
}

/** True when an agent's answers to a storyboard's own steps were judged: what holds of none of them holds of nothing. */
function wasHeard({ verdict, steps }: GateStoryboard): boolean {
  const heard = steps.filter((step) => step.verdict === 'passed' || step.verdict === 'failed');
  return verdict !== 'not_run' && heard.some(isAuthored);
}
