import { discover, isProfile } from '../dispatch/discover.ts';
import type { CallLimits, Transport } from '../dispatch/transport.ts';
import type { Unanswered } from '../model/exchange.ts';
import type { AgentProfile } from '../model/plan.ts';
import type { Phase, Step, Storyboard } from '../model/storyboard.ts';
import { routeSeeding, routeStep, type AgentClaims, type Route } from '../plan/routing.ts';
import type { RunTarget } from './run.ts';
import { runnerPhases } from '../support/authored.ts';

/** An agent that was opened and, once met, discovered. */
interface Agent {
  readonly name: string;
  readonly target: RunTarget;
  readonly transport: Transport;
  profile: AgentProfile | null;
}

/** An agent that was met. */
export type MetAgent = Agent & { readonly profile: AgentProfile };

/** The agents of one target: mostly one, several for runs that route. */
export class Agents {
  readonly #target: RunTarget;
  /** By routing name; the target's own agent alone where there is but one. */
  readonly #agents: ReadonlyMap<string, Agent>;

  /** Opens every agent; sends nothing. */
  constructor(target: RunTarget) {
    const several = target.agents ?? new Map([['', target]]);
    this.#target = target;
    this.#agents = new Map(
      [...several].map(([name, each]) => [
        name,
        { name, target: each, transport: each.open(), profile: null },
      ]),
    );
  }

  /** Discovers all agents at once; the first fault where one of them cannot be reached. */
  async meet(limits: CallLimits): Promise<Unanswered | null> {
    const found = await Promise.all(
      [...this.#agents.values()].map(async (agent) => {
        const profile = await discover(agent.transport, limits);
        if (!isProfile(profile)) return profile;
        agent.profile = profile;
        return null;
      }),
    );
    return found.find((each) => each !== null) ?? null;
  }

  /** True where steps have to be routed. */
  get isCrew(): boolean {
    return this.#agents.size > 1;
  }

  get requests(): number {
    return this.#all().reduce((sum, { transport }) => sum + transport.requests, 0);
  }

  get notices(): readonly string[] {
    return [...this.#agents].flatMap(([name, { profile, transport }]) => {
      const problem = profile?.capabilitiesProblem ?? null;
      const prefix = this.isCrew ? `${name}: ` : '';
      return [...(problem === null ? [] : [problem]), ...transport.notices].map(
        (notice) => prefix + notice,
      );
    });
  }

  /** The agents that were met, by routing name. */
  get met(): ReadonlyMap<string, MetAgent> {
    return new Map(
      [...this.#agents].flatMap(([name, agent]) => (isMet(agent) ? [[name, agent]] : [])),
    );
  }

  /** Who stands for the target where a single agent is asked about: the default, else the first. */
  get primary(): MetAgent | null {
    const name = this.#target.defaultAgent ?? '';
    return this.met.get(name) ?? [...this.met.values()][0] ?? null;
  }

  /** What the target can do as a whole: the primary's capabilities, everybody's tools. */
  get profile(): AgentProfile | null {
    const own = this.primary?.profile ?? null;
    if (own === null || !this.isCrew) return own;
    const tools = new Map([
      ...[...this.met.values()].flatMap(({ profile }) => [...profile.tools]),
      ...own.tools,
    ]);
    return { ...own, tools, identity: { ...own.identity, tools: [...tools.keys()] } };
  }

  /** The agent of a step; null where there is nothing to choose. */
  routeOf(step: Step, phase: Phase, storyboard: Storyboard): Route | null {
    if (!this.isCrew) return null;
    return phase.id === runnerPhases.seeding
      ? routeSeeding(storyboard, this.#claims())
      : routeStep(step, storyboard, this.#claims());
  }

  startConversation(): void {
    for (const { transport } of this.#all()) transport.startConversation();
  }

  async close(): Promise<void> {
    await Promise.all(this.#all().map(({ transport }) => transport.close()));
  }

  #claims(): AgentClaims {
    const capabilities = new Map(
      [...this.met].map(([name, { profile }]) => [name, profile.capabilities] as const),
    );
    return { capabilities, defaultAgent: this.#target.defaultAgent ?? null };
  }

  #all(): readonly Agent[] {
    return [...this.#agents.values()];
  }
}

function isMet(agent: Agent): agent is MetAgent {
  return agent.profile !== null;
}
