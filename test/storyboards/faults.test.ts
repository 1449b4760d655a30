import { describe, expect, test } from 'vitest';
import { faults } from '../../fixtures/training-agent/core/faults.ts';
import { elsewhere, faultTable } from './fault-table.ts';
import { redSteps, runShipped, suite } from './run-shipped.ts';

describe('an agent', () => {
  test.each(faultTable)('with %s turns steps of %s red, and only those', async (...row) => {
    const [fault, tenant, red] = row;
    const storyboards = [...new Set(red.map(storyboardOf))];

    const result = await runShipped({ storyboards, tenants: [tenant], faults: [fault] });

    expect(redSteps(result)).toEqual(red);
  });

  test('that only answers as event streams turns none red', async () => {
    const result = await runShipped({ tenants: ['sales'], faults: ['answers-as-sse'] });

    expect(redSteps(result)).toEqual([]);
  });
});

test.each(Object.keys(faults))('%s is caught here, or it says what catches it', (fault) => {
  const isCaught = faultTable.some(([known]) => known === fault);

  expect(isCaught, 'give it a row in fault-table.ts, or an entry in `elsewhere`').toBe(
    !Object.hasOwn(elsewhere, fault),
  );
});

test.each(suite.storyboards.map(({ id }) => id))('%s catches a broken agent', (id) => {
  expect(faultTable.flatMap(([, , red]) => red.map(storyboardOf))).toContain(id);
});

function storyboardOf(step: string): string {
  return step.slice(0, step.lastIndexOf('/'));
}
