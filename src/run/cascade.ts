import type { StepResult } from '../model/step-result.ts';
import type { Phase, Step, Storyboard } from '../model/storyboard.ts';
import { branchSetsOf } from '../judge/branch-sets.ts';
import type { Contribution } from './memory.ts';

/** What one look at the cascade needs to know about the run. */
export interface CascadeFacts {
  readonly contributions: ReadonlyMap<string, readonly Contribution[]>;
}

/** Skips that may be made good by another stateful step of the same phase. */
const rescuable: ReadonlySet<string> = new Set([
  'not_applicable',
  'missing_tool',
  'missing_test_controller',
]);

/** Skips after which the state later steps rely on is certainly missing. */
const tripping: ReadonlySet<string> = new Set(['prerequisite_failed', 'unsatisfied_contract']);

/** Which stateful steps can no longer run because an earlier one left no state (storyboard language, 10.2). */
export class Cascade {
  readonly #storyboard: Storyboard;
  readonly #branchSets: ReadonlyMap<string, string>;
  /** By phase id: the step that tripped it. */
  readonly #tripped = new Map<string, string>();
  /** Skipped stateful steps of the current phase that may still be made good. */
  #deferred: readonly Step[] = [];
  readonly #passed = new Set<string>();

  constructor(storyboard: Storyboard) {
    this.#storyboard = storyboard;
    this.#branchSets = branchSetsOf(storyboard);
  }

  /** The step whose failure keeps a phase's stateful steps from running, or null. */
  blockedBy(phase: Phase, { contributions }: CascadeFacts): string | null {
    const own = this.#tripped.get(phase.id);
    if (own !== undefined) return own;
    for (const earlier of this.#dependencies(phase)) {
      const origin = this.#tripped.get(earlier.id);
      if (origin !== undefined && !this.#isExempt(earlier, phase, contributions)) return origin;
    }
    return null;
  }

  /** Takes note of a step that ended. */
  record(step: Step, phase: Phase, result: StepResult): void {
    if (!step.stateful) return;
    if (result.verdict === 'passed') this.#passed.add(step.id);
    else if (result.verdict !== 'skipped' || tripping.has(result.skip.reason))
      this.#trip(phase, step);
    else if (rescuable.has(result.skip.reason)) this.#defer(step, phase, result.skip.reason);
  }

  /** Settles the deferred skips of a phase that ended. */
  endPhase(phase: Phase): void {
    const lost = this.#deferred.find((step) => !this.#isRescued(step, phase));
    if (lost) this.#trip(phase, lost);
    this.#deferred = [];
  }

  #trip(phase: Phase, step: Step): void {
    if (!this.#tripped.has(phase.id)) this.#tripped.set(phase.id, step.id);
  }

  /** A phase's only stateful step hands no state to its neighbours, so its absence costs them nothing. */
  #defer(step: Step, phase: Phase, reason: string): void {
    const stateful = phase.steps.filter((other) => other.stateful);
    const hasProvider = providersOf(step, phase).length > 0;
    if (stateful.length === 1 && !hasProvider) return;
    if (reason === 'not_applicable' || hasProvider) this.#deferred = [...this.#deferred, step];
    else this.#trip(phase, step);
  }

  #isRescued(step: Step, phase: Phase): boolean {
    const providers = providersOf(step, phase);
    if (providers.length > 0) return providers.some(({ id }) => this.#passed.has(id));
    return phase.steps.some(({ id }) => id !== step.id && this.#passed.has(id));
  }

  #dependencies(phase: Phase): readonly Phase[] {
    const { phases } = this.#storyboard;
    if (phase.dependsOn === null) return phases.slice(0, phases.indexOf(phase));
    return phases.filter(({ id }) => phase.dependsOn?.includes(id));
  }

  /** Alternatives never block each other, and one that a peer made moot blocks nobody. */
  #isExempt(earlier: Phase, phase: Phase, contributions: CascadeFacts['contributions']): boolean {
    const set = this.#branchSets.get(earlier.id);
    if (set === undefined) return false;
    if (set === this.#branchSets.get(phase.id)) return true;
    const contributors = contributions.get(set) ?? [];
    return contributors.length > 0 && contributors.every(({ phaseId }) => phaseId !== earlier.id);
  }
}

function providersOf(step: Step, phase: Phase): readonly Step[] {
  return phase.steps.filter((other) => other.providesStateFor.includes(step.id));
}
