import type { Json } from '../model/json.ts';
import type { AgentProfile, PlannedStep, StoryboardPlan } from '../model/plan.ts';
import type { RequestSpec } from '../model/request.ts';
import type { Skip } from '../model/step-result.ts';
import type { Phase, Step, Storyboard } from '../model/storyboard.ts';
import { lacks, storyboardSkip, type RunnerFacts } from './applicability.ts';
import { unmetCapability } from './capability.ts';

/** Decides, before anything is sent, what of a storyboard applies to an agent and why the rest does not. */
export function planStoryboard(
  storyboard: Storyboard,
  profile: AgentProfile,
  runner: RunnerFacts,
  profileOf: ProfileOf = () => null,
): StoryboardPlan {
  const skip = storyboardSkip(storyboard, profile, runner);
  let steps: readonly PlannedStep[] | null = null;
  return {
    storyboard,
    skip,
    // Of a storyboard that does not apply nobody asks for them before it is graded.
    get steps() {
      return (steps ??= storyboard.phases.flatMap((phase) =>
        planPhase(phase, profile, { runner, profileOf }),
      ));
    },
  };
}

/** The agent a step goes to, where that is not the one the storyboard is planned for. */
type ProfileOf = (step: Step, phase: Phase) => AgentProfile | null;

function planPhase(
  phase: Phase,
  profile: AgentProfile,
  { runner, profileOf }: { readonly runner: RunnerFacts; readonly profileOf: ProfileOf },
): readonly PlannedStep[] {
  const unmet = phase.capabilities
    .map((predicate) => unmetCapability(predicate, profile))
    .find((reason) => reason !== null);
  return phase.steps.map((step) => ({
    step,
    phase,
    skip:
      unmet === undefined
        ? stepSkip(step, profileOf(step, phase) ?? profile, runner)
        : { reason: 'not_applicable', detail: `phase ${phase.id} ${unmet}` },
  }));
}

function stepSkip(step: Step, profile: AgentProfile, runner: RunnerFacts): Skip | null {
  if (step.requiresContract !== null && !runner.contracts.has(step.requiresContract)) {
    return missingContract(step.requiresContract, runner);
  }
  if (step.requiresTool !== null && !profile.tools.has(step.requiresTool)) {
    return missingTool(step.requiresTool, profile);
  }
  switch (step.action.kind) {
    case 'runner_task':
      return runner.tasks.has(step.action.task)
        ? null
        : {
            reason: 'not_applicable',
            detail: `the runner does not implement the task ${step.action.task}`,
          };
    case 'call':
      return callSkip(step.action.request, profile);
    case 'unresolved':
      return null;
  }
}

function missingContract(contract: string, { contractHints }: RunnerFacts): Skip {
  const hint = contractHints?.get(contract);
  const detail = `this run does not offer the contract ${contract}`;
  return {
    reason: 'not_applicable',
    detail: hint === undefined ? detail : `${detail}: ${hint}`,
  };
}

function callSkip({ task, payload }: RequestSpec, profile: AgentProfile): Skip | null {
  if (!profile.tools.has(task)) return missingTool(task, profile, payload['scenario']);
  const operatorAuth = {
    path: 'account.require_operator_auth',
    matcher: { kind: 'equals', value: true },
  } as const;
  // Such an agent hands its accounts out; there is nothing for a buyer to declare.
  if (task === 'sync_accounts' && unmetCapability(operatorAuth, profile) === null) {
    return {
      reason: 'not_applicable',
      detail: 'the agent declares account.require_operator_auth, so accounts are not synced',
    };
  }
  return null;
}

/** A tool the agent does not list; of the test controller, the scenario it was wanted for. */
export function missingTool(tool: string, profile: AgentProfile, scenario?: Json): Skip {
  if (tool !== 'comply_test_controller') {
    return { reason: 'missing_tool', detail: lacks(tool, profile) };
  }
  const needed = typeof scenario === 'string' ? `${tool} for ${scenario}` : tool;
  return { reason: 'missing_test_controller', detail: lacks(needed, profile) };
}
