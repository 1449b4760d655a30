import type { Answered } from '../../../src/model/exchange.ts';
import type { Json, JsonObject } from '../../../src/model/json.ts';
import type { JudgedStep } from '../../../src/model/step-result.ts';
import { anAnswer, aRequest, aStep } from '../../support/builders.ts';
import { rejection, success } from './evidence.ts';

interface Answer extends Partial<JudgedStep> {
  readonly sent?: JsonObject;
}

/** A step whose task was answered with this success payload. */
export function succeeded(
  task: string,
  payload: Json,
  { sent = {}, ...over }: Answer = {},
): JudgedStep {
  return aStep({
    task,
    stepId: task,
    extraction: success(payload),
    exchange: answering(payload),
    request: {
      sent: aRequest({ operation: task, payload: sent }),
      changes: [],
      kept: [],
      bindings: [],
    },
    ...over,
  });
}

/** A negative step whose task was answered with this error payload. */
export function rejected(task: string, payload: Json, over: Answer = {}): JudgedStep {
  return succeeded(task, payload, { extraction: rejection(payload), expects: 'error', ...over });
}

const answering = (payload: Json): Answered => ({
  ...anAnswer(),
  response: { status: 200, headers: {}, body: { result: { structuredContent: payload } } },
});
