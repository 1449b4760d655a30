import type { Answered } from '../model/exchange.ts';
import type { Json, JsonObject } from '../model/json.ts';
import type { CheckOutcome } from '../model/outcome.ts';
import type { AssertionResult } from '../model/result.ts';
import type { ValidationResult } from '../model/step-result.ts';
import { requestJson, responseJson } from './json-exchange.ts';
import { sourceOf } from './json-source.ts';

/** Where the request and the response of the step stand in the report; null where there is none. */
export interface EvidenceReferences {
  readonly request: JsonObject | null;
  readonly response: JsonObject | null;
}

/** One `validation_result` of the runner output contract. */
export function validationResult(
  validation: ValidationResult,
  evidence: EvidenceReferences,
): JsonObject {
  const { check, id, description, severity, promoted, at, outcome } = validation;
  return {
    check,
    ...(id === null ? {} : { id }),
    description,
    severity,
    ...(promoted === null ? {} : { severity_promoted_from_advisory: promoted }),
    source: sourceOf(at),
    ...outcomeOf(outcome),
    ...(outcome.status === 'failed' ? evidenceOf(outcome.exchange, evidence) : {}),
  };
}

/** A finding about another exchange than the step's own shows that one. */
function evidenceOf(exchange: Answered | undefined, evidence: EvidenceReferences): JsonObject {
  if (exchange === undefined) return { ...evidence };
  return {
    request: requestJson(exchange.request, exchange.url),
    response: responseJson(exchange),
  };
}

/** What an assertion over a whole storyboard found. */
export function assertionResult(result: AssertionResult): JsonObject {
  const { assertion, description, stepId, outcome } = result;
  return { assertion, description, step_id: stepId, ...outcomeOf(outcome) };
}

// A check nobody executes passes by contract; `not_applicable` and the note say that it proves nothing.
function outcomeOf(outcome: CheckOutcome): JsonObject {
  if (outcome.status === 'not_applicable') {
    return { passed: true, not_applicable: true, note: outcome.note };
  }
  const observations: Record<string, Json> = outcome.observations
    ? { observations: outcome.observations }
    : {};
  if (outcome.status === 'passed') return { passed: true, ...observations };
  return {
    passed: false,
    json_pointer: outcome.pointer,
    expected: outcome.expected,
    actual: outcome.actual,
    schema_id: outcome.schema?.id ?? null,
    schema_url: outcome.schema?.url ?? null,
    ...(outcome.note === undefined ? {} : { note: outcome.note }),
    ...observations,
  };
}
