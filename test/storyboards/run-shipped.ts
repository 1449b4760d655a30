import type { Fault } from '../../fixtures/training-agent/core/faults.ts';
import type { TenantName } from '../../fixtures/training-agent/core/tool.ts';
import { startTrainingAgent } from '../../fixtures/training-agent/start-training-agent.ts';
import type { RunResult } from '../../src/model/result.ts';
import { load, runSuite, shipped, stepsOf, targetsOf } from '../support/run-suite.ts';

/** The suite this package ships. */
export const suite = load(shipped);

/** What of the suite to run, against which agent. */
interface ShippedRun {
  /** All storyboards unless told otherwise. */
  readonly storyboards?: readonly string[];
  readonly tenants?: readonly TenantName[];
  readonly faults?: readonly Fault[];
  readonly brand?: string;
  /** How often to run against the same agent, one run after the other; once unless told otherwise. */
  readonly times?: number;
}

/** Runs shipped storyboards against a training agent of its own, faults included, and gives the last result. */
export async function runShipped(asked: ShippedRun = {}): Promise<RunResult> {
  const { storyboards, tenants, faults = [], brand = null, times = 1 } = asked;
  const chosen = suite.storyboards.filter(({ id }) => storyboards?.includes(id) ?? true);
  const agent = await startTrainingAgent({ faults, ...(tenants ? { tenants } : {}) });
  const runOnce = (number: number) =>
    runSuite({
      suite: { ...suite, storyboards: chosen },
      knownStoryboards: new Set(suite.storyboards.map(({ id }) => id)),
      targets: targetsOf(agent),
      identity: { brand, operator: null, verbatim: false, live: false },
      runId: `run-${number}`,
    });
  try {
    for (let number = 1; number < times; number += 1) await runOnce(number);
    return await runOnce(times);
  } finally {
    await agent.close();
  }
}

/** Every step that failed or errored, as `storyboard/step`. */
export function redSteps(result: RunResult): readonly string[] {
  return stepsOf(result)
    .filter(({ verdict }) => verdict === 'failed' || verdict === 'errored')
    .map(({ storyboardId, stepId }) => `${storyboardId}/${stepId}`);
}
