import type { AgentIdentity } from './result.ts';
import type { Skip } from './step-result.ts';
import type { JsonObject } from './json.ts';
import type { Phase, Step, Storyboard } from './storyboard.ts';

/** What discovery found out about an agent. */
export interface AgentProfile extends Declared {
  readonly identity: AgentIdentity;
  readonly tools: ReadonlyMap<string, AdvertisedTool>;
  /** Why there are no capabilities, as a sentence; null where there are. */
  readonly capabilitiesProblem: string | null;
}

/** What an agent says it can do. */
export interface Declared {
  /** The raw `get_adcp_capabilities` payload; null where the agent has none or it could not be read. */
  readonly capabilities: JsonObject | null;
  /** Why an agent that lists the tool gave none: what rests on them is not known. Missing where that is not so. */
  readonly capabilitiesUnread?: string;
}

/** A tool as listed by the agent. */
export interface AdvertisedTool {
  readonly name: string;
  readonly inputSchema: JsonObject | null;
}

/** Decided before the first byte is sent. What depends on earlier verdicts is decided in run/. */
export interface PlannedStep {
  readonly step: Step;
  readonly phase: Phase;
  /** Null when it is to run. */
  readonly skip: Skip | null;
}

/** A storyboard with the fate of each step. */
export interface StoryboardPlan {
  readonly storyboard: Storyboard;
  /** Set when the storyboard as a whole does not apply. */
  readonly skip: Skip | null;
  readonly steps: readonly PlannedStep[];
}
