import type { UnansweredReason } from './exchange.ts';
import type { CheckOutcome } from './outcome.ts';
import type { Partiality } from './result.ts';
import type { Skip, StepAddress, StoryboardVerdict } from './step-result.ts';
import type { SourceRange } from './source.ts';
import type { StoryboardStatus } from './storyboard.ts';

/** What the gate reads of a run. A RunResult is one; so is a saved report that was read back. */
export interface GateRun {
  readonly targets: readonly GateTarget[];
  readonly partial: readonly Partiality[];
}

/** Why nothing was answered. */
export interface Silence {
  readonly reason: UnansweredReason;
  readonly detail: string;
}

/** What the gate reads of a target. */
export interface GateTarget {
  readonly target: { readonly name: string };
  /** Set when nothing could be run there at all. */
  readonly unreachable: Silence | null;
  /** Why it is not known what of the suite applies there; null where it is. */
  readonly undecided: string | null;
  readonly storyboards: readonly GateStoryboard[];
  /** Storyboards that were left out. */
  readonly notSelected?: readonly { readonly storyboardId: string; readonly detail: string }[];
}

/** What the gate reads of a storyboard. */
export interface GateStoryboard {
  readonly storyboardId: string;
  readonly status: StoryboardStatus;
  readonly verdict: StoryboardVerdict;
  /** Set when the storyboard as a whole did not run. */
  readonly skip: Pick<Skip, 'detail'> | null;
  readonly steps: readonly GateStep[];
  readonly notRun: readonly Pick<StepAddress, 'stepId'>[];
  readonly assertions: readonly {
    readonly assertion: string;
    readonly outcome: Pick<CheckOutcome, 'status'>;
  }[];
}

/** What the gate reads of a step. */
export type GateStep = Pick<StepAddress, 'phaseId' | 'stepId'> & { readonly tolerated: boolean } & (
    | {
        readonly verdict: 'passed' | 'failed';
        readonly exchange: { readonly kind: 'answered' } | null;
      }
    | {
        readonly verdict: 'errored';
        readonly exchange: Silence & { readonly kind: 'unanswered' };
      }
    | { readonly verdict: 'skipped' }
  );

/** What a floor can be set on. */
export type Metric = 'clean_storyboards' | 'passing_steps';

/** A floors file. */
export interface Floors {
  readonly file: string;
  readonly targets: ReadonlyMap<string, TargetFloors>;
}

/** The floors of one target. */
export interface TargetFloors {
  readonly name: string;
  readonly metrics: readonly {
    readonly metric: Metric;
    readonly floor: number;
    readonly at: SourceRange;
  }[];
  readonly knownFailures: readonly KnownFailure[];
  readonly at: SourceRange;
}

/** A failure the team knows of: `storyboard_id/step_id`, and why. */
export interface KnownFailure {
  readonly step: string;
  readonly reason: string;
  readonly at: SourceRange;
}

/** A metric's floor and what the run reached. */
export interface Reading {
  readonly metric: Metric;
  readonly floor: number;
  readonly observed: number;
}

/** What the floors say of one target. */
export interface TargetGate {
  readonly target: string;
  readonly breaches: readonly Reading[];
  /** Observed above the floor: the ratchet can go up. Reported, never applied. */
  readonly raisable: readonly Reading[];
  readonly met: readonly Reading[];
  /** Failed or errored steps no ledger entry names, `storyboard_id/step_id`. */
  readonly unexpected: readonly string[];
  /** Failures a ledger entry excuses. */
  readonly known: readonly KnownFailure[];
  /** Entries whose step passed. */
  readonly stale: readonly KnownFailure[];
  /** Entries whose step was skipped or not run: kept, reported. */
  readonly unobserved: readonly KnownFailure[];
}

/** How this run differs from a report of the base branch. */
export interface BaseComparison {
  /** Passed there, not here: this change's doing. */
  readonly broke: readonly string[];
  /** Skipped there, and now that they run they do not pass. */
  readonly newlyFailing: readonly string[];
  /** Failed there too: a stale floor, not this change's doing. */
  readonly brokenBefore: readonly string[];
  /** Failed there, passes here. */
  readonly fixed: readonly string[];
  /** Targets and storyboards that only one of the two has anything to say of. */
  readonly notCompared: readonly NotCompared[];
}

/** A target, or a storyboard of one (`target: storyboard_id`), that is not compared. */
export interface NotCompared {
  readonly name: string;
  readonly why:
    | 'not in this run'
    | 'not in the base report'
    | 'no answer in this run'
    | 'no answer in the base report';
}

/** `unset`: no floors. `not_judged`: a filtered or truncated run. */
export interface GateResult {
  readonly status: 'unset' | 'met' | 'breached' | 'stale' | 'not_judged';
  /** The floors file; null where there is none. */
  readonly file: string | null;
  /** True when the user named the file (`--floors`), false for a default. */
  readonly explicit: boolean;
  /** Why floors were not judged; null where they were, or are unset. */
  readonly notJudged: string | null;
  readonly targets: readonly TargetGate[];
  readonly base: BaseComparison | null;
}

/** The end of every run: one exit code and one sentence that says why. */
export interface Decision {
  readonly exitCode: number;
  /** Null when there is nothing to explain (exit 0). */
  readonly reason: string | null;
}
