import type { RunResult, StoryboardResult, TargetName, TargetResult } from './result.ts';
import type { StepAddress, StepResult } from './step-result.ts';
import type { AgentIdentity } from './result.ts';
import type { StoryboardPlan } from './plan.ts';

/** For progress only. Reports are made from the RunResult, not from events. */
export type RunEvent =
  | { readonly type: 'run:started'; readonly targets: readonly TargetName[] }
  | {
      readonly type: 'target:started';
      readonly target: TargetName;
      readonly agent: AgentIdentity | null;
      readonly plans: readonly StoryboardPlan[];
    }
  | {
      readonly type: 'storyboard:started';
      readonly target: TargetName;
      readonly plan: StoryboardPlan;
    }
  | { readonly type: 'step:started'; readonly target: TargetName; readonly step: StepAddress }
  | { readonly type: 'step:judged'; readonly target: TargetName; readonly result: StepResult }
  | {
      readonly type: 'storyboard:judged';
      readonly target: TargetName;
      readonly result: StoryboardResult;
    }
  | { readonly type: 'target:finished'; readonly result: TargetResult }
  | { readonly type: 'run:finished'; readonly result: RunResult };

/** Hears what happens while it happens. */
export type Listener = (event: RunEvent) => void;
