import { expect, test } from 'vitest';
import { checksByKind } from '../../src/judge/checks/registry.ts';
import type { StepCase } from '../../src/judge/step.ts';
import { judgeStep } from '../../src/judge/step.ts';
import type { Exchange, Extraction } from '../../src/model/exchange.ts';
import type { JsonObject } from '../../src/model/json.ts';
import type { Severity } from '../../src/model/step-result.ts';
import type { Validation } from '../../src/model/storyboard.ts';
import { aSource, anAnswer, noAnswer } from '../support/builders.ts';
import { aRun, httpAnswer, rejection, success } from './support/evidence.ts';

const aValidation = (
  check: string,
  params: JsonObject | null = {},
  severity: Severity = 'required',
): Validation => ({
  check,
  id: null,
  description: `uses ${check}`,
  severity,
  promoted: null,
  params,
  at: aSource(),
});

interface Situation {
  readonly expects: 'success' | 'error';
  readonly exchange?: Exchange | null;
  readonly extraction?: Extraction | null;
  readonly validations?: readonly Validation[];
}

function aCase({
  expects,
  exchange = anAnswer(),
  extraction = null,
  validations = [],
}: Situation): StepCase {
  return {
    expectation: { outcome: expects, responseSchemaRef: null, validations },
    exchange,
    extraction,
    validations: validations.map((validation) => ({ validation, params: validation.params })),
    checks: checksByKind,
    run: aRun(),
  };
}

const refused = rejection({ adcp_error: { code: 'INVALID_STATE', message: 'no' } });
const nothingFound: Extraction = { outcome: 'success', payload: null, path: 'none', note: null };
const anyCode = aValidation('error_code');
const thatCode = aValidation('error_code', { value: 'INVALID_STATE' });
const status = (...accepted: readonly number[]) =>
  aValidation('http_status_in', { allowed_values: accepted });
const challenge = aValidation('on_401_require_header', { value: 'www-authenticate' });
const advisory = (validation: Validation): Validation => ({ ...validation, severity: 'advisory' });
const withStatus = (code: number | null) => httpAnswer(code);
const rpcError = (code: number): Exchange => {
  const answer = anAnswer();
  const body = { jsonrpc: '2.0', id: 1, error: { code, message: 'no' } };
  return { ...answer, response: { ...answer.response, body } };
};
const bareRefusal = rejection({ code: -1, message: 'no' });

test.each<Situation & { name: string; verdict: string; failure?: string | null }>([
  {
    name: 'a positive step passes on a success',
    expects: 'success',
    extraction: success({}),
    verdict: 'passed',
    failure: null,
  },
  {
    name: 'a positive step fails on an error',
    expects: 'success',
    extraction: refused,
    verdict: 'failed',
    failure: 'unexpected_error',
  },
  {
    name: 'a positive step fails on an error although its checks hold',
    expects: 'success',
    extraction: refused,
    validations: [thatCode],
    verdict: 'failed',
    failure: 'unexpected_error',
  },
  {
    name: 'a positive step fails where a check fails',
    expects: 'success',
    extraction: success({}),
    validations: [aValidation('field_present', { path: 'a' })],
    verdict: 'failed',
    failure: 'validations',
  },
  {
    name: 'a negative step passes on an error',
    expects: 'error',
    extraction: refused,
    verdict: 'passed',
    failure: null,
  },
  {
    name: 'a negative step fails on a success',
    expects: 'error',
    extraction: success({ code: 'INVALID_STATE' }),
    validations: [thatCode],
    verdict: 'failed',
    failure: 'unexpected_success',
  },
  {
    name: 'a negative step fails where a check fails',
    expects: 'error',
    extraction: refused,
    validations: [aValidation('error_code', { value: 'OTHER' })],
    verdict: 'failed',
    failure: 'validations',
  },
  {
    name: 'an advisory failure fails nothing',
    expects: 'success',
    extraction: success({}),
    validations: [aValidation('field_present', { path: 'a' }, 'advisory')],
    verdict: 'passed',
    failure: null,
  },
  {
    name: 'an unknown check fails nothing',
    expects: 'success',
    extraction: success({}),
    validations: [aValidation('feild_value', null)],
    verdict: 'passed',
    failure: null,
  },
  {
    name: 'a step that sends nothing is judged by its checks',
    expects: 'success',
    exchange: null,
    validations: [aValidation('any_of', { allowed_values: ['x'] })],
    verdict: 'failed',
    failure: 'validations',
  },
  {
    name: 'a step that sends nothing and asks nothing passes',
    expects: 'success',
    exchange: null,
    verdict: 'passed',
  },

  {
    name: 'a positive step is errored where nobody answered',
    expects: 'success',
    exchange: noAnswer(),
    verdict: 'errored',
  },
  {
    name: 'a negative step is errored where nobody answered',
    expects: 'error',
    exchange: noAnswer('closed'),
    verdict: 'errored',
  },
  {
    name: 'a negative step is errored where nobody answered, checks or not',
    expects: 'error',
    exchange: noAnswer('server_error'),
    validations: [anyCode],
    verdict: 'errored',
  },

  {
    name: 'a positive step fails on an answer without a payload',
    expects: 'success',
    verdict: 'failed',
    failure: 'unexpected_error',
  },
  {
    name: 'a positive step with an HTTP check passes on a 2xx without a payload',
    expects: 'success',
    exchange: withStatus(204),
    validations: [status(204)],
    verdict: 'passed',
  },
  {
    name: 'a positive step with an HTTP check needs a 2xx',
    expects: 'success',
    exchange: withStatus(401),
    validations: [status(401)],
    verdict: 'failed',
    failure: 'unexpected_error',
  },
  ...[400, 429].map((code) => ({
    name: `a positive step fails on a success payload with HTTP ${code}`,
    expects: 'success' as const,
    exchange: withStatus(code),
    extraction: success({}),
    verdict: 'failed',
    failure: 'unexpected_error',
  })),
  {
    name: 'a positive step passes on a success payload with HTTP 202',
    expects: 'success',
    exchange: withStatus(202),
    extraction: success({}),
    verdict: 'passed',
  },
  {
    name: 'a positive step passes on a success nothing was found in',
    expects: 'success',
    extraction: nothingFound,
    verdict: 'passed',
  },
  {
    name: 'a positive step fails on a task that has not ended and says nothing',
    expects: 'success',
    extraction: { ...nothingFound, outcome: 'pending' },
    verdict: 'failed',
    failure: 'unexpected_error',
  },
  {
    name: 'a negative step fails on a task that has not ended and says nothing',
    expects: 'error',
    extraction: { ...nothingFound, outcome: 'pending' },
    verdict: 'failed',
    failure: 'unexpected_success',
  },
  {
    name: 'a positive step fails on an HTTP error nothing was found in',
    expects: 'success',
    exchange: withStatus(404),
    extraction: nothingFound,
    verdict: 'failed',
    failure: 'unexpected_error',
  },

  {
    name: 'a negative step that asks for a 401 passes on it',
    expects: 'error',
    exchange: withStatus(401),
    validations: [status(401, 403)],
    verdict: 'passed',
  },
  {
    name: 'a negative step that asks for a 401 fails on a 200',
    expects: 'error',
    exchange: withStatus(200),
    validations: [status(401, 403)],
    verdict: 'failed',
    failure: 'unexpected_success',
  },
  {
    name: 'a negative step whose header check holds on any other status fails on a 200',
    expects: 'error',
    exchange: withStatus(200),
    validations: [challenge],
    verdict: 'failed',
    failure: 'unexpected_success',
  },
  {
    name: 'a negative step that asks for a status fails on another',
    expects: 'error',
    exchange: withStatus(500),
    validations: [status(401, 403)],
    verdict: 'failed',
    failure: 'validations',
  },
  {
    name: 'a negative step whose header check holds on any other status fails on a 500',
    expects: 'error',
    exchange: withStatus(500),
    validations: [challenge],
    verdict: 'failed',
    failure: 'unexpected_error',
  },
  {
    name: 'a negative step is not satisfied by a 401 it did not ask for',
    expects: 'error',
    exchange: withStatus(401),
    extraction: refused,
    verdict: 'failed',
    failure: 'unexpected_error',
  },
  {
    name: 'a negative step is not satisfied by a 401 with just any code',
    expects: 'error',
    exchange: withStatus(401),
    extraction: refused,
    validations: [anyCode],
    verdict: 'failed',
    failure: 'unexpected_error',
  },
  {
    name: 'a negative step is satisfied by a 401 with the very code it asks for',
    expects: 'error',
    exchange: withStatus(401),
    extraction: refused,
    validations: [thatCode],
    verdict: 'passed',
  },
  {
    name: 'a negative step is not satisfied by a 401 only an advisory asks for',
    expects: 'error',
    exchange: withStatus(401),
    extraction: refused,
    validations: [advisory(status(401))],
    verdict: 'failed',
  },
  {
    name: 'a negative step is not satisfied by a 503 it did not ask for',
    expects: 'error',
    exchange: withStatus(503),
    extraction: refused,
    validations: [challenge],
    verdict: 'failed',
    failure: 'unexpected_error',
  },
  {
    name: 'a negative step is not satisfied by a 429 it did not ask for',
    expects: 'error',
    exchange: withStatus(429),
    extraction: refused,
    validations: [challenge],
    verdict: 'failed',
    failure: 'unexpected_error',
  },
  {
    name: 'a negative step is satisfied by a 429 with the very code it asks for',
    expects: 'error',
    exchange: withStatus(429),
    extraction: refused,
    validations: [thatCode],
    verdict: 'passed',
  },
  {
    name: 'a negative step that asks for a 429 passes on it',
    expects: 'error',
    exchange: withStatus(429),
    extraction: bareRefusal,
    validations: [status(429)],
    verdict: 'passed',
  },
  ...[-32601, -32603].map((code) => ({
    name: `a negative step is not satisfied by the error ${code} of JSON-RPC`,
    expects: 'error' as const,
    exchange: rpcError(code),
    extraction: bareRefusal,
    verdict: 'failed',
    failure: 'unexpected_error',
  })),
  {
    name: 'a negative step is satisfied by an error of JSON-RPC that carries a code of AdCP',
    expects: 'error',
    exchange: rpcError(-32603),
    extraction: refused,
    verdict: 'passed',
  },
  {
    name: 'a negative step is satisfied by the error of JSON-RPC for wrong parameters',
    expects: 'error',
    exchange: rpcError(-32602),
    extraction: bareRefusal,
    verdict: 'passed',
  },
  {
    name: 'a negative step may be answered with a 400',
    expects: 'error',
    exchange: withStatus(400),
    extraction: refused,
    validations: [anyCode],
    verdict: 'passed',
  },
  {
    name: 'a negative step fails on a bare 400 it did not ask for',
    expects: 'error',
    exchange: withStatus(400),
    verdict: 'failed',
    failure: 'unexpected_success',
  },
])('$name', (situation) => {
  const judgement = judgeStep(aCase(situation));
  expect(judgement.verdict).toBe(situation.verdict);
  if (situation.failure === undefined) return;
  const kind = 'failure' in judgement ? (judgement.failure?.kind ?? null) : undefined;
  expect(kind).toBe(situation.failure);
});

test('every validation is judged, in order, also after one has failed', () => {
  const validations = [
    aValidation('field_present', { path: 'a' }),
    aValidation('field_present', { path: 'b' }),
    aValidation('no_such_check', null),
    aValidation('field_absent', { path: 'b' }, 'advisory'),
  ];
  const { validations: results } = judgeStep(
    aCase({ expects: 'success', extraction: success({ b: 1 }), validations }),
  );
  expect(results.map(({ check, outcome }) => `${check} ${outcome.status}`)).toEqual([
    'field_present failed',
    'field_present passed',
    'no_such_check not_applicable',
    'field_absent failed',
  ]);
});

test('a result carries what the author wrote', () => {
  const validation: Validation = {
    ...aValidation('field_present', { path: 'a' }, 'advisory'),
    id: 'v.1',
    promoted: false,
  };
  const [result] = judgeStep(
    aCase({ expects: 'success', extraction: success({ a: 1 }), validations: [validation] }),
  ).validations;
  const { params, ...authored } = validation;
  expect(params).not.toBeNull();
  expect(result).toEqual({ ...authored, outcome: { status: 'passed' } });
});

test('a validation with a token nothing could replace fails and never compares the token', () => {
  const validation = aValidation('field_value', { path: 'a', value: '$context.a' });
  const judgement = judgeStep({
    ...aCase({
      expects: 'success',
      extraction: success({ a: '$context.a' }),
      validations: [validation],
    }),
    validations: [{ validation, params: validation.params, unresolved: ['$context.a'] }],
  });
  expect(judgement.verdict).toBe('failed');
  expect(judgement.validations[0]?.outcome).toMatchObject({
    status: 'failed',
    expected: '$context.a',
    note: 'nothing to replace $context.a with',
  });
});

test.each([
  {
    name: 'code and message',
    extraction: refused,
    exchange: anAnswer(),
    code: 'INVALID_STATE',
    message: 'no',
  },
  {
    name: 'the HTTP status in front',
    extraction: refused,
    exchange: withStatus(409),
    code: 'INVALID_STATE',
    message: 'HTTP 409: no',
  },
  {
    name: 'a bare text',
    extraction: rejection('out of order'),
    exchange: anAnswer(),
    code: null,
    message: 'out of order',
  },
  {
    name: 'the HTTP status where nothing was found',
    extraction: null,
    exchange: withStatus(404),
    code: null,
    message: 'HTTP 404',
  },
  {
    name: 'that there is no payload',
    extraction: null,
    exchange: anAnswer(),
    code: null,
    message: 'the answer carries no AdCP payload',
  },
  {
    name: 'what the extraction noted',
    extraction: { ...rejection({}), note: 'text is not JSON' },
    exchange: anAnswer(),
    code: null,
    message: 'text is not JSON',
  },
])('an unexpected error names $name', ({ extraction, exchange, code, message }) => {
  const judgement = judgeStep(aCase({ expects: 'success', extraction, exchange }));
  expect(judgement).toMatchObject({ failure: { kind: 'unexpected_error', code, message } });
});
