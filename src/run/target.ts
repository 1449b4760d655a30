import { pause } from '../dispatch/pause.ts';
import type { RecordingValidator } from '../judge/schema-validator.ts';
import type { StoryboardPlan, AgentProfile } from '../model/plan.ts';
import type { StoryboardResult, TargetResult } from '../model/result.ts';
import type { StepResult } from '../model/step-result.ts';
import type { Phase, Step, Storyboard } from '../model/storyboard.ts';
import type { RunnerFacts } from '../plan/applicability.ts';
import { planStoryboard } from '../plan/plan.ts';
import type { Route } from '../plan/routing.ts';
import { whyUndecided } from '../plan/undecided.ts';
import { selectStoryboards, type Selection } from '../plan/selection.ts';
import { ControllerScenarios } from './controller.ts';
import { Agents, type MetAgent } from './agents.ts';
import { parentsFirst } from './inherited-flags.ts';
import { Memories } from './memories.ts';
import type { StoryboardMemory } from './memory.ts';
import { Grading } from './grading.ts';
import { storyboardsNotRun } from './not-run.ts';
import { offers } from './offers.ts';
import { probingFor, type Probing } from './probing.ts';
import type { RunOptions, RunTarget } from './run.ts';
import type { RunDates } from './run-dates.ts';
import { operationReader, type Session } from './session.ts';
import { runStoryboard } from './storyboard.ts';
import type { Routed } from './storyboard-options.ts';
import type { Heard } from './notices.ts';
import { summarise } from './summarise.ts';
import { targetNotices } from './target-notices.ts';
import type { WebhookHost } from './webhooks/host.ts';
import { needsReceiver } from './webhooks/needs-receiver.ts';
import { durationBetween } from '../support/duration.ts';
import { isGraded } from '../support/graded.ts';
import { isLoopbackHost } from '../support/loopback.ts';
import { isHeldAgainst } from '../support/failure.ts';

/** A target that was asked everything; no request depends on its grades, so they may wait. */
export type Asked = () => Promise<TargetResult>;

/** Runs the suite against one target: connect and discover once, plan, then storyboard after storyboard. */
export async function runTarget(
  target: RunTarget,
  options: RunOptions,
  shared: Shared,
): Promise<Asked> {
  const { services } = options;
  const started = services.elapsed();
  const agents = new Agents(target);
  const probing = probingFor(options, isLoopbackHost(new URL(target.url).hostname));
  try {
    const unmet = await agents.meet({ signal: options.signal, timeoutMs: options.timeoutMs });
    // An agent the run gave no time to answer is not unreachable.
    const unreachable = unmet?.reason === 'aborted' ? null : unmet;
    const selection = unmet === null ? selected(options, agents) : nothingSelected;
    const { graded, undecided } =
      unmet === null
        ? await runAll(target, { options, shared, agents, probing, selection })
        : { graded: () => Promise.resolve(storyboardsNotRun(options)), undecided: null };
    const asked = {
      target: { name: target.name, url: target.url, protocol: target.protocol },
      agent: unreachable === null ? (agents.profile?.identity ?? null) : null,
      unreachable,
      undecided,
      notSelected: selection.notSelected,
      requests: agents.requests + probing.prober.requests,
      durationMs: durationBetween(started, services.elapsed()),
    };
    const { validator } = shared;
    const told = { name: target.name, agents, selection, options, validator };
    shared.told.push(() => targetNotices(told));
    return async () => {
      const storyboards = await graded();
      const result = { ...asked, storyboards, summary: summarise(storyboards) };
      services.emit({ type: 'target:finished', result });
      return result;
    };
  } finally {
    await agents.close();
  }
}

const nothingSelected: Selection = { selected: [], notSelected: [], notices: [] };

function selected({ suite, select }: RunOptions, { profile }: Agents): Selection {
  return selectStoryboards(suite.storyboards, profile ?? { capabilities: null }, select ?? 'all');
}

interface Came extends Pick<TargetResult, 'undecided'> {
  readonly graded: () => Promise<readonly StoryboardResult[]>;
}

const nothingRun: Came = { graded: () => Promise.resolve([]), undecided: null };

/** What all targets of a run have in common. */
export interface Shared {
  readonly dates: RunDates;
  readonly validator: () => RecordingValidator;
  readonly webhooks: WebhookHost;
  /** What the run should tell of its targets besides verdicts. */
  readonly told: (() => Promise<readonly Heard[]>)[];
}

interface Reached {
  readonly options: RunOptions;
  readonly shared: Shared;
  readonly agents: Agents;
  readonly probing: Probing;
  readonly selection: Selection;
}

async function runAll(target: RunTarget, reached: Reached): Promise<Came> {
  const { options, agents } = reached;
  const { services } = options;
  const { webhooks } = reached.shared;
  const { profile, primary } = agents;
  if (profile === null || primary === null) return nothingRun;
  const whyNoWebhooks = webhooks.whyNotFor(target.url);
  const offered = withAgents(offers({ ...options, whyNoWebhooks }), agents);
  const plans = parentsFirst(
    reached.selection.selected.map((storyboard) =>
      planStoryboard(storyboard, profile, offered, profileOf(agents, storyboard)),
    ),
  );
  if (whyNoWebhooks === null && needsReceiver(plans)) await webhooks.open();
  services.emit({ type: 'target:started', target, agent: profile.identity, plans });
  const validator = reached.shared.validator();
  const sessions = new Map(
    [...agents.met].map(([name, agent]) => [name, sessionWith(agent, reached, validator)]),
  );
  const session = sessions.get(primary.name) as Session;
  const results: StoryboardResult[] = [];
  const grading = new Grading((result) => {
    results.push(result);
    services.emit({ type: 'storyboard:judged', target, result });
  });
  const judge = (plan: StoryboardPlan) => {
    const before = { reached, results, memory: memories.of(plan) };
    const given = storyboardOptions(plan, session, before);
    // In a run that is over nothing begins any more.
    if (!given.isOver([])) services.emit({ type: 'storyboard:started', target, plan });
    return runStoryboard(plan, {
      ...given,
      route: (step, phase) => routeTo(sessions, agents.routeOf(step, phase, plan.storyboard)),
    });
  };
  const until = (time: number) => pause(Math.max(0, time - services.elapsed()), options.signal);
  const memories = new Memories(options);
  for (const plan of plans) {
    agents.startConversation();
    grading.add(await judge(plan));
    // Otherwise no request waits for a grade.
    if (options.bail) await grading.finish(until);
  }
  return {
    graded: async () => {
      await grading.finish(until);
      return results;
    },
    undecided: whyUndecided(profile, plans, options.select ?? 'all'),
  };
}

function withAgents(facts: RunnerFacts, { isCrew }: Agents): RunnerFacts {
  return isCrew ? { ...facts, runtime: new Set([...facts.runtime, 'multi_agent']) } : facts;
}

/** A step is held against the agent it goes to; one that goes nowhere against all of them. */
function profileOf(agents: Agents, storyboard: Storyboard) {
  return (step: Step, phase: Phase): AgentProfile | null => {
    const route = agents.routeOf(step, phase, storyboard);
    return route?.kind === 'agent' ? (agents.met.get(route.name)?.profile ?? null) : null;
  };
}

function routeTo(sessions: ReadonlyMap<string, Session>, route: Route | null): Routed | null {
  if (route === null) return null;
  if (route.kind === 'failure') return { unrouted: `${route.code}: ${route.detail}` };
  return { agent: route.name, session: sessions.get(route.name) as Session };
}

function sessionWith(
  { target, transport, profile }: MetAgent,
  { options, shared, probing }: Reached,
  validator: RecordingValidator,
): Session {
  const { services, signal, timeoutMs } = options;
  return {
    target,
    transport,
    profile,
    services,
    validator,
    facts: {
      runId: options.runId,
      loopback: isLoopbackHost(new URL(target.url).hostname),
      live: options.identity.live,
      adcpVersion: options.adcpVersion ?? null,
    },
    timeoutMs,
    signal,
    webhooks: shared.webhooks,
    probing,
    allowRateLimitTrip: options.allowRateLimitTrip ?? false,
    scenarios: new ControllerScenarios(),
    operation: operationReader(profile, services),
  };
}

/** True where results hold a failure after which a run with --bail begins nothing more. */
export function holdsFailure(results: readonly StoryboardResult[]): boolean {
  return results.filter(isGraded).some(({ steps }) => steps.some(isHeldAgainst));
}

/** What there is when a storyboard begins. */
interface Before {
  readonly reached: Reached;
  readonly results: readonly StoryboardResult[];
  readonly memory: StoryboardMemory;
}

function storyboardOptions(
  plan: StoryboardPlan,
  session: Session,
  { reached, results, memory }: Before,
) {
  const { options, shared } = reached;
  const endedBefore = options.bail && holdsFailure(results);
  const canEnd = options.bail && isGraded(plan.storyboard);
  return {
    session,
    identity: options.identity,
    memory,
    dateShift: shared.dates.shiftFor(plan.storyboard),
    isOver: (steps: readonly StepResult[]) =>
      options.signal.aborted || endedBefore || (canEnd && steps.some(isHeldAgainst)),
    secrets: options.secrets,
  };
}
