import type { Answered, Unanswered } from '../model/exchange.ts';
import type { Json, JsonObject, JsonPointer } from '../model/json.ts';
import type { Answers, StepAddress, StepResult } from '../model/step-result.ts';
import { answersOf } from '../support/answers.ts';
import { pointerTo } from '../support/json.ts';
import { describeFailure } from './describe.ts';
import { requestJson, responseJson } from './json-exchange.ts';
import { sourceOf } from './json-source.ts';
import { validationResult } from './json-validation.ts';
import { noticeJson } from './notice.ts';
import { capturedOnce } from './said-once.ts';

/** One `step_result` of the runner output contract; `at` is its own place in the report. */
export function stepResult(step: StepResult, at: JsonPointer): JsonObject {
  const answers = answersOf(step);
  const exchange = step.verdict === 'errored' ? step.exchange : (answers.exchange ?? null);
  const request = requestOf(step, exchange);
  const answered = exchange?.kind === 'answered' ? exchange : null;
  const response = answered && responseJson(answered);
  const evidence = {
    request: request && reference(at, 'request'),
    response: response && reference(at, 'response'),
  };
  return {
    ...addressOf(step),
    title: step.title,
    ...given('agent', step.agent ?? null),
    passed: step.verdict === 'passed',
    verdict: step.verdict,
    tolerated: step.tolerated,
    stateful: step.stateful,
    expects: step.expects,
    duration_ms: step.durationMs,
    source: sourceOf(step.at),
    ...whyNot(step),
    extraction: extractionOf(answers),
    validations: step.validations.map((validation) => validationResult(validation, evidence)),
    ...given('request', request),
    ...given('response', response),
    ...pollsOf(answers),
    ...copiesOf(answers),
    ...provenanceOf(step),
    captured: step.captured.map((captured) => ({
      name: captured.name,
      value: capturedOnce(captured, answered, pointerTo(at, 'response')),
      provenance: captured.provenance,
      from: captured.from,
    })),
    notices: step.notices.map(noticeJson),
  };
}

/** The names that identify a step. */
export function addressOf({ storyboardId, phaseId, stepId, task }: StepAddress): JsonObject {
  return { storyboard_id: storyboardId, phase_id: phaseId, step_id: stepId, task };
}

function reference(at: JsonPointer, part: string): JsonObject {
  return { $ref: `#${at}/${part}` };
}

function given(key: string, value: Json): JsonObject {
  return value === null ? {} : { [key]: value };
}

// Readers of the contract look at `skip` and `error` before `passed`: both mean the answer was not judged.
function whyNot(step: StepResult): JsonObject {
  if (step.verdict === 'skipped') {
    return { skip: { reason: step.skip.reason, detail: step.skip.detail } };
  }
  if (step.verdict === 'errored') {
    const { reason, detail } = step.exchange;
    return { error: detail, unanswered: { reason, detail } };
  }
  if (step.failure === null) return {};
  const error = describeFailure(step.failure);
  return { ...given('error', error), failure: { ...step.failure } };
}

function extractionOf({ extraction = null }: Partial<Answers>): JsonObject {
  if (extraction === null) return { path: 'none' };
  const { path, outcome, note } = extraction;
  return { path, outcome, ...given('note', note) };
}

function requestOf(step: StepResult, exchange: Answered | Unanswered | null): JsonObject | null {
  const sent = step.request?.sent ?? exchange?.request ?? null;
  return sent && requestJson(sent, exchange?.url ?? null);
}

function pollsOf({ polls = [] }: Partial<Answers>): JsonObject {
  return polls.length === 0 ? {} : { polls: polls.map(askedAndAnswered) };
}

/** An answer beside what was asked for it. */
function askedAndAnswered(exchange: Answered): JsonObject {
  return { request: requestJson(exchange.request, exchange.url), ...responseJson(exchange) };
}

/** What every copy of a parallel dispatch was answered, waits for a key in flight included. */
function copiesOf({ copies }: Partial<Answers>): JsonObject {
  if (copies === undefined) return {};
  return {
    copies: copies.map(({ exchange, deferrals, settled }) => ({
      settled,
      request: requestJson(exchange.request, exchange.url),
      ...(exchange.kind === 'answered'
        ? { response: responseJson(exchange) }
        : { error: exchange.detail }),
      deferrals: deferrals.map(responseJson),
    })),
  };
}

function provenanceOf({ request }: StepResult): JsonObject {
  return {
    changes: (request?.changes ?? []).map(({ pointer, from, to, invariant, reason }) => ({
      pointer,
      ...(from === undefined ? {} : { from }),
      to,
      invariant,
      reason,
    })),
    kept: (request?.kept ?? []).map(({ pointer, value, reason }) => ({ pointer, value, reason })),
    bindings: (request?.bindings ?? []).map(({ pointer, token, origin }) => ({
      pointer,
      token,
      origin,
    })),
  };
}
