import type { Answered, Exchange, Extraction, Unanswered, WireRequest } from './exchange.ts';
import type { Json, JsonObject, JsonPointer } from './json.ts';
import type { Notice } from './notice.ts';
import type { CheckOutcome, SchemaRef } from './outcome.ts';
import type { KeptValue, RequestChange, TokenBinding } from './request.ts';
import type { SourceRange } from './source.ts';
import type { StoryboardStatus } from './storyboard.ts';
import type { Subject } from './subject.ts';

/** JUnit's four, on purpose: failed = the agent is wrong; errored = we could not find out. */
export type Verdict = 'passed' | 'failed' | 'errored' | 'skipped';

/** The language's closed list (runner output contract, skip reasons). */
export type SkipReason =
  | 'not_applicable'
  | 'no_phases'
  | 'prerequisite_failed'
  | 'missing_tool'
  | 'missing_test_controller'
  | 'unsatisfied_contract'
  | 'peer_branch_taken'
  | 'peer_substituted'
  | 'fixture_unavailable'
  | 'fixture_unsatisfied'
  | 'requirement_unmet';

/** Why something did not run; `detail` names the fact. */
export interface Skip {
  readonly reason: SkipReason;
  readonly detail: string;
}

/** Advisory failures are shown and never fail a step. */
export type Severity = 'required' | 'advisory';

/** What one authored (or synthesised) validation found. */
export interface ValidationResult {
  readonly check: string;
  readonly id: string | null;
  readonly description: string;
  readonly severity: Severity;
  /** True or false where the author gave an advisory an expiry; null otherwise. */
  readonly promoted: boolean | null;
  /** Null for checks the runner adds itself. */
  readonly at: SourceRange | null;
  readonly outcome: CheckOutcome;
}

/** Why a step is not passed although its validations alone would not say so. */
export type StepFailure =
  | { readonly kind: 'unexpected_error'; readonly code: string | null; readonly message: string }
  | { readonly kind: 'unexpected_success' }
  | { readonly kind: 'not_sent'; readonly detail: string }
  | { readonly kind: 'validations' };

/** The verdict of one step and everything it rests on. */
export type StepResult = JudgedStep | ErroredStep | SkippedStep;

/** There was evidence and it was judged. */
export interface JudgedStep extends StepRecord {
  readonly verdict: 'passed' | 'failed';
  readonly failure: StepFailure | null;
  /** Null for steps that send nothing and for requests that could not be built. */
  readonly exchange: Answered | null;
  readonly extraction: Extraction | null;
  /** Polls before the answer that was judged; usually none. */
  readonly polls: readonly Answered[];
  /** Every copy of a parallel dispatch, the judged one included; missing for steps that send one request. */
  readonly copies?: readonly DispatchedCopy[];
}

/** One copy of a request that was sent several times at once. */
export interface DispatchedCopy {
  readonly exchange: Exchange;
  readonly extraction: Extraction | null;
  /** Answers that only said another copy is still being worked on, before the last one. */
  readonly deferrals: readonly Answered[];
  /** False where there was no final answer in time. */
  readonly settled: boolean;
}

/** We could not find out: the agent gave nothing that can be judged. */
export interface ErroredStep extends StepRecord {
  readonly verdict: 'errored';
  readonly exchange: Unanswered;
}

/** It was not run, or its outcome is moot. */
export interface SkippedStep extends StepRecord {
  readonly verdict: 'skipped';
  readonly skip: Skip;
}

/** What every step result carries. */
export interface StepRecord extends StepAddress {
  /** The agent it was routed to, by the name the user gave; missing where the target is one agent. */
  readonly agent?: string;
  readonly title: string;
  readonly at: SourceRange | null;
  /** True in an optional phase: a failure is shown and does not fail the storyboard. */
  readonly tolerated: boolean;
  readonly stateful: boolean;
  readonly expects: 'success' | 'error';
  readonly durationMs: number;
  readonly validations: readonly ValidationResult[];
  readonly request: RequestRecord | null;
  readonly captured: readonly CapturedValue[];
  readonly notices: readonly Notice[];
}

/** The request as it was handed to the wire, and how it came from what the author wrote. */
export interface RequestRecord {
  readonly sent: WireRequest | null;
  readonly changes: readonly RequestChange[];
  readonly kept: readonly KeptValue[];
  readonly bindings: readonly TokenBinding[];
}

/** A value a step put into the context. */
export interface CapturedValue {
  readonly name: string;
  readonly value: Json;
  /** `authored`: the step's `context_outputs`; `generated`: minted by the runner; `convention`: the small declared table. */
  readonly provenance: 'authored' | 'generated' | 'convention';
  readonly from: JsonPointer | null;
}

/** The names that identify a step. */
export interface StepAddress {
  readonly storyboardId: string;
  readonly phaseId: string;
  readonly stepId: string;
  readonly task: string;
}

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
  readonly verdict: Verdict;
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

/** Why a run is not the whole suite. */
export type Partiality =
  | { readonly kind: 'filtered'; readonly by: string }
  | { readonly kind: 'truncated'; readonly by: 'bail' | 'budget' | 'SIGINT' | 'SIGTERM' };

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
