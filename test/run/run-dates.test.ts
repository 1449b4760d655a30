import { expect, test } from 'vitest';
import { aStoryboardWith, trial } from '../support/written-suite.ts';
import { invariants } from '../../src/request/invariants/registry.ts';

const rotted = aStoryboardWith(`  - id: p
    title: p
    steps:
      - id: echo
        title: echo
        task: read
        sample_request: { context: { until: "2025-06-01" } }
        validations:
          - { check: field_value, path: context.until, value: "2025-06-01", description: echoed }
`);
const now = new Date('2026-11-28T00:00:00Z');
const files = { 'suite.yaml': 'name: test\nversion: "1"\npublished: 2025-01-01\n' };

test.each([
  { name: 'moves with its request', applied: invariants, until: '2027-06-01' },
  { name: 'stays where requests go out as authored', applied: [], until: '2025-06-01' },
])('a date that is expected back $name', async ({ applied, until }) => {
  const { steps, calls } = await trial(rotted, { files, now, invariants: applied });
  expect(calls[0]?.args).toEqual({ context: { until } });
  expect(steps).toEqual({ echo: 'passed' });
});
