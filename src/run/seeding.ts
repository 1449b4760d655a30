import type { JsonObject } from '../model/json.ts';
import type { Skip, StepResult } from '../model/step-result.ts';
import type { Fixture, Phase, Step, Storyboard } from '../model/storyboard.ts';
import { errorCodes } from '../judge/error-code.ts';
import { controllerTask } from '../request/controller.ts';
import { runnerPhases } from '../support/authored.ts';

/** The phase that seeds a storyboard's fixtures before its own first phase; null when there is nothing to seed. */
export function seedingPhase(storyboard: Storyboard): Phase | null {
  if (!storyboard.controllerSeeding || storyboard.fixtures.length === 0) return null;
  return {
    id: runnerPhases.seeding,
    title: 'Seed fixtures through the test controller',
    optional: false,
    skipIf: null,
    branchSet: null,
    dependsOn: [],
    capabilities: [],
    steps: storyboard.fixtures.map(seedStep),
    at: storyboard.at,
  };
}

function seedStep({ stepId, kind, scenario, params, at }: Fixture): Step {
  const payload: JsonObject = { scenario, params };
  return {
    id: stepId,
    title: `Seed ${kind}`,
    stateful: false,
    requiresTool: null,
    requiresContract: null,
    action: {
      kind: 'call',
      request: {
        task: controllerTask,
        payload,
        schemaRef: null,
        auth: { kind: 'default' },
        without: [],
        inputs: [],
        agent: null,
      },
    },
    expectation: { outcome: 'success', responseSchemaRef: null, validations: [] },
    captures: [],
    providesStateFor: [],
    contributesTo: null,
    contributesIf: null,
    mutedAssertions: [],
    at,
  };
}

/** Why the storyboard cannot go on after a seeding step, or null when it can (storyboard language, 3.1). */
export function skipAfterSeed(result: StepResult): Skip | null {
  if (result.verdict === 'passed') return null;
  if (result.verdict === 'skipped' && result.skip.reason === 'missing_test_controller') {
    return { reason: 'not_applicable', detail: `fixture_seed_unsupported: ${result.skip.detail}` };
  }
  const codes =
    result.verdict === 'failed' && result.extraction ? errorCodes(result.extraction) : [];
  const why = codes[0] ? ` with ${codes[0].code}` : '';
  return { reason: 'prerequisite_failed', detail: `${result.stepId} ${result.verdict}${why}` };
}
