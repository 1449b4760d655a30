import type { JsonObject } from '../model/json.ts';
import type { Step, Storyboard } from '../model/storyboard.ts';
import { isObject } from '../support/json.ts';
import { protocolOfTask } from './task-protocols.ts';

/** What a run with several agents knows of them, by the names the user gave. */
export interface AgentClaims {
  /** By agent: its capabilities payload, null where it has none. */
  readonly capabilities: ReadonlyMap<string, JsonObject | null>;
  /** `--default-agent`; null where it was not given. */
  readonly defaultAgent: string | null;
}

/** The agent a step goes to, or why it goes to none: a failure of the step, never a skip. */
export type Route =
  | { readonly kind: 'agent'; readonly name: string }
  | {
      readonly kind: 'failure';
      readonly code: 'unrouted_step' | 'default_agent_unresolved';
      readonly detail: string;
    };

/** Routes a step: its own `agent`, the one agent that claims its task's protocol, the storyboard's default, the run's. */
export function routeStep(step: Step, storyboard: Storyboard, agents: AgentClaims): Route {
  const authored = agentOf(step);
  if (authored !== null) return named(authored, agents);
  const task = step.action.kind === 'call' ? step.action.request.task : '';
  const protocol = protocolOfTask.get(task);
  const claimants = protocol === undefined ? [] : claimantsOf(protocol, agents);
  const [only, second] = claimants;
  if (second !== undefined) {
    const detail = `${claimants.join(', ')} claim ${protocol ?? ''}; the step has to name its agent`;
    return { kind: 'failure', code: 'unrouted_step', detail };
  }
  if (only !== undefined) return { kind: 'agent', name: only };
  return defaultRoute(storyboard, agents) ?? unrouted(task, protocol, agents);
}

/** Routes the seeding of fixtures: where the storyboard or the run has no default, to the one that sells. */
export function routeSeeding(storyboard: Storyboard, agents: AgentClaims): Route {
  const byDefault = defaultRoute(storyboard, agents);
  if (byDefault !== null) return byDefault;
  if (agents.capabilities.has('sales')) return { kind: 'agent', name: 'sales' };
  const [only, second] = claimantsOf('media_buy', agents);
  if (only !== undefined && second === undefined) return { kind: 'agent', name: only };
  return unrouted('comply_test_controller', 'media_buy', agents);
}

function agentOf({ action }: Step): string | null {
  if (action.kind === 'call') return action.request.agent;
  const agent = action.kind === 'runner_task' ? action.params['agent'] : undefined;
  return typeof agent === 'string' ? agent : null;
}

function named(name: string, { capabilities }: AgentClaims): Route {
  if (capabilities.has(name)) return { kind: 'agent', name };
  const detail = `the step names the agent ${name}; the run has ${[...capabilities.keys()].join(', ')}`;
  return { kind: 'failure', code: 'unrouted_step', detail };
}

function defaultRoute(
  { id, defaultAgent }: Storyboard,
  { capabilities, defaultAgent: ofRun }: AgentClaims,
): Route | null {
  const name = defaultAgent ?? ofRun;
  if (name === null) return null;
  if (capabilities.has(name)) return { kind: 'agent', name };
  const who = defaultAgent === null ? '--default-agent' : `default_agent of ${id}`;
  const detail = `${who} is ${name}; the run has ${[...capabilities.keys()].join(', ')}`;
  return { kind: 'failure', code: 'default_agent_unresolved', detail };
}

function unrouted(task: string, protocol: string | undefined, agents: AgentClaims): Route {
  const names = [...agents.capabilities.keys()].join(', ');
  const why =
    protocol === undefined
      ? `${task || 'the step'} belongs to no protocol`
      : `none of ${names} claims ${protocol}, the protocol of ${task}`;
  const detail = `${why}, and there is no default agent`;
  return { kind: 'failure', code: 'unrouted_step', detail };
}

function claimantsOf(protocol: string, { capabilities }: AgentClaims): readonly string[] {
  return [...capabilities].flatMap(([name, declared]) =>
    declared !== null && claims(declared, protocol) ? name : [],
  );
}

/** The test controller is no protocol on the wire: a block of its own declares it. */
function claims(declared: JsonObject, protocol: string): boolean {
  if (protocol === 'compliance_testing') return isObject(declared[protocol]);
  const listed = declared['supported_protocols'];
  if (!Array.isArray(listed)) return false;
  return listed.some((each) => typeof each === 'string' && each.replaceAll('-', '_') === protocol);
}
