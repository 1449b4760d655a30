import { expect, test } from 'vitest';
import type { Step, Storyboard } from '../../src/model/storyboard.ts';
import { loadSuite } from '../../src/load/suite.ts';
import type { LoadOptions } from '../../src/load/suite.ts';
import { aStoryboard, aSuite, optionsFor } from './suites.ts';

function load(text: string, changes: Partial<LoadOptions> = {}): Storyboard {
  const root = aSuite({
    'demo.yaml': text,
    'test-kits/kit.yaml': `id: kit
auth: { api_key: demo-kit-1, probe_task: list_creatives }
brand: { house: { domain: kit.example } }
schemas: { request: a/request.json }
`,
  });
  const [storyboard] = loadSuite(optionsFor(root, changes)).storyboards;
  if (!storyboard) throw new Error('no storyboard');
  return storyboard;
}

const withKit = 'prerequisites: { test_kit: test-kits/kit.yaml }\n';

function loadStep(lines: string, head = '', changes: Partial<LoadOptions> = {}): Step {
  const [step] = load(aStoryboard(lines, head), changes).phases[0]?.steps ?? [];
  if (!step) throw new Error('no step');
  return step;
}

test('an authored step becomes a request and an expectation, and neither holds the other’s keys', () => {
  const step = loadStep(`      - id: buy
        title: Buy
        task: create_media_buy
        schema_ref: m/create-request.json
        response_schema_ref: m/create-response.json
        stateful: true
        expect_error: true
        agent: sales
        requires_tool: list_accounts
        requires_contract: some_runner
        omit_account: true
        omit_brand: true
        omit_idempotency_key: true
        sample_request: { brand: { domain: x.example } }
        context_inputs: [{ key: sig, inject_at: "filters.ids[0]" }]
        validations:
          - { check: error_code, value: X, id: demo.code, description: code }
        context_outputs:
          - { name: a, path: "x[0].id" }
          - { key: b, path: task_completion.media_buy_id }
          - { name: c, generate: uuid_v4 }
        invariants: { disable: [status.monotonic] }
`);
  const at = expect.objectContaining({ line: expect.any(Number) as number }) as Step['at'];
  expect(step).toEqual({
    id: 'buy',
    title: 'Buy',
    stateful: true,
    requiresTool: 'list_accounts',
    requiresContract: 'some_runner',
    action: {
      kind: 'call',
      request: {
        task: 'create_media_buy',
        payload: { brand: { domain: 'x.example' } },
        schemaRef: 'm/create-request.json',
        auth: { kind: 'default' },
        without: ['account', 'brand', 'idempotency-key'],
        inputs: [{ key: 'sig', injectAt: '/filters/ids/0' }],
        agent: 'sales',
      },
    },
    expectation: {
      outcome: 'error',
      responseSchemaRef: 'm/create-response.json',
      validations: [
        {
          check: 'error_code',
          id: 'demo.code',
          description: 'code',
          severity: 'required',
          promoted: null,
          params: { value: 'X' },
          at,
        },
      ],
    },
    captures: [
      { kind: 'path', name: 'a', path: 'x[0].id', fromTaskCompletion: false, at },
      { kind: 'path', name: 'b', path: 'media_buy_id', fromTaskCompletion: true, at },
      { kind: 'generate', name: 'c', generator: 'uuid_v4', at },
    ],
    providesStateFor: [],
    contributesTo: null,
    contributesIf: null,
    mutedAssertions: ['status.monotonic'],
    at,
  });
});

test('expect_error changes nothing about the request', () => {
  const lines = '      - { id: s, task: t, sample_request: { a: 1 }, expect_error: FLAG }\n';
  const positive = loadStep(lines.replace('FLAG', 'false'));
  const negative = loadStep(lines.replace('FLAG', 'true'));
  expect(negative.action).toEqual(positive.action);
  expect([positive.expectation.outcome, negative.expectation.outcome]).toEqual([
    'success',
    'error',
  ]);
});

test.each([
  { name: 'no auth', auth: '', is: { kind: 'default' } },
  { name: 'none', auth: 'auth: none', is: { kind: 'none' } },
  {
    name: 'the kit’s key',
    auth: 'auth: { type: api_key, from_test_kit: true }',
    is: { kind: 'test_kit', scheme: 'bearer', path: 'auth.api_key' },
  },
  {
    name: 'a path of the kit',
    auth: 'auth: { type: api_key, from_test_kit: auth.other }',
    is: { kind: 'test_kit', scheme: 'bearer', path: 'auth.other' },
  },
  {
    name: 'the kit’s basic credential',
    auth: 'auth: { type: basic, from_test_kit: auth.basic }',
    is: { kind: 'test_kit', scheme: 'basic', path: 'auth.basic' },
  },
  {
    name: 'a wrong key',
    auth: 'auth: { type: api_key, value_strategy: random_invalid }',
    is: { kind: 'random_invalid', scheme: 'api_key' },
  },
  {
    name: 'a wrong JWT',
    auth: 'auth: { type: oauth_bearer, value_strategy: random_invalid_jwt }',
    is: { kind: 'random_invalid', scheme: 'jwt' },
  },
  {
    name: 'a wrong basic credential',
    auth: 'auth: { type: basic, value_strategy: random_invalid }',
    is: { kind: 'random_invalid', scheme: 'basic' },
  },
  {
    name: 'a strategy beside a kit',
    auth: 'auth: { type: api_key, from_test_kit: true, value_strategy: random_invalid }',
    is: { kind: 'random_invalid', scheme: 'api_key' },
  },
])('$name is read as whose credentials the request carries', ({ auth, is }) => {
  const { action } = loadStep(`      - id: s\n        task: t\n        ${auth}\n`);
  expect(action.kind === 'call' ? action.request.auth : null).toEqual(is);
});

test.each([
  {
    name: 'a kit path',
    step: 'task: $test_kit.auth.probe_task, task_default: x',
    head: withKit,
    is: 'call list_creatives',
  },
  {
    name: 'a kit path the kit lacks',
    step: 'task: $test_kit.operations.ping, task_default: get_signals',
    head: withKit,
    is: 'call get_signals',
  },
  {
    name: 'a kit path without a kit',
    step: 'task: $test_kit.auth.probe_task, task_default: get_signals',
    head: '',
    is: 'call get_signals',
  },
  {
    name: 'a kit path without kit and default',
    step: 'task: $test_kit.auth.probe_task',
    head: '',
    is: 'unresolved $test_kit.auth.probe_task',
  },
  {
    name: 'a kit path without value and default',
    step: 'task: $test_kit.operations.ping',
    head: withKit,
    is: 'unresolved $test_kit.operations.ping',
  },
  {
    name: 'a task of the runner',
    step: 'task: expect_webhook',
    head: '',
    is: 'runner_task expect_webhook',
  },
  {
    name: 'a task the runner was told of',
    step: 'task: my_probe',
    head: '',
    is: 'runner_task my_probe',
  },
  { name: 'a tool', step: 'task: get_products', head: '', is: 'call get_products' },
])('$name becomes "$is"', ({ step, head, is }) => {
  const { action } = loadStep(`      - { id: s, ${step} }\n`, head, { runnerTasks: ['my_probe'] });
  expect(`${action.kind} ${action.kind === 'call' ? action.request.task : action.task}`).toBe(is);
});

test('schema refs of the kit are resolved, and null where the kit has none', () => {
  const step = loadStep(
    '      - { id: s, task: t, schema_ref: $test_kit.schemas.request, response_schema_ref: $test_kit.schemas.response }\n',
    withKit,
  );
  expect(step.action).toMatchObject({ request: { schemaRef: 'a/request.json' } });
  expect(step.expectation.responseSchemaRef).toBeNull();
});

test.each([
  {
    name: 'a flat filter moves into the body',
    filter: '{ event: e, list_id: l }',
    is: { body: { event: 'e', list_id: 'l' } },
  },
  { name: 'a body stays', filter: '{ body: { a.b: 1 } }', is: { body: { 'a.b': 1 } } },
  { name: 'an operation id stays', filter: '{ operation_id: o }', is: { operation_id: 'o' } },
])('$name', ({ filter, is }) => {
  const { action } = loadStep(
    `      - { id: s, task: expect_webhook, triggered_by: t, timeout_seconds: 5, filter: ${filter} }\n`,
  );
  expect(action).toEqual({
    kind: 'runner_task',
    task: 'expect_webhook',
    params: { triggered_by: 't', timeout_seconds: 5, filter: is },
  });
});

test('fixtures are seeded what others refer to first, whatever order they are written in', () => {
  const { fixtures } = load(`id: demo
title: Demo
fixtures:
  media_buys: [{ media_buy_id: m, status: active }]
  creative_formats: [{ format_id: f, fixture: { name: F } }]
  pricing_options: [{ product_id: p, pricing_option_id: o, fixed_price: 4 }]
  products: [{ product_id: p, name: P }]
phases: []
`);
  expect(fixtures.map(({ stepId, scenario, params }) => ({ stepId, scenario, params }))).toEqual([
    {
      stepId: 'seed_product.p',
      scenario: 'seed_product',
      params: { product_id: 'p', fixture: { name: 'P' } },
    },
    {
      stepId: 'seed_pricing_option.p.o',
      scenario: 'seed_pricing_option',
      params: { product_id: 'p', pricing_option_id: 'o', fixture: { fixed_price: 4 } },
    },
    {
      stepId: 'seed_creative_format.f',
      scenario: 'seed_creative_format',
      params: { format_id: 'f', fixture: { name: 'F' } },
    },
    {
      stepId: 'seed_media_buy.m',
      scenario: 'seed_media_buy',
      params: { media_buy_id: 'm', fixture: { status: 'active' } },
    },
  ]);
});

test.each([
  {
    name: 'stays advisory before its expiry',
    version: '1.9.9',
    severity: 'advisory',
    promoted: false,
  },
  {
    name: 'stays advisory before the release its expiry is',
    version: '2.0.0-beta.1',
    severity: 'advisory',
    promoted: false,
  },
  { name: 'turns required at its expiry', version: '2.0.0', severity: 'required', promoted: true },
  {
    name: 'turns required after its expiry',
    version: '2.1.0',
    severity: 'required',
    promoted: true,
  },
])('an advisory $name', ({ version, severity, promoted }) => {
  const step = loadStep(
    '      - id: s\n        task: t\n        validations: [{ check: response_schema, severity: advisory, expires_after_version: 2.0.0 }]\n',
    '',
    { runnerVersion: version },
  );
  expect(step.expectation.validations[0]).toMatchObject({ severity, promoted });
});

test('an unknown check is not promoted, whatever its expiry', () => {
  const step = loadStep(
    '      - id: s\n        task: t\n        validations: [{ check: totally_new_kind, severity: advisory, expires_after_version: 1.0.0 }]\n',
    '',
    { runnerVersion: '2.0.0' },
  );
  expect(step.expectation.validations[0]).toMatchObject({ promoted: null });
});

test('a check of the language that the runner lacks keeps its place without parameters', () => {
  const step = loadStep(
    '      - id: s\n        task: t\n        validations: [{ check: array_length, path: a, value: 1 }]\n',
    '',
    { checks: [] },
  );
  expect(step.expectation.validations[0]).toMatchObject({
    check: 'array_length',
    params: null,
    description: 'array_length a',
  });
});

test('a phase of a branch set hands its flag to the steps that contribute', () => {
  const { phases } = load(`id: demo
title: Demo
phases:
  - id: p
    optional: true
    branch_set: { id: b, semantics: any_of }
    requires_capability: { path: "a[1]", not_contains: x }
    skip_if: "!test_kit.auth.basic || context.a != 'b c' || context.n == 3"
    steps:
      - { id: s, task: t, contributes: true, contributes_if: prior_step.q.passed }
  - id: no_steps
`);
  expect(phases[0]).toMatchObject({
    branchSet: 'b',
    dependsOn: null,
    capabilities: [{ path: 'a[1]', matcher: { kind: 'not_contains', value: 'x' } }],
    skipIf: {
      any: [
        { kind: 'truthy', path: 'test_kit.auth.basic', negated: true },
        {
          kind: 'compare',
          path: 'context.a',
          equal: false,
          right: { kind: 'literal', value: 'b c' },
        },
        { kind: 'compare', path: 'context.n', equal: true, right: { kind: 'literal', value: 3 } },
      ],
    },
    steps: [{ contributesTo: 'b', contributesIf: 'q' }],
  });
  expect(phases[1]).toMatchObject({ id: 'no_steps', steps: [], optional: false });
});

test('a step whose condition for contributing nobody can read contributes nothing', () => {
  const step = loadStep(
    '      - { id: s, task: t, contributes_to: flag, contributes_if: sometimes }\n',
  );
  expect([step.contributesTo, step.contributesIf]).toEqual([null, null]);
});

test('the head of a storyboard is read, and its gates', () => {
  const storyboard = load(`id: demo
version: "1.2.0"
title: Demo
summary: One read.
track: core
protocol: signals
status: preview
introduced_in: "3.2"
default_agent: sales
required_tools: [a, b]
required_any_of_tools: [{ tools: [c, d], rationale: because }]
requires: [controller]
requires_capability: { path: x, equals: null }
requires_all_capabilities: [{ path: y, contains: { t: 1 } }, { path: z, present: false }]
context: { region: EU, n: 1 }
invariants: { disable: [context.no_secret_echo], enable: [impairment.coherence] }
prerequisites: { test_kit: test-kits/kit.yaml, controller_seeding: true }
phases: []
`);
  expect(storyboard).toMatchObject({
    version: '1.2.0',
    summary: 'One read.',
    track: 'core',
    protocol: 'signals',
    status: 'preview',
    introducedIn: '3.2',
    defaultAgent: 'sales',
    controllerSeeding: true,
    context: { region: 'EU', n: 1 },
    testKit: { id: 'kit', brandDomain: 'kit.example' },
    requirements: {
      anyTool: ['a', 'b'],
      toolFamilies: [{ tools: ['c', 'd'], rationale: 'because' }],
      runtime: ['controller'],
      capabilities: [
        { path: 'x', matcher: { kind: 'equals', value: null } },
        { path: 'y', matcher: { kind: 'contains', value: { t: 1 } } },
        { path: 'z', matcher: { kind: 'present', value: false } },
      ],
    },
    assertions: { enable: ['impairment.coherence'], disable: ['context.no_secret_echo'] },
  });
});

test('a request keeps a key called __proto__ as its own', () => {
  const { action } = loadStep(
    '      - { id: s, task: t, sample_request: { __proto__: { x: 1 } } }\n',
  );
  const payload = action.kind === 'call' ? action.request.payload : {};
  expect(Object.keys(payload)).toEqual(['__proto__']);
  expect(Object.getPrototypeOf(payload)).toBe(Object.prototype);
});
