import type { Evidence, RunEvidence } from '../model/evidence.ts';
import type { Exchange, Extraction } from '../model/exchange.ts';
import type { JsonObject } from '../model/json.ts';
import type { CheckOutcome } from '../model/outcome.ts';
import type { StepFailure, ValidationResult } from '../model/step-result.ts';
import type { Expectation, Validation } from '../model/storyboard.ts';
import { baseFailure, failureOfCopies } from './base-verdict.ts';
import type { Check } from './check.ts';
import { failed, notApplicable } from './outcome.ts';

/** A validation whose tokens have been replaced by what the context holds. */
export interface ResolvedValidation {
  readonly validation: Validation;
  /** Null where the runner has no such check. */
  readonly params: JsonObject | null;
  /** Tokens of the parameters nothing could be found for; such a validation fails. */
  readonly unresolved?: readonly string[];
  /** Context values that are others where this validation looks for them. */
  readonly context?: JsonObject;
}

/** What a step is judged by. */
export interface StepCase {
  readonly expectation: Expectation;
  /** Null for steps that send nothing. */
  readonly exchange: Exchange | null;
  readonly extraction: Extraction | null;
  /** In the order they were authored. */
  readonly validations: readonly ResolvedValidation[];
  readonly checks: ReadonlyMap<string, Check>;
  readonly run: RunEvidence;
}

/** What became of a step; an agent that gave nothing to judge leaves it errored, whatever was expected. */
export type StepJudgement =
  | {
      readonly verdict: 'passed' | 'failed';
      readonly failure: StepFailure | null;
      readonly validations: readonly ValidationResult[];
    }
  | { readonly verdict: 'errored'; readonly validations: readonly [] };

/** Judges a step: first whether it came out as expected, then every validation, in order, all of them. */
export function judgeStep(input: StepCase): StepJudgement {
  const { exchange, extraction, run } = input;
  if (exchange?.kind === 'unanswered') return { verdict: 'errored', validations: [] };
  const evidence: Evidence = { exchange, extraction, run };
  const validations = input.validations.map((resolved) =>
    resultOf(resolved, judgeValidation(resolved, input.checks, evidence)),
  );
  const { expectation } = input;
  const unexpected = run.copies
    ? failureOfCopies(expectation, run)
    : baseFailure(expectation, evidence);
  const failure = unexpected ?? failureOf(validations);
  return { verdict: failure ? 'failed' : 'passed', failure, validations };
}

/** True for a validation that fails its step. */
export function failsStep({ severity, outcome }: ValidationResult): boolean {
  return severity === 'required' && outcome.status === 'failed';
}

function failureOf(validations: readonly ValidationResult[]): StepFailure | null {
  return validations.some(failsStep) ? { kind: 'validations' } : null;
}

function judgeValidation(
  { validation, params, unresolved = [], context }: ResolvedValidation,
  checks: ReadonlyMap<string, Check>,
  evidence: Evidence,
): CheckOutcome {
  const check = checks.get(validation.check);
  if (!check || params === null) {
    return notApplicable(`there is no check "${validation.check}" in this runner`);
  }
  const [first] = unresolved;
  if (first !== undefined) {
    return failed({ expected: first, note: `nothing to replace ${unresolved.join(', ')} with` });
  }
  return check.judge(params, context === undefined ? evidence : within(evidence, context));
}

function within({ run, ...found }: Evidence, context: JsonObject): Evidence {
  return { ...found, run: { ...run, context: { ...run.context, ...context } } };
}

function resultOf({ validation }: ResolvedValidation, outcome: CheckOutcome): ValidationResult {
  const { check, id, description, severity, promoted, at } = validation;
  return { check, id, description, severity, promoted, at, outcome };
}
