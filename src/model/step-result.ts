import type { Answered, Exchange, Extraction, Unanswered, WireRequest } from './exchange.ts';
import type { Json, JsonPointer } from './json.ts';
import type { Notice } from './notice.ts';
import type { CheckOutcome } from './outcome.ts';
import type { KeptValue, RequestChange, TokenBinding } from './request.ts';
import type { SourceRange } from './source.ts';

/** JUnit's four, on purpose: failed = the agent is wrong; errored = we could not find out. */
export type Verdict = 'passed' | 'failed' | 'errored' | 'skipped';

/** `not_run`: the run ended before the storyboard did, and nothing of it failed until then. */
export type StoryboardVerdict = Verdict | 'not_run';

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
  | UnexpectedOutcome
  | { readonly kind: 'not_sent'; readonly detail: string }
  | { readonly kind: 'validations' };

/** An answer of another kind than the step expects. */
export type UnexpectedOutcome = (
  | { readonly kind: 'unexpected_error'; readonly code: string | null; readonly message: string }
  | { readonly kind: 'unexpected_success' }
) & {
  /** Which copy of a parallel dispatch it is, from 1; missing for steps that send one request. */
  readonly copy?: number;
};

/** The verdict of one step and everything it rests on. */
export type StepResult = JudgedStep | ErroredStep | SkippedStep;

/** There was evidence and it was judged. */
export interface JudgedStep extends StepRecord, Answers {
  readonly verdict: 'passed' | 'failed';
  readonly failure: StepFailure | null;
}

/** What a step was answered. */
export interface Answers {
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
  /** Every copy of a parallel dispatch, the answered ones included; missing for steps that send one request. */
  readonly copies?: readonly DispatchedCopy[];
}

/** It was not run, or its outcome is moot. */
export interface SkippedStep extends StepRecord {
  readonly verdict: 'skipped';
  readonly skip: Skip;
  /** What it was answered before it turned out to say nothing; missing where nothing was sent. */
  readonly answers?: Answers;
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
