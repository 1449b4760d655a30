import type { Phase, Step, Storyboard } from '../../../src/model/storyboard.ts';
import { aSource } from '../../support/builders.ts';

/** A stateless call of `get_products` that expects success. */
export const anAuthoredStep = (id: string, over: Partial<Step> = {}): Step => ({
  id,
  title: id,
  stateful: false,
  requiresTool: null,
  requiresContract: null,
  action: {
    kind: 'call',
    request: {
      task: 'get_products',
      payload: {},
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
  at: aSource(),
  ...over,
});

/** A required phase. */
export const aPhase = (id: string, steps: readonly Step[], over: Partial<Phase> = {}): Phase => ({
  id,
  title: id,
  optional: false,
  skipIf: null,
  branchSet: null,
  dependsOn: null,
  capabilities: [],
  steps,
  at: aSource(),
  ...over,
});

/** A storyboard of these phases. */
export const anAuthoredStoryboard = (
  phases: readonly Phase[],
  over: Partial<Storyboard> = {},
): Storyboard => ({
  id: 'sales_flow',
  version: null,
  title: 'A sales flow',
  summary: null,
  track: null,
  status: 'stable',
  introducedIn: null,
  protocol: null,
  requirements: { anyTool: [], toolFamilies: [], capabilities: [], runtime: [] },
  requiresScenarios: [],
  defaultAgent: null,
  testKit: null,
  context: {},
  fixtures: [],
  controllerSeeding: false,
  fixtureResolution: null,
  phases,
  assertions: { enable: [], disable: [] },
  at: aSource(),
  ...over,
});

/** A step that asserts one of these flags was raised. */
export const asserting = (id: string, flags: readonly string[]): Step =>
  anAuthoredStep(id, {
    action: { kind: 'runner_task', task: 'assert_contribution', params: {} },
    expectation: {
      outcome: 'success',
      responseSchemaRef: null,
      validations: [
        {
          check: 'any_of',
          id: null,
          description: 'one branch held',
          severity: 'required',
          promoted: null,
          params: { allowed_values: flags },
          at: aSource(),
        },
      ],
    },
  });
