import { expect, test } from 'vitest';
import type { SourceProblem } from '../../src/model/source.ts';
import { loadSuite } from '../../src/load/suite.ts';
import { SourceError } from '../../src/support/errors.ts';
import { checks as judged } from '../../src/judge/checks/registry.ts';
import { aStoryboard, aSuite, inWords, optionsFor } from './suites.ts';

/** What loading one storyboard complains about, errors first. */
function problemsOf(text: string, files: Readonly<Record<string, string>> = {}): readonly string[] {
  const root = aSuite({ 'demo.yaml': text, 'test-kits/none.yaml': 'id: none', ...files });
  return collect(root).map((problem) => inWords(problem, root));
}

function collect(root: string): readonly SourceProblem[] {
  try {
    return loadSuite(optionsFor(root)).warnings;
  } catch (thrown) {
    if (thrown instanceof SourceError) return thrown.problems;
    throw thrown;
  }
}

const step = (lines: string) =>
  `      - id: s1\n        title: S1\n        task: get_products\n${lines}`;
const validation = (entry: string) => step(`        validations:\n          - ${entry}\n`);
const phases = (text: string, head = '') =>
  `id: demo\nversion: "1"\ntitle: Demo\n${head}phases:\n${text}`;
const capture = (entry: string) => step(`        context_outputs:\n          - ${entry}\n`);

test('a storyboard without a slip loads without a word', () => {
  expect(
    problemsOf(
      aStoryboard(validation('{ check: field_present, path: products, description: there }')),
    ),
  ).toEqual([]);
});

test.each([
  {
    name: 'a wrong type',
    text: aStoryboard('      - id: s1\n        task: 3\n'),
    said: ['9:15 wrong-type: "task" must be text, not the number 3 (quote it: "3")'],
  },
  {
    name: 'a word for true',
    text: aStoryboard(step('        expect_error: "yes"\n')),
    said: [
      '11:23 wrong-type: "expect_error" must be true or false, not "yes" (write for example "expect_error: true")',
    ],
  },
  {
    name: 'a missing task',
    text: aStoryboard('      - id: s1\n        title: S1\n'),
    said: ['8:9 missing-key: "task" is missing (add "task: …")'],
  },
  {
    name: 'a key without a value',
    text: aStoryboard('      - id: s1\n        task:\n'),
    said: ['9:9 wrong-type: "task" must be text, not nothing (write for example "task: …")'],
  },
  {
    name: 'a step that is no map',
    text: aStoryboard('      - get_products\n'),
    said: [
      '8:9 wrong-type: expected a map of keys and values, got "get_products" (write keys and their values, e.g. "id: …")',
    ],
  },
  {
    name: 'a validation that is no map',
    text: aStoryboard(validation('response_schema')),
    said: [
      '12:13 wrong-type: a validation is a map with a check, not "response_schema" (write "- check: …")',
    ],
  },
  {
    name: 'an unknown status',
    text: phases('  []\n', 'status: stabel\n'),
    said: [
      '4:9 wrong-value: "status" must be one of stable, preview, deprecated, not "stabel" (did you mean "stable"?)',
    ],
  },
  {
    name: 'requires: []',
    text: phases('  []\n', 'requires: []\n'),
    said: [
      '4:11 wrong-value: "requires" must be a list with an entry, not an empty list (write for example "requires: [A]")',
    ],
  },
  {
    name: 'phases that are no list',
    text: phases('  a: 1\n'),
    said: [
      '5:3 wrong-type: "phases" must be a list, not a map (write for example "phases: [{ id: one, steps: [] }]")',
    ],
  },
  {
    name: 'one of requires_all_capabilities',
    text: phases('  []\n', 'requires_all_capabilities: [{ path: a, equals: 1 }]\n'),
    said: [
      '4:28 wrong-value: "requires_all_capabilities" must be a list of 2 or more, not a list of 1 (write for example "requires_all_capabilities: [{ path: a, equals: 1 }, { path: b, equals: 2 }]")',
    ],
  },
  {
    name: 'an empty required_any_of_tools',
    text: phases('  []\n', 'required_any_of_tools: []\n'),
    said: [
      '4:24 wrong-value: "required_any_of_tools" must be a list with an entry, not an empty list (write for example "required_any_of_tools: [{ tools: [A, B] }]")',
    ],
  },
  {
    name: 'a tool family of one',
    text: phases('  []\n', 'required_any_of_tools: [{ tools: [a] }]\n'),
    said: [
      '4:34 wrong-value: "tools" must be a list of 2 or more, not a list of 1 (write for example "tools: [A, B]")',
    ],
  },
  {
    name: 'a root context that is not flat',
    text: phases('  []\n', 'context: { a: { b: 1 } }\n'),
    said: [
      '4:10 wrong-type: "context" must be a flat map of scalars, not a map (write for example "context: { name: value }")',
    ],
  },
  {
    name: 'a capability predicate without a matcher',
    text: phases('  []\n', 'requires_capability: { path: a.b }\n'),
    said: [
      '4:22 capability-matcher: a capability predicate needs a matcher (write one of equals, contains, not_contains, present)',
    ],
  },
  {
    name: 'a capability predicate with two matchers',
    text: phases('  []\n', 'requires_capability: { path: a.b, equals: 1, present: true }\n'),
    said: [
      '4:22 capability-matcher: a capability predicate has one matcher, not equals and present (write one of equals, contains, not_contains, present)',
    ],
  },
  {
    name: 'a branch set in a phase that is not optional',
    text: phases('  - id: p\n    branch_set: { id: b, semantics: any_of }\n'),
    said: [
      '6:17 branch-set-optional: a phase of a branch set must be optional (add "optional: true")',
    ],
  },
  {
    name: 'a branch set with other semantics',
    text: phases('  - id: p\n    optional: true\n    branch_set: { id: b, semantics: all_of }\n'),
    said: ['7:37 wrong-value: "semantics" must be "any_of", not "all_of" (did you mean "any_of"?)'],
  },
  {
    name: 'a phase that depends on itself',
    text: phases('  - id: p\n    depends_on: [p]\n'),
    said: [
      '6:18 depends-on: phase "p" depends on itself (drop it; nothing comes before this phase)',
    ],
  },
  {
    name: 'a phase that depends on a later one',
    text: phases('  - id: p\n    depends_on: [q]\n  - id: q\n'),
    said: [
      '6:18 depends-on: phase "q" comes later; a phase depends on earlier ones only (drop it; nothing comes before this phase)',
    ],
  },
  {
    name: 'a phase that depends on one that does not exist',
    text: phases('  - id: setup\n  - id: q\n    depends_on: [setpu]\n'),
    said: [
      '7:18 depends-on: no phase of this storyboard is called "setpu" (did you mean "setup"?)',
    ],
  },
  {
    name: 'two phases with one id',
    text: phases('  - id: p\n  - id: p\n'),
    said: [
      '6:9 duplicate-phase-id: two phases of this storyboard are called "p" (rename one of them)',
    ],
  },
  {
    name: 'two steps with one id',
    text: aStoryboard(`${step('')}${step('')}`),
    said: [
      '11:13 duplicate-step-id: two steps of this storyboard are called "s1" (rename one of them)',
    ],
  },
  {
    name: 'a skip_if nobody can read',
    text: phases('  - id: p\n    skip_if: "test_kit.a && test_kit.b"\n'),
    said: [
      '6:14 skip-if-grammar: cannot read the condition from "&& test_kit.b" on (write for example: !test_kit.auth.api_key || context.region == \'EU\')',
    ],
  },
  {
    name: 'a skip_if about something else',
    text: phases('  - id: p\n    skip_if: "!kit.a"\n'),
    said: [
      '6:14 skip-if-grammar: "kit.a" starts with none of test_kit., context., agent. (write for example: !test_kit.auth.api_key || context.region == \'EU\')',
    ],
  },
  {
    name: 'contributes outside a branch set',
    text: aStoryboard(step('        contributes: true\n')),
    said: [
      '11:22 contributes: contributes: true needs a phase with a branch_set (write "contributes_to: <flag>", or give the phase a branch_set)',
    ],
  },
  {
    name: 'contributes beside contributes_to',
    text: aStoryboard(step('        contributes: true\n        contributes_to: x\n')),
    said: [
      '11:22 contributes: the step has both contributes and contributes_to (keep one of them)',
    ],
  },
  {
    name: 'a flag that is not the branch set’s',
    text: phases(
      '  - id: p\n    optional: true\n    branch_set: { id: b, semantics: any_of }\n    steps:\n      - { id: s, task: t, contributes_to: c }\n',
    ),
    said: ['9:43 contributes: "c" is not the branch set of this phase (write "contributes_to: b")'],
  },
  {
    name: 'state provided by a step without state',
    text: aStoryboard(
      '      - { id: a, task: t, stateful: true }\n      - { id: b, task: t, provides_state_for: a }\n',
    ),
    said: [
      '9:47 provides-state-for: a step that provides state must itself be stateful (add "stateful: true")',
    ],
  },
  {
    name: 'state provided for a step without state',
    text: aStoryboard(
      '      - { id: a, task: t }\n      - { id: b, task: t, stateful: true, provides_state_for: a }\n',
    ),
    said: [
      '9:63 provides-state-for: step "a" is not stateful, so it needs no stand-in (add "stateful: true" to "a")',
    ],
  },
  {
    name: 'state provided for itself',
    text: aStoryboard('      - { id: a, task: t, stateful: true, provides_state_for: a }\n'),
    said: [
      '8:63 provides-state-for: step "a" provides state for itself (name a peer of the same phase)',
    ],
  },
  {
    name: 'state provided for a step of no name',
    text: aStoryboard(
      '      - { id: alpha, task: t, stateful: true, peer_substitutes_for: [alhpa] }\n',
    ),
    said: [
      '8:69 provides-state-for: no step of this phase is called "alhpa" (did you mean "alpha"?)',
    ],
  },
  {
    name: 'state provided in a circle',
    text: aStoryboard(
      '      - { id: a, task: t, stateful: true, provides_state_for: b }\n      - { id: b, task: t, stateful: true, provides_state_for: a }\n',
    ),
    said: [
      '8:63 provides-state-for: step "a" and its peers provide state for each other in a circle (drop one direction)',
    ],
  },
  {
    name: 'a capture without a source',
    text: aStoryboard(capture('{ name: x }')),
    said: ['12:13 capture-source: the capture has no source (write one of path, generate)'],
  },
  {
    name: 'a capture with two sources',
    text: aStoryboard(capture('{ name: x, path: a, generate: uuid_v4 }')),
    said: [
      '12:13 capture-source: the capture has both a path and a generator (write one of path, generate)',
    ],
  },
  {
    name: 'an unknown generator',
    text: aStoryboard(capture('{ name: x, generate: uuid_v5 }')),
    said: [
      '12:34 wrong-value: "generate" must be one of uuid_v4, opaque_id, not "uuid_v5" (did you mean "uuid_v4"?)',
    ],
  },
  {
    name: 'a capture without a name',
    text: aStoryboard(capture('{ path: a }')),
    said: ['12:13 missing-key: "name" is missing (name the value, e.g. "name: media_buy_id")'],
  },
  {
    name: 'a capture path with a wildcard',
    text: aStoryboard(capture('{ name: x, path: "a[*]" }')),
    said: [
      '12:30 wildcard-path: a capture is one value, so its path has no [*] (name one element, e.g. [0])',
    ],
  },
  {
    name: 'a literal credential',
    text: aStoryboard(step('        auth: { type: api_key, value: abc }\n')),
    said: [
      '11:39 auth-literal: a credential is written into the storyboard (write "from_test_kit: true", or "value_strategy: random_invalid")',
    ],
  },
  {
    name: 'a credential from nowhere',
    text: aStoryboard(step('        auth: { type: api_key }\n')),
    said: [
      '11:15 auth-source: the credential comes from nowhere (write "from_test_kit: true", or "value_strategy: random_invalid")',
    ],
  },
  {
    name: 'too many retries',
    text: aStoryboard(
      '      - id: w\n        task: expect_webhook_retry_keys_stable\n        retry_trigger: { count: 11 }\n',
    ),
    said: [
      '10:33 wrong-value: "count" must be at most 10, not the number 11 (write for example "count: 10")',
    ],
  },
  {
    name: 'a retry status that is no rejection',
    text: aStoryboard(
      '      - id: w\n        task: expect_webhook_retry_keys_stable\n        retry_trigger: { http_status: 404 }\n',
    ),
    said: [
      '10:39 wrong-value: "http_status" must be 429 or 500 or 502 or 503 or 504, not the number 404 (write for example "http_status: 429")',
    ],
  },
  {
    name: 'a search for nothing',
    text: aStoryboard('      - id: s\n        task: expect_substitution_safe\n'),
    said: [
      '9:15 missing-bindings: expect_substitution_safe does not say which values to look for (add catalog_bindings, for example [{ macro: "{SKU}", catalog_item_id: item_1 }])',
    ],
  },
  {
    name: 'an empty search',
    text: aStoryboard(
      '      - id: s\n        task: expect_substitution_safe\n        catalog_bindings: []\n',
    ),
    said: [
      '10:27 wrong-value: "catalog_bindings" must be a list with an entry, not an empty list (write for example "catalog_bindings: [{ macro: "{SKU}", catalog_item_id: item_1 }]")',
    ],
  },
  {
    name: 'one dispatch in parallel',
    text: aStoryboard(step('        parallel_dispatch: { count: 1 }\n')),
    said: [
      '11:37 wrong-value: "count" must be at least 2, not the number 1 (write for example "count: 2")',
    ],
  },
  {
    name: 'a burst that is too small',
    text: aStoryboard(
      '      - id: r\n        task: expect_rate_limit_not_replayed\n        rate_limit_trip: { trip_target_task: t, max_attempts: 49 }\n',
    ),
    said: [
      '10:63 wrong-value: "max_attempts" must be at least 50, not the number 49 (write for example "max_attempts: 50")',
    ],
  },
  {
    name: 'a synthesised check',
    text: aStoryboard(validation('{ check: unresolved_substitution }')),
    said: [
      '12:22 synthesised-check: "unresolved_substitution" is a finding of the runner, not a check to write (drop this validation)',
    ],
  },
  {
    name: 'a misspelt check',
    text: aStoryboard(validation('{ check: feild_value, path: a, value: 1 }')),
    said: ['12:22 unknown-check: unknown check "feild_value" (did you mean "field_value"?)'],
  },
  {
    name: 'the parameters of a misspelt check, too',
    text: aStoryboard(validation('{ check: field_presnt, severity: hard, pth: a }')),
    said: [
      '12:46 wrong-value: "severity" must be one of required, advisory, not "hard" (write for example "severity: required")',
      '12:22 unknown-check: unknown check "field_presnt" (did you mean "field_present"?)',
      '12:13 missing-path: field_present needs a path (add for example "path: packages[0].budget")',
    ],
  },
  {
    name: 'a misspelt check:, and what stands beside it',
    text: aStoryboard(validation('{ chek: field_value, path: "a[", value: 1 }')),
    said: [
      '12:15 unknown-key: a validation has no key "chek" (did you mean "check"?)',
      '12:40 unreadable-path: cannot read the path from "[" on (write keys joined by dots and indexes in brackets: packages[0].budget)',
    ],
  },
  {
    name: 'a validation without anything like check:',
    text: aStoryboard(validation('{ path: a, value: field_value }')),
    said: ['12:13 missing-key: "check" is missing (add "check: …")'],
  },
  {
    name: 'what is missing beside a path that cannot be read',
    text: aStoryboard(validation('{ check: field_value, path: "a..b" }')),
    said: [
      '12:41 unreadable-path: cannot read the path from "..b" on (write keys joined by dots and indexes in brackets: packages[0].budget)',
      '12:13 missing-comparand: the check needs value or allowed_values (add "value: …")',
    ],
  },
  ...[
    { value: '[]', kind: 'an empty list' },
    { value: 'null', kind: 'nothing' },
    { value: '{ a: 1 }', kind: 'a map' },
    { value: '""', kind: 'empty text' },
  ].map(({ value, kind }) => ({
    name: `an error code that is ${kind}`,
    text: aStoryboard(validation(`{ check: error_code, value: ${value} }`)),
    said: [
      `12:41 wrong-value: an error code is text, not ${kind} (write for example "value: PRODUCT_NOT_FOUND"; without a value any code will do)`,
    ],
  })),
  {
    name: 'a list with an error code that is none',
    text: aStoryboard(validation('{ check: error_code, allowed_values: [A, true] }')),
    said: [
      '12:50 wrong-value: an error code is text, not true (write for example "value: PRODUCT_NOT_FOUND"; without a value any code will do)',
    ],
  },
  {
    name: 'a field check without a path',
    text: aStoryboard(validation('{ check: field_present }')),
    said: [
      '12:13 missing-path: field_present needs a path (add for example "path: packages[0].budget")',
    ],
  },
  {
    name: 'a path nobody can read',
    text: aStoryboard(validation('{ check: field_present, path: "a..b" }')),
    said: [
      '12:43 unreadable-path: cannot read the path from "..b" on (write keys joined by dots and indexes in brackets: packages[0].budget)',
    ],
  },
  {
    name: 'a wildcard where one value is read',
    text: aStoryboard(validation('{ check: field_value, path: "a[*].b", value: 1 }')),
    said: [
      '12:41 wildcard-path: field_value reads one value, so its path has no [*] (name one element, e.g. [0], or use field_contains)',
    ],
  },
  {
    name: 'a comparison with nothing',
    text: aStoryboard(validation('{ check: field_value_or_absent, path: a }')),
    said: ['12:13 missing-comparand: the check needs value or allowed_values (add "value: …")'],
  },
  {
    name: 'an empty list of allowed values',
    text: aStoryboard(validation('{ check: error_code, allowed_values: [] }')),
    said: [
      '12:50 wrong-value: "allowed_values" must be a list with an entry, not an empty list (write "allowed_values: [A, B]")',
    ],
  },
  {
    name: 'array_length with nothing to hold it against',
    text: aStoryboard(validation('{ check: array_length, path: a }')),
    said: [
      '12:13 array-length: array_length needs value, or min and max (write value, or one or both of min, max)',
    ],
  },
  {
    name: 'array_length with a value and a bound',
    text: aStoryboard(validation('{ check: array_length, path: a, value: 1, min: 0 }')),
    said: [
      '12:13 array-length: array_length has both value and bounds (write value, or one or both of min, max)',
    ],
  },
  {
    name: 'an identifier path outside its grammar',
    text: aStoryboard(validation('{ check: upstream_traffic, identifier_paths: ["a[0].b"] }')),
    said: [
      '12:58 identifier-path: "a[0].b" is no identifier path (write keys joined by dots, each with [*] where it is a list: "people[*].hash")',
    ],
  },
  {
    name: 'a pattern that does not compile',
    text: aStoryboard(validation('{ check: field_pattern, path: a, pattern: "(" }')),
    said: [
      '12:55 unreadable-pattern: "(" is no regular expression: Invalid regular expression: /(/: Unterminated group (put a backslash before a sign that stands for itself; two in double quotes)',
    ],
  },
  {
    name: 'an expiry that is no version',
    text: aStoryboard(
      validation('{ check: response_schema, severity: advisory, expires_after_version: soon }'),
    ),
    said: ['12:82 wrong-value: "soon" is no semantic version (write for example "2.0.0")'],
  },
  {
    name: 'a fixture without its identity',
    text: phases('  []\n', 'fixtures:\n  products:\n    - name: x\n'),
    said: ['6:7 fixture-identity: an entry of products needs "product_id" (add "product_id: …")'],
  },
  {
    name: 'a resolution of a fixture that is not there',
    text: phases(
      '  []\n',
      'fixture_resolution:\n  products:\n    - { handle: p, strategies: [seed] }\n',
    ),
    said: [
      '6:17 fixture-handle: no fixture of products is called "p" (add it to fixtures.products)',
    ],
  },
  {
    name: 'a discovery without a match',
    text: phases(
      '  []\n',
      'fixtures: { products: [{ product_id: p }] }\nfixture_resolution:\n  products:\n    - { handle: p, strategies: [discover] }\n',
    ),
    said: [
      '7:32 fixture-match: discovering an entity needs a match (add "match: [{ path: /…, operator: equals, value: … }]")',
    ],
  },
  {
    name: 'a missing kit',
    text: phases('  []\n', 'prerequisites:\n  test_kit: test-kits/nome.yaml\n'),
    said: [
      '5:13 missing-kit: the test kit test-kits/nome.yaml does not exist (did you mean "test-kits/none.yaml"?)',
    ],
  },
  {
    name: 'phases misspelt',
    text: 'id: demo\ntitle: Demo\nphase:\n  - id: p\n',
    said: ['3:1 unknown-key: a storyboard has no key "phase" (did you mean "phases"?)'],
  },
  {
    name: 'a tab',
    text: 'id: demo\nphases:\n\t- id: p\n',
    said: ['3:1 yaml-syntax: a tab is used as indentation (indent with spaces)'],
  },
])('$name is reported at its place, with what to type instead', ({ text, said }) => {
  expect(problemsOf(text)).toEqual(said);
});

test.each([
  {
    name: 'a key of the storyboard',
    text: phases('  []\n', 'sumary: x\n'),
    said: ['4:1 unknown-key: unknown key "sumary", ignored (did you mean "summary"?)'],
  },
  {
    name: 'a key of a step',
    text: aStoryboard(step('        expect_eror: true\n')),
    said: ['11:9 unknown-key: unknown key "expect_eror", ignored (did you mean "expect_error"?)'],
  },
  {
    name: 'a key deep inside',
    text: phases('  []\n', 'prerequisites: { testkit: x }\n'),
    said: ['4:18 unknown-key: unknown key "testkit", ignored (did you mean "test_kit"?)'],
  },
  {
    name: 'a key of a validation',
    text: aStoryboard(validation('{ check: field_present, path: a, valeu: 1, description: d }')),
    said: [
      '12:46 unknown-key: unknown key "valeu" of check field_present, ignored (it takes path, check, id, description, severity, expires_after_version, permanent_advisory, $comment)',
    ],
  },
  {
    name: 'a kind of fixture',
    text: phases('  []\n', 'fixtures: { product: [] }\n'),
    said: [
      '4:13 unknown-key: unknown kind of fixture "product", ignored (did you mean "products"?)',
    ],
  },
  {
    name: 'a key called __proto__',
    text: phases('  []\n', '__proto__: { requires: [x] }\n'),
    said: ['4:1 unknown-key: unknown key "__proto__", ignored (drop it)'],
  },
  {
    name: 'a check of a later language',
    text: aStoryboard(validation('{ check: quantum_state, spin: up }')),
    said: [
      '12:22 unknown-check: unknown check "quantum_state": the runner will not apply it (see storyboard list checks)',
    ],
  },
  {
    name: 'a condition for contributing',
    text: aStoryboard(step('        contributes_to: x\n        contributes_if: "always"\n')),
    said: [
      '12:25 contributes-if-grammar: "always" cannot be read, so the step never contributes (write prior_step.<step id>.passed)',
    ],
  },
  {
    name: 'an assertion in a list',
    text: phases('  []\n', 'invariants: [status.monotonick, no.such.thing]\n'),
    said: [
      '4:14 unknown-assertion: no assertion is called "status.monotonick", ignored (did you mean "status.monotonic"?)',
      '4:33 unknown-assertion: no assertion is called "no.such.thing", ignored (one of status.monotonic, impairment.coherence)',
    ],
  },
  {
    name: 'an assertion of a choice',
    text: phases(
      '  []\n',
      'invariants: { enable: [impairment.coherense], disable: [status.monotonik] }\n',
    ),
    said: [
      '4:24 unknown-assertion: no assertion is called "impairment.coherense", ignored (did you mean "impairment.coherence"?)',
      '4:57 unknown-assertion: no assertion is called "status.monotonik", ignored (did you mean "status.monotonic"?)',
    ],
  },
  {
    name: 'an assertion a step mutes',
    text: aStoryboard(step('        invariants: { disable: [status.monotonik] }\n')),
    said: [
      '11:33 unknown-assertion: no assertion is called "status.monotonik", ignored (did you mean "status.monotonic"?)',
    ],
  },
  {
    name: 'a scenario that is not there',
    text: phases('  []\n', 'requires_scenarios: [dmeo]\n'),
    said: [
      '4:22 unresolved-scenario: no storyboard of this suite is called "dmeo" (did you mean "demo"?)',
    ],
  },
  {
    name: 'another scenario that is not there',
    text: phases('  []\n', 'requires_scenarios: [nothing_like_it]\n'),
    said: [
      '4:22 unresolved-scenario: no storyboard of this suite is called "nothing_like_it" (add a storyboard with this id, or drop the line)',
    ],
  },
])('$name that is unknown is only warned about', ({ text, said }) => {
  expect(problemsOf(text)).toEqual(said);
});

test('a key of the wrong type hides no mistake beside it or below it', () => {
  const said = problemsOf(`id: demo
title: 3
phases:
  - id: one
    optional: sometimes
    steps:
      - id: s1
        task: get_products
        expect_error: "yes"
        context_outputs: [{ path: a }]
        validations:
          - { check: feild_present, path: a }
`);
  expect(said.map((line) => line.split(': ')[0])).toEqual([
    '2:8 wrong-type',
    '5:15 wrong-type',
    '9:23 wrong-type',
    '12:22 unknown-check',
    '10:27 missing-key',
  ]);
});

test('a storyboard, a phase and a step without an id or a task hide no mistake below them', () => {
  const text = `title: Demo
phases:
  - title: One
    steps:
      - title: S1
        validations:
          - { check: field_presnt, path: a, description: d }
          - { check: field_value, path: 'a[', value: 1, severity: mild, description: d }
        context_outputs:
          - { name: x, path: 'b[' }
`;
  expect(problemsOf(text).map((line) => line.split(': ')[0])).toEqual([
    '1:1 missing-key',
    '3:5 missing-key',
    '5:9 missing-key',
    '5:9 missing-key',
    '7:22 unknown-check',
    '8:67 wrong-value',
    '8:41 unreadable-path',
    '10:30 unreadable-path',
  ]);
});

test('all mistakes of all files come at once', () => {
  const root = aSuite({
    'a.yaml': aStoryboard('      - id: s1\n        task: 3\n      - id: s2\n        task: 4\n'),
    'b.yaml': 'id: b\nphases:\n\t- x\n',
  });
  expect(collect(root).map(({ at }) => `${at.file.slice(root.length + 1)}:${at.line}`)).toEqual([
    'a.yaml:9',
    'a.yaml:11',
    'b.yaml:3',
  ]);
});

test('two storyboards with one id name both files', () => {
  const root = aSuite({ 'a.yaml': phases('  []\n'), 'b.yaml': phases('  []\n') });
  expect(collect(root).map((problem) => [problem.at.file, inWords(problem, root)])).toEqual([
    [
      `${root}/b.yaml`,
      '1:5 duplicate-storyboard-id: two storyboards are called "demo"; the other is in a.yaml (rename one of them)',
    ],
  ]);
});

test('a check’s own complaint is placed at the key it is about', () => {
  const root = aSuite({
    'a.yaml': aStoryboard(validation('{ check: http_status, value: "200" }')),
  });
  const checks = [
    {
      kind: 'http_status',
      keys: ['value'],
      problemsOf: () => [{ key: 'value', message: '"value" must be a number' }],
    },
  ];
  expect(() => loadSuite(optionsFor(root, { checks }))).toThrow('"value" must be a number');
  try {
    loadSuite(optionsFor(root, { checks }));
  } catch (thrown) {
    expect((thrown as SourceError).problems.map((problem) => inWords(problem, root))).toEqual([
      '12:42 check-params: "value" must be a number (drop the quotes: 200)',
    ]);
  }
});

test('a path the loader has complained of is not complained of again by the check', () => {
  const rules = (entry: string) => {
    const root = aSuite({ 'a.yaml': aStoryboard(validation(entry)) });
    try {
      return loadSuite(optionsFor(root, { checks: judged })).warnings;
    } catch (thrown) {
      return (thrown as SourceError).problems.map(({ rule }) => rule);
    }
  };
  expect(rules('{ check: array_length, path: "a[", value: 1, min: 2 }')).toEqual([
    'unreadable-path',
    'check-params',
  ]);
  expect(rules('{ check: array_length, path: "a[", value: 1 }')).toEqual(['unreadable-path']);
});

test('a write without a request is an error where the schema wants an idempotency key', () => {
  const said = problemsOf(
    aStoryboard('      - { id: s, task: buy }\n      - { id: t, task: look }\n'),
    {
      'schemas/buy-request.json': '{ "required": ["idempotency_key"] }',
      'schemas/look-request.json': '{ "required": [] }',
    },
  );
  expect(said).toEqual([
    '8:24 missing-request: buy changes state, but the step sends nothing (add a sample_request)',
  ]);
});
