import type { Phase, Step } from '../model/storyboard.ts';
import type { PlannedStep, StoryboardPlan } from '../model/plan.ts';
import { webhookTrigger } from '../request/invariants/webhook-trigger.ts';
import { ownCall } from './build-in.ts';
import { runnerPhases } from '../support/authored.ts';
import type { Session } from './session.ts';
import { taskOf } from './step-frame.ts';

const discover = 'get_products';

/**
 * The phase that finds a product for a storyboard whose stand-in for a media buy needs one and that never asks for any;
 * null where there is nothing to find. It is a step like any other in every report.
 */
export function discoveryPhase(plan: StoryboardPlan, session: Session): Phase | null {
  const { steps, storyboard } = plan;
  const first = steps.findIndex(isStandIn);
  const fills = session.services.invariants.includes(webhookTrigger);
  if (!fills || first === -1 || !session.profile.tools.has(discover)) return null;
  if (steps.slice(0, first).some(({ step }) => taskOf(step) === discover)) return null;
  return {
    id: runnerPhases.discovery,
    title: 'Find a product for the operation that sends webhooks',
    optional: true,
    skipIf: null,
    branchSet: null,
    dependsOn: [],
    capabilities: [],
    steps: [discoverStep(storyboard)],
    at: storyboard.at,
  };
}

function isStandIn({ step: { action }, skip }: PlannedStep): boolean {
  if (skip !== null || action.kind !== 'call') return false;
  const { task, standsIn, payload } = action.request;
  return standsIn === true && task === 'create_media_buy' && 'push_notification_config' in payload;
}

function discoverStep({ at }: StoryboardPlan['storyboard']): Step {
  const payload = {
    buying_mode: 'brief',
    brief: 'Any product that can be bought at a fixed price',
  };
  return {
    id: 'discover_products',
    title: 'Find a product to buy',
    stateful: false,
    requiresTool: null,
    requiresContract: null,
    action: { kind: 'call', request: ownCall(discover, payload) },
    expectation: { outcome: 'success', responseSchemaRef: null, validations: [] },
    captures: [],
    providesStateFor: [],
    contributesTo: null,
    contributesIf: null,
    mutedAssertions: [],
    at,
  };
}
