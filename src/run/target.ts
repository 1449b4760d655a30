import { discover, isProfile } from '../dispatch/discover.ts';
import type { RecordingValidator } from '../judge/schema-validator.ts';
import type { StoryboardPlan, AgentProfile } from '../model/plan.ts';
import type { StepResult, StoryboardResult, TargetResult } from '../model/result.ts';
import { planStoryboard } from '../plan/plan.ts';
import { ControllerScenarios } from './controller.ts';
import { offers } from './offers.ts';
import { probingFor, type Probing } from './probing.ts';
import type { RunOptions, RunTarget } from './run.ts';
import type { RunDates } from './run-dates.ts';
import { operationReader, type Session } from './session.ts';
import { runStoryboard } from './storyboard.ts';
import { summarise } from './summarise.ts';
import type { WebhookHost } from './webhooks/host.ts';
import { needsReceiver } from './webhooks/needs-receiver.ts';
import { durationBetween } from '../support/duration.ts';

/** Runs the suite against one target: connect and discover once, plan, then storyboard after storyboard. */
export async function runTarget(
  target: RunTarget,
  options: RunOptions,
  shared: Shared,
): Promise<TargetResult> {
  const { services } = options;
  const started = services.elapsed();
  const transport = target.open();
  const probing = probingFor(target, options, isLoopback(target.url));
  try {
    const found = await discover(transport, {
      signal: options.signal,
      timeoutMs: options.timeoutMs,
    });
    const profile = isProfile(found) ? found : null;
    const storyboards = profile
      ? await runAll(target, { options, shared, profile, transport, probing })
      : [];
    const result: TargetResult = {
      target: { name: target.name, url: target.url, protocol: target.protocol },
      agent: profile?.identity ?? null,
      unreachable: isProfile(found) ? null : found,
      storyboards,
      summary: summarise(storyboards),
      requests: transport.requests + probing.prober.requests,
      durationMs: durationBetween(started, services.elapsed()),
    };
    shared.heard.push(...noticesOf(target, transport, profile));
    services.emit({ type: 'target:finished', result });
    return result;
  } finally {
    await transport.close();
  }
}

function noticesOf(
  { name }: RunTarget,
  { notices }: ReturnType<RunTarget['open']>,
  profile: AgentProfile | null,
): readonly string[] {
  const problem = profile?.capabilitiesProblem ?? null;
  return [...(problem === null ? [] : [problem]), ...notices].map((notice) => `${name}: ${notice}`);
}

/** What all targets of a run have in common. */
export interface Shared {
  readonly dates: RunDates;
  readonly validator: () => Promise<RecordingValidator>;
  readonly webhooks: WebhookHost;
  /** What the run should tell of its targets besides verdicts. */
  readonly heard: string[];
}

interface Reached {
  readonly options: RunOptions;
  readonly shared: Shared;
  readonly profile: AgentProfile;
  readonly transport: ReturnType<RunTarget['open']>;
  readonly probing: Probing;
}

async function runAll(target: RunTarget, reached: Reached): Promise<readonly StoryboardResult[]> {
  const { options, profile } = reached;
  const { services, suite } = options;
  const { webhooks } = reached.shared;
  const whyNoWebhooks = webhooks.whyNotFor(target.url);
  const offered = offers({ ...options, whyNoWebhooks });
  const plans = suite.storyboards.map((storyboard) => planStoryboard(storyboard, profile, offered));
  if (whyNoWebhooks === null && needsReceiver(plans)) await webhooks.open();
  services.emit({ type: 'target:started', target, agent: profile.identity, plans });
  const session = sessionWith(target, reached, await reached.shared.validator());
  const results: StoryboardResult[] = [];
  for (const plan of plans) {
    services.emit({ type: 'storyboard:started', target, plan });
    const result = await runStoryboard(
      plan,
      storyboardOptions(plan, session, { reached, results }),
    );
    results.push(result);
    services.emit({ type: 'storyboard:judged', target, result });
  }
  return results;
}

function sessionWith(
  target: RunTarget,
  { options, profile, transport, shared, probing }: Reached,
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
      loopback: isLoopback(target.url),
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

function storyboardOptions(
  plan: StoryboardPlan,
  session: Session,
  {
    reached: { options, shared },
    results,
  }: { readonly reached: Reached; readonly results: readonly StoryboardResult[] },
) {
  const endedBefore = options.bail && results.some(({ steps }) => steps.some(isBad));
  return {
    session,
    identity: options.identity,
    context: options.context,
    dateShift: shared.dates.shiftFor(plan.storyboard),
    isOver: (steps: readonly StepResult[]) =>
      options.signal.aborted || endedBefore || (options.bail && steps.some(isBad)),
    secrets: options.secrets,
  };
}

function isBad({ verdict, tolerated }: StepResult): boolean {
  return !tolerated && (verdict === 'failed' || verdict === 'errored');
}

/** True for an agent on this machine. */
function isLoopback(url: string): boolean {
  const { hostname } = new URL(url);
  return hostname === 'localhost' || hostname === '[::1]' || hostname.startsWith('127.');
}
