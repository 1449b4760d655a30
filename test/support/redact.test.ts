import { expect, test } from 'vitest';
import type { Json, JsonObject } from '../../src/model/json.ts';
import type { StepResult } from '../../src/model/step-result.ts';
import { createRedactor } from '../../src/support/redact.ts';
import {
  aNotice,
  aFailedStep,
  aFailure,
  anAnswer,
  anErroredStep,
  aRequest,
  aRunOf,
  aStep,
  aStoryboard,
  aTarget,
  aValidation,
  noAnswer,
} from './builders.ts';

const secret = 'hunter/2+zwei ü"drei';
const { result, event, text, tooShort } = createRedactor([
  { name: '--auth', value: secret },
  { name: 'kit acme: auth.api_key', value: 'abc' },
]);
const only = (step: StepResult): StepResult => {
  const found = result(aRunOf(step)).targets[0]?.storyboards[0]?.steps[0];
  if (!found) throw new Error('the step got lost');
  return found;
};
const answered = (payload: JsonObject): Json => {
  const { exchange } = only(aStep({ exchange: anAnswer(payload) })) as ReturnType<typeof aStep>;
  const body = exchange?.response.body as { readonly result: { readonly structuredContent: Json } };
  return body.result.structuredContent;
};
const base64 = (value: string) => Buffer.from(value).toString('base64');

test.each([
  { form: 'plain', said: secret },
  { form: 'JSON-escaped', said: JSON.stringify(secret) },
  { form: 'JSON-escaped twice', said: JSON.stringify(JSON.stringify(secret)) },
  { form: 'URL-encoded', said: `?key=${encodeURIComponent(secret)}` },
  { form: 'URL-encoded in lower case', said: encodeURIComponent(secret).toLowerCase() },
  { form: 'form-encoded', said: encodeURIComponent(secret).replaceAll('%20', '+') },
  { form: 'base64', said: base64(secret) },
  { form: 'base64 without padding', said: base64(secret).replace(/=+$/, '') },
  { form: 'base64url', said: Buffer.from(secret).toString('base64url') },
  { form: 'basic auth, user of 4', said: base64(`user:${secret}`) },
  { form: 'basic auth, user of 5', said: base64(`users:${secret}`) },
  { form: 'basic auth, user of 6', said: base64(`user12:${secret}`) },
])('blanks a secret said $form', ({ said }) => {
  const blanked = text(`you sent ${said}, thanks`);
  expect(blanked).toContain('[redacted]');
  expect(blanked).toMatch(/^you sent .*, thanks$/);
  // What is left of a longer base64 text must not decode to the secret's core.
  expect(Buffer.from(blanked.slice(9, -8), 'base64').toString()).not.toContain('zwei');
  expect(blanked).not.toContain('zwei');
});

test.each([
  'Authorization',
  'authorization',
  'credentials',
  'token',
  'api_key',
  'api-key',
  'apiKey',
  'API_KEY',
  'X-Api-Key',
  'password',
  'client_secret',
  'refresh-token',
  'access_token',
  'session_token',
  'offering_token',
  'Set-Cookie',
  'bearer',
])('blanks what stands below the key %s, however deep', (key) => {
  expect(answered({ a: [{ [key]: 'x1' }] })).toEqual({ a: [{ [key]: '[redacted]' }] });
  expect(answered({ [key]: { deep: ['x1'] } })).toEqual({ [key]: '[redacted]' });
  expect(answered({ [key]: null })).toEqual({ [key]: null });
});

test('identity fields that only look like keys survive', () => {
  const payload = {
    idempotency_key: '6f1c3c1e-5f0a-4c66-9a3b-000000000001',
    account: {
      brand: { domain: 'acmeoutdoor.example', brand_id: 'acme_outdoor' },
      operator: 'pinnacle.example',
      sandbox: true,
      account_id: 'acc_secret_garden',
    },
    authentication: { schemes: ['Bearer'] },
    authorized_operators: ['pinnacle.example'],
    token_usage: 12,
    pagination: { cursor: 'tok_2' },
    jwks: { keys: [{ kid: 'key-1', kty: 'OKP' }] },
    cookie_policy_url: 'https://acmeoutdoor.example/cookies',
  };
  expect(answered(payload)).toEqual(payload);
});

test('a secret in JSON inside a text is found by its key, and the rest of the text stays', () => {
  expect(answered({ text: '{"session_token":"s1","n":1}' })).toEqual({
    text: '{"session_token":"[redacted]","n":1}',
  });
  expect(answered({ text: '{"session_token":' })).toEqual({ text: '{"session_token":' });
});

test('a secret used as a key is blanked', () => {
  expect(answered({ [secret]: 1 })).toEqual({ '[redacted]': 1 });
});

test('the credential of a request keeps its kind only', () => {
  const sent = aRequest({ credential: { kind: 'bearer', token: 'unlisted' } });
  const step = only(aStep({ request: { sent, changes: [], kept: [], bindings: [] } }));
  expect(step.request?.sent?.credential).toEqual({ kind: 'bearer', token: '[redacted]' });
});

test('only reportable headers are kept', () => {
  const answer = anAnswer();
  const headers = {
    'content-type': 'application/json',
    'set-cookie': 'a=b',
    'x-internal': 'host-7',
    'www-authenticate': `Bearer realm="${secret}"`,
  };
  const step = only(
    aStep({ exchange: { ...answer, response: { ...answer.response, headers } } }),
  ) as ReturnType<typeof aStep>;
  expect(step.exchange?.response.headers).toEqual({
    'content-type': 'application/json',
    'www-authenticate': 'Bearer realm="[redacted]"',
  });
});

test('a finding, a change or a captured value at a secret place is blanked', () => {
  const step = only(
    aFailedStep({
      validations: [
        aValidation({
          outcome: aFailure({ pointer: '/auth/token', expected: 'a1', actual: 'b2' }),
        }),
        aValidation({ outcome: aFailure({ pointer: '/auth/token', actual: null }) }),
      ],
      request: {
        sent: null,
        changes: [{ pointer: '/api_key', from: 'a1', to: 'b2', invariant: 'x', reason: 'y' }],
        kept: [{ pointer: '/credentials', value: 'a1', reason: 'y' }],
        bindings: [{ pointer: '/auth/token', token: '$context.t', origin: 'captured by a' }],
      },
      captured: [
        { name: 'session_token', value: 's1', provenance: 'authored', from: '/session_token' },
        { name: 'sid', value: 's1', provenance: 'authored', from: '/session_token' },
        { name: 'buy', value: 'mb_1', provenance: 'authored', from: '/media_buy_id' },
      ],
    }),
  );
  expect(step.validations.map(({ outcome }) => outcome)).toMatchObject([
    { expected: '[redacted]', actual: '[redacted]' },
    { actual: null },
  ]);
  expect(step.request).toMatchObject({
    changes: [{ from: '[redacted]', to: '[redacted]' }],
    kept: [{ value: '[redacted]' }],
    bindings: [{ token: '$context.t' }],
  });
  expect(step.captured).toMatchObject([
    { value: '[redacted]', from: '/session_token' },
    { value: '[redacted]', from: '/session_token' },
    { value: 'mb_1', from: '/media_buy_id' },
  ]);
});

test('an echoed secret is blanked in every free text of a result', () => {
  const run = aRunOf(
    aFailedStep({
      title: secret,
      failure: { kind: 'unexpected_error', code: secret, message: `bad token ${secret}` },
      notices: [aNotice(secret)],
      extraction: { outcome: 'error', payload: secret, path: 'error', note: secret },
    }),
    anErroredStep({ exchange: { ...noAnswer(), detail: secret } }),
  );
  expect(JSON.stringify(result(run))).not.toContain('zwei');
});

test('a secret that is also a name leaves the names of things alone', () => {
  const names = createRedactor([{ name: '--auth', value: 'sales_flow' }]);
  const redactedRun = names.result(aRunOf(aStep({ notices: [aNotice('sales_flow')] })));
  const storyboard = redactedRun.targets[0]?.storyboards[0];
  expect(storyboard?.storyboardId).toBe('sales_flow');
  expect(storyboard?.steps[0]?.notices).toEqual([aNotice('[redacted]')]);
});

test('a secret of fewer than 4 characters is named, not blanked', () => {
  expect(tooShort).toEqual(['kit acme: auth.api_key']);
  expect(text('abc')).toBe('abc');
});

test('without secrets the result keeps its content', () => {
  const run = aRunOf(aStep(), aFailedStep(), anErroredStep());
  expect(createRedactor([]).result(run)).toEqual(run);
});

test('events are redacted, plans are passed as they are', () => {
  const target = { name: 'sales', url: 'http://agent.test/mcp', protocol: 'mcp' } as const;
  const judged = event({
    type: 'step:judged',
    target,
    result: aStep({ notices: [aNotice(secret)] }),
  });
  expect(judged).toMatchObject({ result: { notices: [aNotice('[redacted]')] } });
  const finished = event({
    type: 'target:finished',
    result: aTarget({ storyboards: [aStoryboard({ notices: [aNotice(secret)] })] }),
  });
  expect(JSON.stringify(finished)).not.toContain('zwei');
  const plans: [] = [];
  const started = event({ type: 'target:started', target, agent: null, plans });
  expect(started).toMatchObject({ agent: null });
  expect('plans' in started && started.plans).toBe(plans);
});
