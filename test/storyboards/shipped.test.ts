import { describe, expect, test } from 'vitest';
import { stepsOf } from '../support/run-suite.ts';
import { redSteps, runShipped, suite } from './run-shipped.ts';

const healthy = await runShipped();
const passed = new Set(
  stepsOf(healthy)
    .filter(({ verdict }) => verdict === 'passed')
    .map(({ storyboardId, stepId }) => `${storyboardId}/${stepId}`),
);

/** Every step of the suite as `storyboard/step`, seeding included. */
const authored = suite.storyboards.flatMap(({ id, phases, fixtures, controllerSeeding }) => [
  ...phases.flatMap(({ steps }) => steps.map((step) => `${id}/${step.id}`)),
  ...(controllerSeeding ? fixtures.map(({ stepId }) => `${id}/${stepId}`) : []),
]);

describe('the shipped suite', () => {
  test('loads without a warning', () => {
    expect(suite.warnings).toEqual([]);
  });

  test.each(healthy.targets)('finds nothing wrong with the $target.name tenant', (target) => {
    const verdicts = new Set(target.storyboards.map(({ verdict }) => verdict));

    expect(target.unreachable).toBeNull();
    expect([...verdicts].sort()).toEqual(['passed', 'skipped']);
  });

  test.each(healthy.targets)('has several storyboards for the $target.name tenant', (target) => {
    const ran = target.storyboards.filter(({ verdict }) => verdict === 'passed');

    expect(ran.length).toBeGreaterThanOrEqual(4);
  });

  test.each(authored)('has a tenant where %s passes', (step) => {
    expect(passed).toContain(step);
  });

  test('finds nothing wrong when it runs for a brand of the user', async () => {
    const result = await runShipped({ brand: 'other.example' });

    expect(redSteps(result)).toEqual([]);
    expect(result.summary.steps).toEqual(healthy.summary.steps);
  });

  test('finds nothing wrong when it runs a second time against the same agent', async () => {
    const result = await runShipped({ times: 2 });

    expect(redSteps(result)).toEqual([]);
    expect(result.summary.steps).toEqual(healthy.summary.steps);
  });
});
