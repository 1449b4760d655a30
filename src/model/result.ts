import type { Unanswered } from './exchange.ts';
import type { Json, JsonObject } from './json.ts';
import type { Notice } from './notice.ts';
import type { CheckOutcome, SchemaRef } from './outcome.ts';
import type { SourceRange } from './source.ts';
import type {
  Skip,
  SkipReason,
  StepAddress,
  StepResult,
  StoryboardVerdict,
  Verdict,
} from './step-result.ts';
import type { StoryboardStatus } from './storyboard.ts';
import type { Subject } from './subject.ts';

/** What one cross-step assertion found. */
export interface AssertionResult {
  readonly assertion: string;
  readonly description: string;
  readonly stepId: string | null;
  readonly outcome: CheckOutcome;
}

/** What a fixture's handle came to stand for in one storyboard. */
export interface FixtureResolutionResult {
  readonly fixtureType: 'product' | 'pricing_option';
  readonly handle: string;
  /** For prices: the product the handle belongs to. */
  readonly productHandle: string | null;
  readonly strategiesAttempted: readonly string[];
  readonly status: 'resolved' | 'unsatisfied' | 'failed';
  /** The clauses a discovered thing had to match, as authored. */
  readonly requirements: Json;
  /** The strategy that resolved it. */
  readonly strategy: string | null;
  readonly sellerIds: JsonObject | null;
  readonly setupSteps: readonly string[];
  readonly failure: string | null;
}

/** The verdict of one storyboard. `skip` is set when the storyboard as a whole did not run. */
export interface StoryboardResult {
  readonly storyboardId: string;
  readonly title: string;
  readonly track: string | null;
  readonly version: string | null;
  readonly at: SourceRange;
  /** A `preview` is not graded: its verdict says what was found, and counts for nothing. */
  readonly status: StoryboardStatus;
  readonly verdict: StoryboardVerdict;
  readonly skip: Skip | null;
  readonly subject: Subject;
  readonly steps: readonly StepResult[];
  /** Steps a truncated run never reached. */
  readonly notRun: readonly StepAddress[];
  readonly assertions: readonly AssertionResult[];
  readonly notices: readonly Notice[];
  /** Missing where the storyboard names no way for a fixture to come to be. */
  readonly fixtureResolutions?: readonly FixtureResolutionResult[];
  readonly durationMs: number;
}

/** What became of storyboards and their steps. */
export interface Tally {
  readonly storyboards: Readonly<Record<Verdict, number>>;
  /** Those the run did not get to the end of, unless they had failed already. */
  readonly storyboardsNotRun: number;
  readonly steps: Readonly<Record<Verdict, number>>;
  readonly stepsNotRun: number;
}

/** Derived once, at the end, from the results. Nothing increments a counter while running. */
export interface RunSummary extends Tally {
  /** Of storyboards that are not graded; they are part of no other count. */
  readonly previews: Tally;
  /** Failed or errored steps of optional phases; they are part of `steps` as well. */
  readonly toleratedFailures: number;
  readonly advisoryFailures: number;
  readonly validationsNotApplicable: number;
  readonly failedAssertions: number;
  readonly skipsByReason: Readonly<Partial<Record<SkipReason, number>>>;
}

/** All that happened at one target. */
export interface TargetResult {
  readonly target: TargetName;
  readonly agent: AgentIdentity | null;
  /** Set when nothing could be run there at all. */
  readonly unreachable: Unanswered | null;
  /** Why it is not known what of the suite applies there: the run is not met. Null where it is known. */
  readonly undecided: string | null;
  readonly storyboards: readonly StoryboardResult[];
  /** Storyboards the selection left out; they are no skips and in no count of what ran. */
  readonly notSelected: readonly NotSelected[];
  readonly summary: RunSummary;
  /** Requests put on the wire, handshake and discovery included. */
  readonly requests: number;
  readonly durationMs: number;
}

/** `version_excluded`: newer than the agent; `profile_excluded`: the agent does not claim it. */
export type NotSelectedReason = 'version_excluded' | 'profile_excluded';

/** A storyboard that was not selected (runner output contract, selection results). */
export interface NotSelected {
  readonly storyboardId: string;
  readonly reason: NotSelectedReason;
  readonly detail: string;
  /** How many steps it has. */
  readonly steps: number;
}

/** A target's name in floors and reports, and where it is. */
export interface TargetName {
  readonly name: string;
  readonly url: string;
  readonly protocol: 'mcp' | 'a2a' | 'http';
}

/** What the agent says it is. */
export interface AgentIdentity {
  readonly name: string | null;
  readonly version: string | null;
  readonly protocolVersion: string | null;
  readonly tools: readonly string[];
  readonly capabilities: JsonObject | null;
}

/** A signal with which users, schedulers and terminals that close end a process. */
export type EndingSignal = 'SIGHUP' | 'SIGINT' | 'SIGTERM';

/** Why a run is not the whole suite. */
export type Partiality =
  | { readonly kind: 'filtered'; readonly by: string }
  | { readonly kind: 'truncated'; readonly by: 'bail' | 'budget' | EndingSignal };

/** The one result every report, gate and exit code is made from. */
export interface RunResult {
  readonly runner: { readonly name: string; readonly version: string };
  /** ISO 8601, UTC. */
  readonly startedAt: string;
  readonly durationMs: number;
  readonly suite: SuiteName;
  readonly identity: IdentityOptions;
  readonly targets: readonly TargetResult[];
  readonly summary: RunSummary;
  readonly partial: readonly Partiality[];
  readonly schemasUsed: readonly SchemaRef[];
  readonly notices: readonly Notice[];
}

/** Which suite ran. */
export interface SuiteName {
  readonly name: string;
  readonly version: string | null;
  /** ISO 8601; null where the suite does not say. */
  readonly publishedAt: string | null;
}

/** The identity the user asked for; null where a flag was not given. */
export interface IdentityOptions {
  readonly brand: string | null;
  readonly operator: string | null;
  readonly verbatim: boolean;
  readonly live: boolean;
}
