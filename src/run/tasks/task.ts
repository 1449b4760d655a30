import type { Answered, Extraction, Unanswered } from '../../model/exchange.ts';
import type { JsonObject } from '../../model/json.ts';
import type { MetadataGraph } from '../../model/metadata-graph.ts';
import type { Answers, RequestRecord, Skip, ValidationResult } from '../../model/step-result.ts';
import type { Unresolved } from '../../request/substitute.ts';
import type { StepScope } from '../scope.ts';

/** A task the runner itself performs instead of calling a tool of the agent. */
export interface RunnerTask {
  readonly name: string;
  readonly summary: string;
  /** Gathers what the step's validations are judged by. */
  perform(params: JsonObject, scope: StepScope): Promise<TaskOutcome>;
}

/** What a runner task brings back: evidence, nothing that can be judged, or the reason it did not run. */
export type TaskOutcome =
  | {
      readonly kind: 'evidence';
      /** Null for tasks that send nothing. */
      readonly exchange: Answered | null;
      readonly extraction: Extraction | null;
      /** What the task itself found, before the step's own validations; a failed one fails the step. */
      readonly findings: readonly ValidationResult[];
      /** How long the task took where the exchange does not say; milliseconds. */
      readonly durationMs?: number;
      /** What was sent, where the task sends what a report should show. */
      readonly request?: RequestRecord;
      /** Answers before the one that is judged. */
      readonly polls?: readonly Answered[];
      readonly metadataGraph?: MetadataGraph;
    }
  | { readonly kind: 'unanswered'; readonly exchange: Unanswered }
  /** The step's own keys hold tokens without a value. */
  | { readonly kind: 'unresolved'; readonly tokens: readonly Unresolved[] }
  /** The run ended before the task could. */
  | { readonly kind: 'aborted' }
  | {
      readonly kind: 'skipped';
      readonly skip: Skip;
      /** What was answered before there turned out to be nothing to judge. */
      readonly answers?: Answers;
    };
