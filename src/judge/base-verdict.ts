import type { Evidence, RunEvidence } from '../model/evidence.ts';
import type { Exchange, Extraction, WireResponse } from '../model/exchange.ts';
import type { UnexpectedOutcome } from '../model/step-result.ts';
import type { Expectation, Validation } from '../model/storyboard.ts';
import { isObject } from '../support/json.ts';
import { errorCodes } from './error-code.ts';
import { errorMessage } from './error-message.ts';

/** Why the answer is not of the kind the step expects, before any validation is looked at; null where it is. */
export function baseFailure(
  expectation: Expectation,
  { exchange, extraction }: Pick<Evidence, 'exchange' | 'extraction'>,
): UnexpectedOutcome | null {
  if (exchange === null) return null;
  const answer: Answer = {
    status: exchange.response.status,
    reachedTask: !isRpcFailure(exchange.response, extraction),
    // An answer nothing was found in says as little as one without an extraction.
    extraction: extraction?.path === 'none' && extraction.payload === null ? null : extraction,
    reports: extraction?.outcome ?? null,
    pending: extraction?.outcome === 'pending' ? extraction.note : null,
  };
  return expectation.outcome === 'success'
    ? failureToSucceed(answer, expectation)
    : failureToReject(answer, expectation);
}

/** The same of every copy of a parallel dispatch that came to an end; the failure names its copy. */
export function failureOfCopies(
  expectation: Expectation,
  { copies = [] }: RunEvidence,
): UnexpectedOutcome | null {
  const failures = copies.map(({ exchange, extraction, settled }, index) => {
    if (!settled || exchange.kind === 'unanswered') return null;
    const failure = baseFailure(expectation, { exchange, extraction });
    return failure && { ...failure, copy: index + 1 };
  });
  return failures.find((failure) => failure !== null) ?? null;
}

/**
 * An exchange as the step sees it: a refusal or a failure of HTTP is an answer to a step that asks for its status, or for
 * a code it carries. To any other step it says nothing.
 */
export function asAskedFor(
  exchange: Exchange,
  { validations }: Expectation,
  extract: (response: WireResponse) => Extraction,
): Exchange {
  if (exchange.kind === 'answered' || exchange.response === undefined) return exchange;
  const { request, url, sentAt, durationMs, response } = exchange;
  const asksForStatus = validations.some(response.status === 401 ? namesHttp : namesStatus);
  const isAsked =
    asksForStatus || (validations.some(namesCode) && errorCodes(extract(response)).length > 0);
  return isAsked ? { kind: 'answered', request, url, sentAt, durationMs, response } : exchange;
}

interface Answer {
  readonly status: number | null;
  /** False where the answer is an error of the server around the task. */
  readonly reachedTask: boolean;
  readonly extraction: Evidence['extraction'];
  readonly reports: Extraction['outcome'] | null;
  /** Why an answer that is not final says nothing; null for any other. */
  readonly pending: string | null;
}

function failureToSucceed(answer: Answer, expectation: Expectation): UnexpectedOutcome | null {
  const { extraction, reports } = answer;
  const { status } = answer;
  if (extraction) {
    const hasSucceeded = extraction.outcome === 'success' && !isBetween(status, 400, 599);
    return hasSucceeded ? null : unexpectedError(answer);
  }
  // Without a payload the authored HTTP checks are all there is, and a positive step needs a 2xx.
  if (looksAtHttp(expectation)) return isBetween(status, 200, 299) ? null : unexpectedError(answer);
  return reports === 'success' && !isBetween(status, 400, 599) ? null : unexpectedError(answer);
}

function failureToReject(answer: Answer, expectation: Expectation): UnexpectedOutcome | null {
  const { extraction, status, reports } = answer;
  if (!isAskedFor(answer, expectation)) return unexpectedError(answer);
  if (extraction) return extraction.outcome === 'error' ? null : { kind: 'unexpected_success' };
  if (isBetween(status, 400, 599) && looksAtHttp(expectation)) return null;
  return reports === 'error' ? null : { kind: 'unexpected_success' };
}

/**
 * A 401, a 429, a 5xx or an error of the JSON-RPC server proves nothing about the fault a step tests, unless the step
 * names the status or the code it wants.
 */
function isAskedFor({ status, reachedTask }: Answer, { validations }: Expectation): boolean {
  if (status === 401) {
    return validations.some((validation) => namesHttp(validation) || namesCode(validation));
  }
  if (status === 429 || isBetween(status, 500, 599) || !reachedTask) {
    return validations.some((validation) => namesStatus(validation) || namesCode(validation));
  }
  return true;
}

/** JSON-RPC's own codes for a method nobody has and for a server that broke. */
const serverErrors: readonly unknown[] = [-32601, -32603];

/** An error that carries a code of AdCP comes from the task, whatever number it has in JSON-RPC. */
function isRpcFailure({ body }: WireResponse, extraction: Evidence['extraction']): boolean {
  const error = isObject(body) && body['jsonrpc'] === '2.0' ? body['error'] : undefined;
  if (!isObject(error) || !serverErrors.includes(error['code'])) return false;
  return extraction === null || errorCodes(extraction).length === 0;
}

const isRequired = ({ severity }: Validation) => severity === 'required';

const namesStatus = (validation: Validation) =>
  isRequired(validation) && ['http_status', 'http_status_in'].includes(validation.check);

const namesHttp = (validation: Validation) =>
  namesStatus(validation) ||
  (isRequired(validation) && validation.check === 'on_401_require_header');

const namesCode = (validation: Validation) =>
  isRequired(validation) &&
  validation.check === 'error_code' &&
  Object.keys(validation.params ?? {}).length > 0;

const looksAtHttp = ({ validations }: Expectation) => validations.some(namesHttp);

const isBetween = (status: number | null, low: number, high: number) =>
  status !== null && status >= low && status <= high;

function unexpectedError({ status, extraction, pending }: Answer): UnexpectedOutcome {
  const http = isBetween(status, 400, 599) ? `HTTP ${String(status)}` : null;
  if (!extraction) {
    const message = http ?? pending ?? 'the answer carries no AdCP payload';
    return { kind: 'unexpected_error', code: null, message };
  }
  const code = errorCodes(extraction)[0]?.code ?? null;
  const said = extraction.outcome === 'error' ? errorMessage(extraction) : 'a success payload';
  return {
    kind: 'unexpected_error',
    code,
    message: http === null ? said : `${http}: ${said}`,
  };
}
