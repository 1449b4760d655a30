import { expect, test } from 'vitest';
import { rowsOf } from './run-ours.ts';

const step = (stepId: string, parts: object) => ({
  storyboard_id: 'story',
  phase_id: 'main',
  step_id: stepId,
  verdict: 'passed' as const,
  validations: [],
  ...parts,
});

test('our report becomes one row a step, and an errored step counts as failed', () => {
  const skip = { reason: 'missing_tool', detail: 'needs get_signals' };
  const failed = { check: 'field_value', passed: false, description: 'is two', actual: 1 };
  const [rows] = rowsOf({
    targets: [
      {
        storyboards: [
          {
            storyboard_id: 'story',
            duration_ms: 3,
            step_results: [
              step('a', { request: { payload: { brief: 'ads' } } }),
              step('b', { verdict: 'failed', error: 'no', validations: [failed] }),
              step('c', { verdict: 'errored', error: 'hung up' }),
              step('d', { verdict: 'skipped', skip }),
            ],
          },
        ],
      },
    ],
  });
  expect(rows?.whole).toBeNull();
  expect(rows?.steps.map(({ verdict, why, sent }) => [verdict, why, sent])).toEqual([
    ['passed', null, { brief: 'ads' }],
    ['failed', 'no; field_value: is two (actual: 1)', null],
    ['failed', 'hung up', null],
    ['skipped: missing_tool', 'needs get_signals', null],
  ]);
});

test('a storyboard that was skipped without a row for its steps has one verdict', () => {
  const skip = { reason: 'no_phases', detail: 'it has no phases' };
  const [rows] = rowsOf({
    targets: [
      { storyboards: [{ storyboard_id: 'story', duration_ms: 0, step_results: [], skip }] },
    ],
  });
  expect(rows?.whole).toEqual({ verdict: 'skipped: no_phases', why: 'it has no phases' });
});
