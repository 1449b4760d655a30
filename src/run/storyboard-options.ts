import type { StoryboardResult } from '../model/result.ts';
import type { StepResult } from '../model/step-result.ts';
import type { Phase, Step } from '../model/storyboard.ts';
import type { DateShift } from '../request/invariant.ts';
import type { SubjectOptions } from '../request/subject.ts';
import type { StoryboardMemory } from './memory.ts';
import type { Session } from './session.ts';

/** What one storyboard's run needs besides its plan. */
export interface StoryboardOptions {
  readonly session: Session;
  readonly identity: SubjectOptions;
  readonly dateShift: DateShift | null;
  /** Fresh, with what the user set for the run. */
  readonly memory: StoryboardMemory;
  /** The agent of a step; null, or missing, where the session above is the only one. */
  readonly route?: (step: Step, phase: Phase) => Routed | null;
  /** True when nothing more is to be started. */
  readonly isOver: (results: readonly StepResult[]) => boolean;
  readonly secrets: readonly string[];
}

/** Where a step goes in a run with several agents, or why it goes nowhere. */
export type Routed =
  { readonly agent: string; readonly session: Session } | { readonly unrouted: string };

/** A storyboard that was run. No request depends on its grades, so they may wait. */
export interface Ungraded {
  /** When nothing more can come that changes a grade; milliseconds of the run's clock, null where it is all there. */
  readonly dueAt: () => number | null;
  readonly grade: () => StoryboardResult;
}
