import { gradeStoryboard } from '../judge/storyboard.ts';
import type { PlannedStep, StoryboardPlan } from '../model/plan.ts';
import type { StoryboardResult } from '../model/result.ts';
import type { Skip, StepAddress, StepResult } from '../model/step-result.ts';
import type { Subject } from '../model/subject.ts';
import type { Phase, Storyboard } from '../model/storyboard.ts';
import { holdsSkipIf } from '../plan/skip-if.ts';
import { missingTool } from '../plan/plan.ts';
import type { RunFacts } from '../request/invariant.ts';
import { resolveSubject } from '../request/subject.ts';
import { missingAssets, wantsAssets } from './asset-fixtures.ts';
import { Cascade } from './cascade.ts';
import { StoryboardFixtures } from './fixtures/storyboard-fixtures.ts';
import type { StoryboardMemory } from './memory.ts';
import { discoveryPhase } from './discovery.ts';
import { inapplicableResult } from './inapplicable.ts';
import { lookedAtAgain } from './second-look.ts';
import type { Session } from './session.ts';
import { learn } from './learn.ts';
import { runStep } from './step.ts';
import { addressOf, skippedStep } from './step-frame.ts';
import type { StoryboardOptions, Ungraded } from './storyboard-options.ts';
import { storyboardResult } from './storyboard-result.ts';
import type { StepScope } from './scope.ts';
import type { StoryboardWebhooks } from './webhooks/storyboard-webhooks.ts';
import { durationBetween } from '../support/duration.ts';

/** Runs a storyboard's steps in order; of one that does not apply there is nothing to run. */
export async function runStoryboard(
  plan: StoryboardPlan,
  options: StoryboardOptions,
): Promise<Ungraded> {
  const { skip } = plan;
  if (skip !== null) {
    options.memory.inapplicable = skip;
    return { dueAt: () => null, grade: () => inapplicableResult(plan, skip, options) };
  }
  const run = new StoryboardRun(plan, options);
  await run.all();
  return { dueAt: () => run.dueAt(), grade: () => run.result() };
}

class StoryboardRun {
  readonly #plan: StoryboardPlan;
  readonly #options: StoryboardOptions;
  readonly #memory: StoryboardMemory;
  readonly #cascade: Cascade;
  readonly #facts: RunFacts;
  readonly #webhooks: StoryboardWebhooks | null;
  readonly #fixtures: StoryboardFixtures;
  readonly #wantingAssets: readonly PlannedStep[];
  readonly #startedAt: number;
  readonly #results: StepResult[] = [];
  readonly #notRun: StepAddress[] = [];
  #skip: Skip | null = null;
  #over: boolean;
  #durationMs = 0;

  constructor(plan: StoryboardPlan, options: StoryboardOptions) {
    const { storyboard } = plan;
    this.#plan = plan;
    this.#options = options;
    this.#memory = options.memory;
    this.#memory.mintCaptures(storyboard, options.session.services.newId);
    for (const { step, skip } of plan.steps) {
      if (skip !== null) this.#memory.ruledOut.set(step.id, skip);
    }
    this.#wantingAssets = plan.steps.filter(({ step }) => wantsAssets(step));
    this.#cascade = new Cascade(storyboard);
    this.#facts = { ...options.session.facts, dateShift: options.dateShift };
    this.#startedAt = options.session.services.elapsed();
    this.#webhooks = webhooksOf(options.session, storyboard);
    this.#over = options.isOver([]);
    this.#fixtures = new StoryboardFixtures(storyboard, {
      scope: (planned) => this.#scope(planned),
      execute: (planned) => this.#execute(planned),
      skip: () => this.#skip,
      settle: (came) => this.#settle(came),
    });
  }

  async all(): Promise<void> {
    await this.#fixtures.provide();
    await this.#discover();
    this.#lookAhead();
    for (const phase of this.#plan.storyboard.phases) {
      await this.#phase(phase);
    }
    this.#durationMs = durationBetween(this.#startedAt, this.#options.session.services.elapsed());
  }

  #settle(came: Skip | null | 'ended'): void {
    if (came === 'ended') this.#over = true;
    else this.#skip = came;
  }

  /** No call is made on the way to a step whose assets cannot be made. */
  #lookAhead(): void {
    if (this.#skip !== null) return;
    const ahead = this.#wantingAssets.filter(
      ({ step, skip }) => skip === null && !this.#memory.results.has(step.id),
    );
    this.#skip = missingAssets(ahead.map((planned) => this.#scope(planned)));
  }

  async #discover(): Promise<void> {
    const phase = this.#skip === null ? discoveryPhase(this.#plan, this.#options.session) : null;
    for (const step of phase?.steps ?? []) {
      if (phase !== null) await this.#execute({ step, phase, skip: null });
    }
  }

  async #phase(phase: Phase): Promise<void> {
    const skipped = this.#skip === null ? this.#skipIf(phase) : null;
    for (const planned of this.#plan.steps.filter((candidate) => candidate.phase === phase)) {
      const skip = this.#skip ?? skipped ?? planned.skip;
      const result = await this.#execute({ ...planned, skip });
      // A skip_if says that nobody waits for what the phase would have left behind.
      if (result !== null && skipped === null) this.#cascade.record(planned.step, phase, result);
    }
    this.#cascade.endPhase(phase);
  }

  #skipIf(phase: Phase): Skip | null {
    if (phase.skipIf === null) return null;
    const scope = {
      test_kit: this.#plan.storyboard.testKit?.document ?? {},
      context: this.#memory.context,
      agent: this.#options.session.profile.capabilities ?? {},
    };
    if (!holdsSkipIf(phase.skipIf, scope)) return null;
    return {
      reason: 'not_applicable',
      detail: `skip_if of phase ${phase.id} holds: ${phase.skipIf.source}`,
    };
  }

  async #execute(planned: PlannedStep): Promise<StepResult | null> {
    const scope = this.#scope(planned);
    const { target, services } = this.#options.session;
    const found = this.#over ? null : await this.#verdict(scope, planned.skip);
    const result = found && this.#counted(found);
    if (result === null) {
      this.#over = true;
      this.#notRun.push(addressOf(scope));
      return null;
    }
    this.#results.push(result);
    learn(scope, result);
    services.emit({ type: 'step:judged', target, result });
    this.#over = this.#options.isOver(this.#results);
    if (result.verdict === 'skipped' && result.skip.reason === 'fixture_unavailable') {
      this.#skip ??= result.skip;
    }
    if (result.captured.length > 0) this.#lookAhead();
    return result;
  }

  /** What an optional phase has shown to be there must work. */
  #counted(result: StepResult): StepResult {
    const counts = this.#memory.countingPhases.has(result.phaseId);
    return counts && result.tolerated ? { ...result, tolerated: false } : result;
  }

  async #verdict(scope: StepScope, planned: Skip | null): Promise<StepResult | null> {
    const skip = planned ?? this.#memory.phaseSkips.get(scope.phase.id) ?? null;
    if (skip !== null) return skippedStep(scope, skip);
    const blocked = this.#blocked(scope);
    if (blocked !== null) return skippedStep(scope, blocked);
    const { target, services } = this.#options.session;
    services.emit({ type: 'step:started', target, step: addressOf(scope) });
    return runStep(scope);
  }

  #blocked({ step, phase, session }: StepScope): Skip | null {
    if (!step.stateful) return null;
    const origin = this.#cascade.blockedBy(phase, this.#memory);
    if (origin === null) return null;
    const { action } = step;
    if (action.kind === 'call' && !session.profile.tools.has(action.request.task))
      return missingTool(action.request.task, session.profile, action.request.payload['scenario']);
    return { reason: 'prerequisite_failed', detail: `${origin} left no state for this step` };
  }

  #scope({ step, phase }: PlannedStep): StepScope {
    const routed = this.#options.route?.(step, phase) ?? null;
    const session = routed !== null && 'session' in routed ? routed.session : this.#options.session;
    return {
      ...routed,
      storyboard: this.#plan.storyboard,
      phase,
      step,
      session,
      memory: this.#memory,
      subject: this.#subject(),
      facts: { ...this.#facts, loopback: session.facts.loopback },
      webhooks: this.#webhooks,
    };
  }

  #subject(): Subject {
    return resolveSubject(this.#plan.storyboard, this.#options.identity);
  }

  dueAt(): number | null {
    const { secondLooks } = this.#memory;
    return secondLooks.length === 0 ? null : Math.max(...secondLooks.map((look) => look.dueAt()));
  }

  result(): StoryboardResult {
    const { storyboard } = this.#plan;
    const { services } = this.#options.session;
    const { resolutions } = this.#fixtures;
    const graded = gradeStoryboard({
      storyboard,
      steps: this.#results.map((result) => lookedAtAgain(result, this.#memory.secondLooks)),
      isCutShort: this.#notRun.length > 0,
      contributions: this.#memory.contributions,
      assertions: services.assertions,
      secrets: this.#options.secrets,
    });
    return storyboardResult(storyboard, {
      skip: this.#skip,
      graded,
      subject: this.#subject(),
      notRun: this.#notRun,
      ...(resolutions && { fixtureResolutions: resolutions }),
      durationMs: this.#durationMs,
    });
  }
}

function webhooksOf({ webhooks, target }: Session, storyboard: Storyboard) {
  return webhooks.whyNotFor(target.url) === null ? webhooks.forStoryboard(storyboard) : null;
}
