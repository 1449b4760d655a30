import type { Evidence, RunEvidence } from '../../../src/model/evidence.ts';
import type { Answered, Extraction } from '../../../src/model/exchange.ts';
import type { Json, JsonObject } from '../../../src/model/json.ts';
import { anAnswer } from '../../support/builders.ts';

/** A success payload. */
export const success = (payload: Json): Extraction => ({
  outcome: 'success',
  payload,
  path: 'structured_content',
  note: null,
});

/** An error payload. */
export const rejection = (payload: Json): Extraction => ({
  outcome: 'error',
  payload,
  path: 'error',
  note: null,
});

/** An HTTP answer with nothing to find in it. */
export const httpAnswer = (
  status: number | null,
  headers: Readonly<Record<string, string>> = {},
): Answered => ({ ...anAnswer(), response: { status, headers, body: null } });

/** A run that knows nothing yet. */
export const aRun = (over: Partial<RunEvidence> = {}): RunEvidence => ({
  agentUrl: 'https://agent.test/mcp',
  context: {},
  contributions: new Set(),
  priorSteps: new Map(),
  schemas: { validate: (ref) => ({ kind: 'missing', ref }) },
  responseSchemaRef: null,
  sent: null,
  ...over,
});

/** Evidence of a step that got this payload. */
export const withPayload = (payload: Json, run: Partial<RunEvidence> = {}): Evidence => ({
  exchange: anAnswer(),
  extraction: success(payload),
  run: aRun(run),
});

/** Evidence of a step that got this error. */
export const withError = (payload: Json): Evidence => ({
  exchange: anAnswer(),
  extraction: rejection(payload),
  run: aRun(),
});

/** Evidence of a step that got an HTTP answer without a payload. */
export const withHttp = (
  status: number | null,
  headers?: Readonly<Record<string, string>>,
): Evidence => ({ exchange: httpAnswer(status, headers), extraction: null, run: aRun() });

/** Evidence of a step whose run captured this. */
export const withContext = (payload: Json, context: JsonObject): Evidence =>
  withPayload(payload, { context });
