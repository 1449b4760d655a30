import type { Decision, GateResult, GateRun, GateTarget, Reading } from '../model/gate.ts';
import type { Partiality } from '../model/result.ts';
import { isEndingSignal, signalCodes } from '../support/ending-signals.ts';
import { failuresOf, hasExecuted, isDown, silenceOf, wasAttempted } from './observed.ts';

/**
 * The exit code of a run and the sentence that says why, the first of:
 * 129, 130 or 143 for a signal; 1 when nothing graded was executed though every target had the time to answer; 1 when a step,
 * an assertion or a floor fell short at a target that answered, or it is not known what applies there; 3 when a target did not answer;
 * 4 when floors were asked for by name and not judged; 1 when the budget ran out with steps left to run; 5 when ledger entries are stale; 0.
 *
 * A finding outranks an outage elsewhere, and both outrank floors that were not judged.
 */
export function decide(run: GateRun, gate: GateResult): Decision {
  const rules = [interrupted, nothingExecuted, fellShort, someDown, notJudged, cutShort, stale];
  for (const rule of rules) {
    const decision = rule(run, gate);
    if (decision) return decision;
  }
  return { exitCode: 0, reason: null };
}

type Rule = (run: GateRun, gate: GateResult) => Decision | null;

const interrupted: Rule = ({ partial }) => {
  for (const part of partial) {
    if (part.kind === 'truncated' && isEndingSignal(part.by)) {
      return { exitCode: signalCodes[part.by], reason: `interrupted by ${part.by}` };
    }
  }
  return null;
};

const nothingExecuted: Rule = ({ targets, partial }) => {
  if (partial.some(isBudget)) return null;
  const says = (target: GateTarget) => hasExecuted(target) || isDown(target) || target.undecided;
  if (targets.some(says)) return null;
  const previews = targets.flatMap(({ storyboards }) => storyboards).filter(wasAttempted);
  if (previews.length > 0) {
    const ran = previews.map(({ storyboardId }) => storyboardId);
    return { exitCode: 1, reason: `nothing was graded: only previews ran: ${listed(ran)}` };
  }
  return { exitCode: 1, reason: `nothing was executed: ${whyNothing(targets)}` };
};

function whyNothing(targets: readonly GateTarget[]): string {
  const storyboards = targets.reduce((sum, target) => sum + target.storyboards.length, 0);
  const steps = notRunOf(targets);
  if (steps > 0) return `the run was cut short: ${counted(steps, 'step')} not run`;
  if (storyboards > 0) return `${counted(storyboards, 'storyboard')}, and none of them applies`;
  const left = targets.flatMap(({ notSelected = [] }) => notSelected);
  const [first] = left;
  if (first === undefined) return 'no storyboard was selected';
  const which = left.length === 1 ? 'left out' : 'all left out, the first';
  return `${counted(left.length, 'storyboard')}, ${which}: ${first.detail}`;
}

const fellShort: Rule = ({ targets }, gate) => {
  const faults = targets
    .filter((target) => !isDown(target))
    .flatMap((target) => faultsOf(target, gate));
  return faults.length > 0 ? { exitCode: 1, reason: faults.join('; ') } : null;
};

const someDown: Rule = ({ targets }) => {
  const down = targets.filter(isDown);
  return down.length > 0 ? { exitCode: 3, reason: outage(down) } : null;
};

const notJudged: Rule = (_, gate) =>
  gate.status === 'not_judged' && gate.explicit
    ? { exitCode: 4, reason: `the floors were not judged: ${gate.notJudged ?? 'unknown'}` }
    : null;

/** What was not run is not known to be met. */
const cutShort: Rule = ({ partial, targets }) => {
  if (!partial.some(isBudget)) return null;
  return {
    exitCode: 1,
    reason: `the budget ran out: ${counted(notRunOf(targets), 'step')} not run`,
  };
};

function notRunOf(targets: readonly GateTarget[]): number {
  return targets
    .flatMap(({ storyboards }) => storyboards)
    .reduce((sum, { notRun }) => sum + notRun.length, 0);
}

function isBudget(part: Partiality): boolean {
  return part.kind === 'truncated' && part.by === 'budget';
}

const stale: Rule = (_, gate) => {
  const entries = gate.targets.flatMap((target) => target.stale.map(({ step }) => step));
  if (entries.length === 0) return null;
  const passed =
    entries.length === 1 ? 'a known failure passes' : `${entries.length} known failures pass`;
  return {
    exitCode: 5,
    reason: `${passed} now: ${listed(entries)}; remove ${entries.length === 1 ? 'its entry' : 'their entries'} from ${gate.file ?? 'the floors'}`,
  };
};

/** What a target has to answer for: by its floors where they were judged, else all of its failures. */
function faultsOf(target: GateTarget, gate: GateResult): readonly string[] {
  const judged = gate.targets.find(({ target: name }) => name === target.target.name);
  const { name } = target.target;
  const failures = judged ? judged.unexpected : failuresOf(target);
  const faults = [
    ...(target.undecided === null ? [] : [undecided(name, target.undecided)]),
    ...(judged?.breaches ?? []).map((reading) => breach(name, reading)),
  ];
  if (failures.length === 0) return faults;
  const fell = `${counted(failures.length, 'failure')}${judged ? ' not in the ledger' : ''}`;
  return [...faults, `${fell} on "${name}": ${listed(failures)}`];
}

function breach(target: string, { metric, observed, floor }: Reading): string {
  return `${metric} on "${target}" is ${observed}, floor ${floor}`;
}

function undecided(target: string, why: string): string {
  return `it is not known what applies to "${target}": ${why}`;
}

function outage(targets: readonly GateTarget[]): string {
  return targets
    .map((target) => {
      const said = target.unreachable ? 'could not be reached' : 'answered no call';
      return `"${target.target.name}" ${said}: ${silenceOf(target)?.detail ?? 'unknown'}`;
    })
    .join('; ');
}

function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}

function listed(names: readonly string[]): string {
  const shown = names.slice(0, 3).join(', ');
  return names.length > 3 ? `${shown} and ${names.length - 3} more` : shown;
}
