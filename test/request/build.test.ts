import { expect, test } from 'vitest';
import type { JsonObject } from '../../src/model/json.ts';
import { buildRequest } from '../../src/request/build.ts';
import { substitute } from '../../src/request/substitute.ts';
import { aBinding, anOperation, aSpec, aSubject, otherBrand } from './world.ts';

const tokens = aBinding({}, { made: 'mb-1', list: [1, 2], nested: { id: 'n' } }).tokens;

test.each([
  { name: 'a context value keeps its type', text: '$context.list', value: [1, 2] },
  { name: 'a context value may be read into', text: '$context.nested.id', value: 'n' },
  { name: 'an alias is generated', text: '$generate:uuid_v4#a', value: 'generated-a' },
  { name: 'a kit value is read', text: '$test_kit.auth.api_key', value: 'demo-key' },
  { name: 'the agent URL is known', text: '$agent_url', value: 'http://127.0.0.1:1/mcp' },
  { name: 'a dollar sign alone is text', text: 'costs $5', value: 'costs $5' },
])('substitution: $name', ({ text, value }) => {
  expect(substitute({ at: text }, tokens).value).toEqual({ at: value });
});

test.each([
  { name: 'an unknown context name', text: '$context.nobody' },
  { name: 'a token inside a longer string', text: 'id-$context.made' },
  { name: 'an unknown generator', text: '$generate:date' },
  { name: 'a kit path that leads nowhere', text: '$test_kit.no.such' },
  { name: 'a runner token without a runner service', text: '{{runner.webhook_url:x}}' },
  { name: 'a prior step nobody knows', text: 'x {{prior_step.x.operation_id}}' },
])('substitution: $name is unresolved and named', ({ text }) => {
  expect(substitute({ at: text }, tokens).unresolved).toEqual([{ token: text, pointer: '/at' }]);
});

test('a request with an unresolved token is never ready', () => {
  const built = buildRequest(aSpec({ media_buy_id: '$context.nobody' }), aBinding());
  expect(built).toMatchObject({ kind: 'unresolved', tokens: [{ token: '$context.nobody' }] });
});

test('what goes out is listed against what was written, change by change', () => {
  const built = buildRequest(aSpec({ packages: [] }), aBinding());
  if (built.kind !== 'ready') throw new Error(built.kind);
  expect(built.request.payload).toEqual({
    packages: [],
    brand: { domain: 'acme.example' },
    account: { brand: { domain: 'acme.example' }, operator: 'agency.example' },
    idempotency_key: 'id-00000000000000000001',
  });
  expect(built.record.changes.map(({ pointer, invariant }) => `${invariant} ${pointer}`)).toEqual([
    'brand /brand',
    'account /account',
    'idempotency-key /idempotency_key',
  ]);
});

test.each([
  { without: ['account'], missing: 'account' },
  { without: ['brand'], missing: 'brand' },
  { without: ['idempotency-key'], missing: 'idempotency_key' },
])('a step without $without goes out without it', ({ without, missing }) => {
  const built = buildRequest(aSpec({}, { without }), aBinding());
  if (built.kind !== 'ready') throw new Error(built.kind);
  expect(Object.keys(built.request.payload)).not.toContain(missing);
});

test('a step that leaves out one brand on purpose acts for the run in every other', () => {
  const payload = {
    account: { brand: { domain: 'acme.example' }, operator: 'agency.example' },
    idempotency_key: 'a-literal-key-0001',
  };
  const all = ['brand', 'account', 'idempotency-key'];
  const sentWithout = (without: readonly string[]) => {
    const binding = aBinding({ subject: aSubject(otherBrand) });
    const built = buildRequest(aSpec(payload, { without }), binding);
    return built.kind === 'ready' ? built.request.payload : null;
  };
  expect(sentWithout(all)).toMatchObject({ account: { brand: { domain: 'other.example' } } });
  expect(sentWithout(all)).not.toHaveProperty('brand');
  const { brand, ...rest } = sentWithout([]) ?? {};
  expect(brand).toEqual({ domain: 'other.example' });
  expect(sentWithout(all)).toEqual(rest);
});

test('without invariants the authored request goes out unchanged but for its tokens', () => {
  const built = buildRequest(
    aSpec({ id: '$context.made' }),
    aBinding({ invariants: [] }, { made: 'mb-1' }),
  );
  expect(built).toMatchObject({
    kind: 'ready',
    request: { payload: { id: 'mb-1' } },
    record: { changes: [] },
  });
});

test('context_inputs are put where they belong, and what the context lacks is left out', () => {
  const inputs = [
    { key: 'made', injectAt: '/filters/ids/0' as const },
    { key: 'nobody', injectAt: '/never' as const },
  ];
  const operation = anOperation('get_media_buys', []);
  const built = buildRequest(aSpec({}, { inputs }), aBinding({ operation }, { made: 'mb-1' }));
  expect(built).toMatchObject({
    kind: 'ready',
    request: { payload: { filters: { ids: ['mb-1'] } } },
  });
  if (built.kind === 'ready') expect(Object.keys(built.request.payload)).toEqual(['filters']);
});

test.each([
  { name: 'the run', auth: { kind: 'default' }, credential: { kind: 'default' } },
  { name: 'nobody', auth: { kind: 'none' }, credential: { kind: 'none' } },
  {
    name: 'the kit, by key',
    auth: { kind: 'test_kit', scheme: 'bearer', path: 'auth.api_key' },
    credential: { kind: 'bearer', token: 'demo-key' },
  },
  {
    name: 'the kit, by name and password',
    auth: { kind: 'test_kit', scheme: 'basic', path: 'auth.basic' },
    credential: { kind: 'basic', username: 'u', password: 'p' },
  },
] as const)('credentials of $name', ({ auth, credential }) => {
  const built = buildRequest(aSpec({}, { auth }), aBinding());
  expect(built).toMatchObject({ kind: 'ready', request: { credential } });
});

test('a kit without the credential a step asks for sends nothing', () => {
  const auth = { kind: 'test_kit', scheme: 'bearer', path: 'auth.other' } as const;
  expect(buildRequest(aSpec({}, { auth }), aBinding())).toMatchObject({ kind: 'no_credential' });
});

test('random credentials are fresh and look like what they stand for', () => {
  const tokensOf = (scheme: 'api_key' | 'jwt') => {
    const binding = aBinding();
    return [1, 2].map(() => {
      const built = buildRequest(aSpec({}, { auth: { kind: 'random_invalid', scheme } }), binding);
      const { credential } = built.kind === 'ready' ? built.request : { credential: null };
      return credential?.kind === 'bearer' ? credential.token : '';
    });
  };
  for (const scheme of ['api_key', 'jwt'] as const) {
    const [first, second] = tokensOf(scheme);
    expect(first).not.toBe(second);
    expect(first).toMatch(scheme === 'api_key' ? /^invalid-/ : /^[\w-]+\.[\w-]+\.[\w-]+$/);
  }
});

test('a hostile captured value is sent as data, not read as a template', () => {
  const built = buildRequest(
    aSpec({ id: '$context.made' }),
    aBinding({}, { made: '$context.list' }),
  );
  expect((built as { request: { payload: JsonObject } }).request.payload['id']).toBe(
    '$context.list',
  );
});
