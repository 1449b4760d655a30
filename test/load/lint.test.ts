import { basename } from 'node:path';
import { describe, expect, test } from 'vitest';
import { lintSuite } from '../../src/load/lint.ts';
import { lintRules } from '../../src/load/lint/rules.ts';
import { aStoryboard, aSuite, inWords, optionsFor } from './suites.ts';

const now = '2026-11-20T00:00:00Z';

function lint(text: string, files: Readonly<Record<string, string>> = {}): readonly string[] {
  const root = aSuite({
    'demo.yaml': text,
    'suite.yaml': 'name: demo\npublished: "2026-01-01"\n',
    'schemas/buy-request.json': '{ "required": ["account", "brand", "idempotency_key"] }',
    ...files,
  });
  return lintSuite({ ...optionsFor(root), now })
    .filter(({ at }) => at.file.endsWith('demo.yaml'))
    .map((problem) => `${problem.severity} ${inWords(problem, root)}`);
}

const use = (name: string) =>
  `      - { id: use, task: t, sample_request: { x: $context.${name} } }\n`;
const make = (name: string, task = 't') =>
  `      - { id: make, task: ${task}, context_outputs: [{ name: ${name}, path: a }] }\n`;
const check = (entry: string) =>
  `      - id: s\n        task: t\n        validations:\n          - ${entry}\n`;
const request = (x: string) => `      - { id: s, task: t, sample_request: { x: "${x}" } }\n`;
const refused = '{ check: error_code, value: X, description: d }';
const whole = 'account: {}, brand: {}, idempotency_key: k';

const cases = [
  {
    rule: 'unknown-check',
    bad: check('{ check: quantum_state, description: d }'),
    said: 'error 11:22 unknown-check: unknown check "quantum_state": the runner will not apply it (see storyboard list checks)',
    good: check('{ check: field_present, path: a, description: d }'),
  },
  {
    rule: 'unbound-context',
    bad: use('nothing'),
    said: 'error 8:50 unbound-context: nothing captures $context.nothing (capture it in an earlier step with context_outputs, or declare it under context:)',
    good: make('thing') + use('thing'),
  },
  {
    rule: 'unbound-context',
    bad: make('media_id') + use('medai_id') + use('media_id').replace('id: use', 'id: use2'),
    said: 'error 9:50 unbound-context: nothing captures $context.medai_id (did you mean "$context.media_id"?)',
    good: `      - { id: make, task: create_media_buy, sample_request: {} }\n${use('media_buy_id')}`,
  },
  {
    rule: 'unbound-context',
    bad: use('late') + make('late'),
    said: 'error 8:50 unbound-context: $context.late is used before step "make" captures it (capture it in an earlier step with context_outputs, or declare it under context:)',
    good: `      - { id: s, task: t, context_outputs: [{ name: own, path: a }], validations: [{ check: field_value, path: b, value: $context.own, description: d }] }\n`,
  },
  {
    rule: 'unbound-context',
    bad: check('{ check: field_equals_context, path: a, context_key: gone, description: d }'),
    said: 'warning 11:66 unbound-context: nothing captures $context.gone (capture it in an earlier step with context_outputs, or declare it under context:)',
    good:
      make('there') +
      check('{ check: field_equals_context, path: a, context_key: there, description: d }'),
  },
  {
    rule: 'unused-capture',
    bad: make('lonely'),
    said: 'warning 8:56 unused-capture: nothing uses $context.lonely (drop the capture, or check the captured value in a later step)',
    good: make('lonely') + '  - id: two\n    skip_if: "!context.lonely"\n',
  },
  {
    rule: 'unknown-schema',
    bad: '      - { id: s, task: t, response_schema_ref: core/buy-request.json }\n',
    said: 'error 8:48 unknown-schema: there is no schema "core/buy-request.json" in schemas (did you mean "buy-request.json"?)',
    good: '      - { id: s, task: t, response_schema_ref: buy-request.json }\n',
  },
  {
    rule: 'unknown-schema',
    bad: '      - { id: s, task: t, schema_ref: buy-reqest.json }\n',
    said: 'warning 8:39 unknown-schema: there is no schema "buy-reqest.json" in schemas (did you mean "buy-request.json"?)',
    good: '      - { id: s, task: t, schema_ref: $test_kit.schemas.none }\n',
  },
  {
    rule: 'unknown-schema',
    bad: '      - { id: s, task: expect_webhook, webhook_payload_schema_ref: nothing.json }\n',
    said: 'error 8:68 unknown-schema: there is no schema "nothing.json" in schemas (name it by its path below that folder)',
    good: '      - { id: s, task: expect_webhook, webhook_payload_schema_ref: buy-request.json }\n',
  },
  {
    rule: 'unjudged-schema',
    bad: check('{ check: response_schema, description: d }'),
    said: 'warning 11:22 unjudged-schema: nothing is judged: the step names no schema (add "response_schema_ref: <path of the schema>")',
    good: '      - { id: s, task: t, response_schema_ref: buy-request.json, validations: [{ check: response_schema, description: d }] }\n',
  },
  {
    rule: 'unknown-tool',
    bad: '      - { id: s, task: buyy, sample_request: {} }\n',
    said: 'warning 8:24 unknown-tool: no schema knows a tool "buyy" (did you mean "buy"?)',
    good: '      - { id: s, task: our_own_tool, requires_tool: buy, sample_request: {} }\n',
  },
  {
    rule: 'unknown-tool',
    bad: '      - { id: s, task: our_own_tool, requires_tool: bu }\n',
    said: 'warning 8:53 unknown-tool: no schema knows a tool "bu" (did you mean "buy"?)',
    good: '      - { id: s, task: our_own_tool, requires_tool: buy }\n',
  },
  {
    rule: 'unknown-token',
    bad: request('$generate:uuid_v5'),
    said: 'error 8:48 unknown-token: "$generate:uuid_v5" generates nothing (write $generate:uuid_v4#name)',
    good: request('$generate:opaque_id#a'),
  },
  {
    rule: 'unknown-token',
    bad: request('$generat:uuid_v4#a'),
    said: 'error 8:48 unknown-token: "$generat:uuid_v4#a" is no token, so it is sent as it stands (did you mean "$generate:uuid_v4#a"?)',
    good: request('$100 and more'),
  },
  {
    rule: 'unknown-token',
    bad: check('{ check: field_value, path: a, value: "$contxt.a", description: d }'),
    said: 'error 11:51 unknown-token: "$contxt.a" is no token, so it is sent as it stands (did you mean "$context.a"?)',
    good: check('{ check: field_value, path: a, value: "$agent_url", description: "$contxt.a" }'),
  },
  {
    rule: 'unknown-kit-path',
    bad: request('$test_kit.auth.api_key'),
    said: 'warning 8:48 unknown-kit-path: "$test_kit.auth.api_key" reads a test kit, and the storyboard has none (name one: "prerequisites: { test_kit: … }")',
    good: '      - { id: s, task: $test_kit.auth.probe_task, task_default: t }\n',
  },
  {
    rule: 'unknown-task',
    bad: '      - { id: s, task: expect_webhok }\n',
    said: 'error 8:24 unknown-task: no tool is called "expect_webhok" (did you mean "expect_webhook"?)',
    good: '      - { id: s, task: expect_webhook }\n',
  },
  {
    rule: 'unknown-step',
    bad: '      - { id: order, task: t }\n      - { id: s, task: expect_webhook, triggered_by: odrer }\n',
    said: 'error 9:54 unknown-step: no step of this storyboard is called "odrer" (did you mean "order"?)',
    good: '      - { id: order, task: t }\n      - { id: s, task: expect_webhook, triggered_by: order }\n',
  },
  {
    rule: 'unknown-flag',
    bad: '      - { id: a, task: t, contributes_to: flag }\n      - { id: s, task: assert_contribution, validations: [{ check: any_of, allowed_values: [flga, flag] }] }\n',
    said: 'error 9:93 unknown-flag: no step contributes "flga" (did you mean "flag"?)',
    good: '      - { id: a, task: t, contributes_to: flag }\n      - { id: s, task: assert_contribution, validations: [{ check: any_of, allowed_values: [flag] }] }\n',
  },
  {
    rule: 'orphan-contribution',
    bad: '      - { id: a, task: t, contributes_to: flag }\n',
    said: 'warning 8:43 orphan-contribution: nothing asserts the flag "flag" (add a step with "task: assert_contribution" and an any_of check)',
    good: '      - { id: a, task: t, contributes_to: flag }\n      - { id: s, task: assert_contribution, validations: [{ check: any_of, allowed_values: [flag] }] }\n',
  },
  {
    rule: 'optional-assertion',
    bad: '      - { id: a, task: t, contributes_to: f }\n  - id: two\n    optional: true\n    steps:\n      - { id: s, task: assert_contribution, validations: [{ check: any_of, allowed_values: [f] }] }\n',
    said: 'warning 12:24 optional-assertion: an assertion in an optional phase cannot fail the storyboard (move it to a phase that is not optional)',
    good: '      - { id: a, task: t, contributes_to: f }\n  - id: two\n    steps:\n      - { id: s, task: assert_contribution, validations: [{ check: any_of, allowed_values: [f] }] }\n',
  },
  {
    rule: 'unnamed-error',
    bad: '      - { id: s, task: t, expect_error: true }\n',
    said: 'warning 8:41 unnamed-error: any error passes this step (add a validation with "check: error_code")',
    good: `      - { id: s, task: t, expect_error: true, validations: [${refused}] }\n`,
  },
  {
    rule: 'unnamed-error',
    bad: '      - { id: s, task: t, expect_error: true, validations: [{ check: field_present, path: context, description: d }] }\n',
    said: 'warning 8:41 unnamed-error: any error passes this step (add a validation with "check: error_code")',
    good: '      - { id: s, task: t, expect_error: true, validations: [{ check: field_value, path: "errors[0].code", value: X, description: d }] }\n',
  },
  {
    rule: 'mended-fault',
    bad: `      - { id: s, task: buy, expect_error: true, sample_request: { account: {}, idempotency_key: k }, validations: [${refused}] }\n`,
    said: 'warning 8:65 mended-fault: the request has no brand, and the runner fills it in before sending (if the missing brand is the fault this step tests, add "omit_brand: true")',
    good: `      - { id: s, task: buy, omit_brand: true, expect_error: true, sample_request: { account: {}, idempotency_key: k }, validations: [${refused}] }\n`,
  },
  {
    rule: 'mended-fault',
    bad: `      - { id: s, task: buy, expect_error: true, sample_request: { account: {}, brand: {} }, validations: [${refused}] }\n`,
    said: 'warning 8:65 mended-fault: the request has no idempotency_key, and the runner fills it in before sending (if the missing idempotency_key is the fault this step tests, add "omit_idempotency_key: true")',
    good: `      - { id: s, task: buy, expect_error: true, sample_request: { ${whole} }, validations: [${refused}] }\n`,
  },
  {
    rule: 'mended-fault',
    bad: `      - { id: s, task: buy, expect_error: true, negative_path: schema_invalid, sample_request: { brand: {}, idempotency_key: k }, validations: [${refused}] }\n`,
    said: 'warning 8:96 mended-fault: the request has no account, and the runner fills it in before sending (if the missing account is the fault this step tests, add "omit_account: true")',
    good: `      - { id: s, task: buy, sample_request: { brand: {}, idempotency_key: k } }\n`,
  },
  {
    rule: 'advisory-expiry',
    bad: check('{ check: http_status, value: 200, severity: advisory, description: d }'),
    said: 'warning 11:57 advisory-expiry: the advisory never says when it ends (keep one of expires_after_version: "<version>", permanent_advisory: { reason: … })',
    good: check(
      '{ check: http_status, value: 200, severity: advisory, permanent_advisory: { reason: r }, description: d }',
    ),
  },
  {
    rule: 'costly-pattern',
    bad: check('{ check: field_pattern, path: a, pattern: "^(a+)+$", description: d }'),
    said: 'warning 11:55 costly-pattern: the pattern repeats a group that repeats (write it without nested repetition and without back references)',
    good: check('{ check: field_pattern, path: a, pattern: "^(ab?c)+[a+]{2}$", description: d }'),
  },
  {
    rule: 'costly-pattern',
    bad: check('{ check: field_pattern, path: a, pattern: "(a)\\\\1", description: d }'),
    said: 'warning 11:55 costly-pattern: the pattern refers back to what it matched (write it without nested repetition and without back references)',
    good: check(
      '{ check: field_pattern, path: a, pattern: "^\\\\d+\\\\.\\\\d+$", description: d }',
    ),
  },
  {
    rule: 'rotted-date',
    bad: '      - { id: s, task: t, sample_request: { start: "2026-06-01", end: "2026-07-01T00:00:00Z" } }\n',
    said: 'warning 8:52 rotted-date: "2026-06-01" (and 1 more of this storyboard) has passed since the suite was published (write a date that stays in the future; until then the runner moves it by whole years)',
    good: '      - { id: s, task: t, sample_request: { past: "2020-01-01", to_come: "2099-01-01" } }\n',
  },
];

test.each(cases)('$rule is reported: $said', ({ bad, said }) => {
  expect(lint(aStoryboard(bad))).toEqual([said]);
});

test.each(cases)('$rule is not reported where all is well: $good', ({ good }) => {
  expect(lint(aStoryboard(good))).toEqual([]);
});

test('a token reads what the test kit of its storyboard has', () => {
  const kit = { 'test-kits/k.yaml': 'id: k\nbrand: { house: { domain: k.example } }\n' };
  const reading = (path: string) =>
    lint(
      aStoryboard(request(`$test_kit.${path}`), 'prerequisites: { test_kit: test-kits/k.yaml }\n'),
      kit,
    );
  expect(reading('brand.house.domain')).toEqual([]);
  expect(reading('brand.hous.domain')).toEqual([
    'warning 9:48 unknown-kit-path: the test kit k has nothing at "brand.hous.domain" (did you mean "$test_kit.brand.house.domain"?)',
  ]);
  expect(reading('nothing.like.it')).toEqual([
    'warning 9:48 unknown-kit-path: the test kit k has nothing at "nothing.like.it" (add it to the kit)',
  ]);
});

test('a schema to judge by is missed in a suite that has none', () => {
  const step =
    '      - { id: s, task: t, response_schema_ref: a.json, validations: [{ check: response_schema }] }\n';
  const root = aSuite({ 'demo.yaml': aStoryboard(step) });
  expect(lintSuite({ ...optionsFor(root), now }).map((problem) => inWords(problem, root))).toEqual([
    '8:79 unjudged-schema: nothing is judged: the suite has no schemas (give their directory with --schemas)',
  ]);
});

test.each([
  { from: 'true', kit: 'auth: { api_key: k }', missing: null },
  { from: 'auth.ops', kit: 'auth: { ops: k }', missing: null },
  { from: 'true', kit: 'auth: { ops: k }', missing: 'auth.api_key' },
  { from: 'auth.op', kit: 'auth: { ops: k }', missing: 'auth.op' },
])('a credential from the kit is one the kit has: $from of $kit', ({ from, kit, missing }) => {
  const step = `      - { id: s, task: t, auth: { type: api_key, from_test_kit: ${from} } }\n`;
  const head = 'prerequisites: { test_kit: test-kits/k.yaml }\n';
  const board = aStoryboard(step, head);
  const found = (text: string) => lint(text, { 'test-kits/k.yaml': `id: k\n${kit}\n` });
  const said = `unknown-kit-path: the test kit k has nothing at "${missing ?? ''}"`;
  expect(found(board)).toEqual(missing === null ? [] : [expect.stringContaining(said)]);
  const asked = `title: One\n    skip_if: "!test_kit.${missing ?? 'auth'}"\n`;
  expect(found(board.replace('title: One\n', asked))).toEqual([]);
});

test('tools a storyboard requires are spelt like tools', () => {
  const head = 'required_tools: [buyy]\nrequired_any_of_tools: [{ tools: [buy, byu] }]\n';
  expect(lint(aStoryboard('      - { id: s, task: t }\n', head))).toEqual([
    'warning 4:18 unknown-tool: no schema knows a tool "buyy" (did you mean "buy"?)',
  ]);
});

test('every rule has a case', () => {
  const tested = new Set(cases.map(({ rule }) => rule));
  expect(lintRules.flatMap(({ ids }) => ids).filter((id) => !tested.has(id))).toEqual([]);
});

describe('a schema a step refers to', () => {
  const step = '      - { id: s, task: t, response_schema_ref: answer.json }\n';
  const whole = '{ "$schema": "http://json-schema.org/draft-07/schema#" }';
  const newer = '"$schema": "https://json-schema.org/draft/2020-12/schema"';
  const hint = 'name a schema by its path from this file, or a part of one by #/ and its keys';

  test.each([
    {
      name: 'says what no schema says',
      answer: '{ "properties": {\n  "type": { "type": "objct" } } }',
      said: [
        'answer.json 2:21 broken-schema: this is no JSON Schema: /properties/type/type must be equal to one of the allowed values (mend the schema: no answer can be held against it)',
      ],
    },
    { name: 'says what schemas say', answer: '{ "properties": { "type": { "type": "object" } } }' },
    {
      name: 'breaks the rules of its own draft',
      answer: `{ ${newer}, "items": [{}] }`,
      said: [
        'answer.json 1:71 broken-schema: this is no JSON Schema: /items must be object,boolean (mend the schema: no answer can be held against it)',
      ],
    },
    { name: 'keeps those of its own draft', answer: '{ "items": [{}] }' },
    {
      name: 'refers to what is not there',
      answer: '{ "not": { "$ref": "none.json#/x" } }',
      said: [`answer.json 1:20 broken-schema: there is no schema "none.json" (${hint})`],
    },
    {
      name: 'refers to what its own document lacks',
      answer: '{ "not": { "$ref": "#/$defs/x" }, "$defs": { "y": {} } }',
      said: [`answer.json 1:20 broken-schema: there is nothing at "#/$defs/x" (${hint})`],
    },
    {
      name: 'refers to what another document lacks',
      answer: '{ "not": { "$ref": "whole.json#/x" } }',
      said: [`answer.json 1:20 broken-schema: there is nothing at "whole.json#/x" (${hint})`],
    },
    {
      name: 'refers to what is there',
      answer:
        '{ "$id": "/schemas/3.0/answer.json", "allOf": [{ "$ref": "#" }, { "$ref": "/schemas/3.0/whole.json#" }, { "$ref": "whole.json#/$schema" }, { "$ref": "http://json-schema.org/draft-07/schema#" }] }',
    },
    {
      name: 'has data that looks like a reference',
      answer: '{ "const": { "$ref": "none.json" }, "properties": { "$ref": {}, "enum": {} } }',
    },
    {
      name: 'has a property that is named like a keyword for data',
      answer: '{ "properties": { "enum": { "$ref": "none.json" } } }',
      said: [`answer.json 1:37 broken-schema: there is no schema "none.json" (${hint})`],
    },
    {
      name: 'refers to what is broken',
      answer: '{ "$ref": "torn.json" }',
      said: [
        'torn.json 1:11 broken-schema: this is no JSON Schema: /type must be equal to one of the allowed values (mend the schema: no answer can be held against it)',
      ],
    },
  ])('$name', ({ answer, said = [] }) => {
    const root = aSuite({
      'demo.yaml': aStoryboard(step),
      'schemas/answer.json': answer,
      'schemas/whole.json': whole,
      'schemas/torn.json': '{ "type": "objct" }',
    });
    const found = lintSuite({ ...optionsFor(root), now }).filter(({ at }) =>
      at.file.endsWith('.json'),
    );
    expect(
      found.map((problem) => `${basename(problem.at.file)} ${inWords(problem, root)}`),
    ).toEqual(said);
  });
});

test('a flag raised by a parent may be asserted by its scenario', () => {
  const parent =
    'id: parent\ntitle: P\nrequires_scenarios: [demo]\nphases:\n  - id: p\n    steps: [{ id: a, task: t, contributes_to: f }]\n';
  const asserting = aStoryboard(
    '      - { id: s, task: assert_contribution, validations: [{ check: any_of, allowed_values: [f] }] }\n',
  );
  expect(lint(asserting, { 'parent.yaml': parent })).toEqual([]);
  expect(lint(asserting)).toHaveLength(1);
});

test('what loading finds and what only lint finds come together, by line', () => {
  const found = lint(
    aStoryboard(`${use('x')}      - { id: b, task: 3 }\n      - { id: c, task: t, tsak: u }\n`),
  );
  expect(found.map((line) => line.split(' ').slice(0, 3).join(' '))).toEqual([
    'error 8:50 unbound-context:',
    'error 9:24 wrong-type:',
    'warning 10:27 unknown-key:',
  ]);
});
