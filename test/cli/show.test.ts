import { expect, test } from 'vitest';
import { writeSuite } from '../support/written-suite.ts';
import { cli } from './cli.ts';

const everything = `id: n
title: N
summary: |
  One
  two
status: preview
introduced_in: '3.2'
required_tools: [one_tool]
required_any_of_tools: [{ tools: [a_tool, b_tool], rationale: because }]
requires: [webhook_receiver]
requires_scenarios: [n/one]
default_agent: sales
context: { region: EU }
invariants: { disable: [status.monotonic] }
phases:
  - id: p
    requires_capability: { path: media_buy.x, equals: true }
    steps:
      - id: s
        task: get_products
        requires_tool: comply_test_controller
        requires_contract: webhook_receiver_runner
        agent: sales
        auth: none
        stateful: true
        omit_account: true
        contributes_to: flag
        context_outputs: [{ name: q, path: a.b }, { name: r, generate: uuid_v4 }]
      - id: t
        task: get_products
        auth: { type: basic, value_strategy: random_invalid }
        stateful: true
        provides_state_for: s
        contributes_to: flag
        contributes_if: prior_step.s.passed
        context_outputs: [{ name: u, path: task_completion.v }]
`;

test('show tells all a storyboard, its phases and its steps need and give', async () => {
  const root = writeSuite({ 'n.yaml': everything, 'one.yaml': 'id: n/one\nphases: []\n' });
  const { stdout } = await cli(['show', 'n', '--suite', root]);
  expect(stdout.replaceAll(`${root}/`, '')).toBe(`n  N
  One two
  file: n.yaml
  status: preview
  introduced in: 3.2
  needs any of: one_tool
  needs any of: a_tool, b_tool
  needs at run time: webhook_receiver
  needs scenarios: n/one
  default agent: sales
  context: region
  assertions turned off: status.monotonic

p  p  (needs capability media_buy.x equals true)
  s  get_products  s
      needs tool comply_test_controller; needs contract webhook_receiver_runner; to agent sales; no credentials; without account; stateful
      captures q from a.b
      makes r: uuid_v4
      contributes to flag
  t  get_products  t
      wrong credentials: basic; stateful
      captures u from task_completion.v
      contributes to flag if s passed
      stands in for s
`);
});

test('show says nothing of what a storyboard leaves out', async () => {
  const text = 'id: n\nphases: [{ id: p, steps: [{ id: s, task: get_products }] }]\n';
  const root = writeSuite({ 'n.yaml': text });
  const { stdout } = await cli(['show', 'n', '--suite', root]);
  expect(stdout).toBe(`n  n\n  file: ${root}/n.yaml\n\np  p\n  s  get_products  s\n`);
});

const hostile = String.raw`id: "h\e[31m"
title: "T\e]0;pwn\a"
summary: "S\e[2J"
track: "t\e[5m"
phases:
  - id: "p\e[7m"
    title: "P\u202Eevil"
    steps:
      - id: "s\e[1m"
        title: "S\rX"
        task: "get_products\e[4m"
        validations: [{ check: field_present, path: a, description: "d\e[32m" }]
`;

test.each(['show', 'list', 'lint'])('%s obeys no control character of a source', async (name) => {
  const root = writeSuite({ 'h.yaml': hostile, 'e\u001b[31m\u200b.yaml': 'id: e\nphases: 3\n' });
  const lines = { show: ['show', `${root}/h.yaml`], list: ['list', '--suite', root] };
  const { stdout } = await cli(name === 'lint' ? ['lint', root] : lines[name as 'show' | 'list']);
  expect(stdout).toMatch(/\\u001b|·/);
  expect(stdout).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u200b-\u200f\u202a-\u202e]/);
});
