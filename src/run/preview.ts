import type { JsonObject } from '../model/json.ts';
import type { StoryboardPlan } from '../model/plan.ts';
import type { RequestRecord, Skip } from '../model/step-result.ts';
import type { Phase, Step, Storyboard, Suite } from '../model/storyboard.ts';
import type { Subject } from '../model/subject.ts';
import { planStoryboard } from '../plan/plan.ts';
import type { AgentProfile } from '../model/plan.ts';
import { buildRequest } from '../request/build.ts';
import type { Invariant, RunFacts } from '../request/invariant.ts';
import { operationFor } from '../request/operation.ts';
import { resolveSubject, type SubjectOptions } from '../request/subject.ts';
import { objectFrom } from '../support/json.ts';
import { StoryboardMemory, type GivenContext } from './memory.ts';
import { offers } from './offers.ts';
import { planDates } from './run-dates.ts';
import { seedingPhase } from './seeding.ts';
import { taskOf } from './step-frame.ts';

/** A step as it would go out, tokens that only an answer can fill left in place. */
export interface StepPreview {
  readonly phaseId: string;
  readonly stepId: string;
  readonly task: string;
  readonly skip: Skip | null;
  /** Null for steps that send nothing. */
  readonly request: RequestRecord | null;
}

/** A storyboard as it would run. */
export interface StoryboardPreview {
  readonly storyboard: Storyboard;
  readonly subject: Subject;
  readonly steps: readonly StepPreview[];
}

/** What a preview is made from. */
export interface PreviewOptions {
  readonly suite: Suite;
  readonly identity: SubjectOptions;
  readonly facts: Omit<RunFacts, 'dateShift'>;
  readonly invariants: readonly Invariant[];
  readonly agentUrl: string;
  /** What the user sets for the run. */
  readonly context: GivenContext;
  readonly allowRateLimitTrip?: boolean;
  readonly now: Date;
  readonly newId: () => string;
}

/** The plan and the requests of a run against an agent that lists every tool; nothing is sent. */
export function previewRun(options: PreviewOptions): readonly StoryboardPreview[] {
  const { suite } = options;
  const dates = planDates(suite, options.now);
  const known = new Set(suite.storyboards.map(({ id }) => id));
  const profile = profileOf(suite.storyboards);
  return suite.storyboards.map((storyboard) => {
    const plan = planStoryboard(
      storyboard,
      profile,
      offers({
        knownStoryboards: known,
        allowRateLimitTrip: options.allowRateLimitTrip ?? false,
        whyNoWebhooks: null,
      }),
    );
    const subject = resolveSubject(storyboard, options.identity);
    const facts = { ...options.facts, dateShift: dates.shiftFor(storyboard) };
    return { storyboard, subject, steps: previewSteps(plan, { ...options, subject, facts }) };
  });
}

type StoryboardOptions = PreviewOptions & { readonly subject: Subject; readonly facts: RunFacts };

/** An agent nobody asked: it lists every tool the storyboards name and declares nothing. */
function profileOf(storyboards: readonly Storyboard[]): AgentProfile {
  const tools = new Set(
    storyboards.flatMap(({ phases, requirements }) => [
      'comply_test_controller',
      ...requirements.anyTool,
      ...phases.flatMap(({ steps }) =>
        steps.flatMap((step) => [taskOf(step), step.requiresTool ?? []].flat()),
      ),
    ]),
  );
  const identity = {
    name: null,
    version: null,
    protocolVersion: null,
    tools: [...tools],
    capabilities: null,
  };
  const listed = new Map([...tools].map((name) => [name, { name, inputSchema: null }]));
  return { identity, tools: listed, capabilities: null, capabilitiesProblem: null };
}

function previewSteps(plan: StoryboardPlan, options: StoryboardOptions): readonly StepPreview[] {
  const { storyboard } = plan;
  const seeding = seedingPhase(storyboard);
  const seeds = (seeding?.steps ?? []).map((step) => ({ step, phase: seeding, skip: null }));
  const memory = new StoryboardMemory(storyboard, options.context);
  return [...seeds, ...plan.steps].map(({ step, phase, skip }) => ({
    phaseId: (phase as Phase).id,
    stepId: step.id,
    task: taskOf(step),
    skip,
    request: previewRequest(step, { storyboard, memory, options }),
  }));
}

interface Around {
  readonly storyboard: Storyboard;
  readonly memory: StoryboardMemory;
  readonly options: StoryboardOptions;
}

function previewRequest(
  { action }: Step,
  { storyboard, memory, options }: Around,
): RequestRecord | null {
  if (action.kind !== 'call') return null;
  const { task, schemaRef } = action.request;
  return buildRequest(action.request, {
    ...options,
    protocol: 'mcp',
    operation: operationFor(task, { schemas: options.suite.schemas, schemaRef, inputSchema: null }),
    discovered: [],
    tokens: {
      context: { ...placeholders(storyboard), ...memory.context },
      origins: memory.origins,
      constants: memory.constants,
      testKit: storyboard.testKit?.document ?? null,
      agentUrl: options.agentUrl,
      generate: (_generator, alias) => memory.generate(alias, options.newId),
      runner: (expression) => `{{${expression}}}`,
    },
  }).record;
}

/** What only an answer can fill stands for itself. */
function placeholders({ phases }: Storyboard): JsonObject {
  const names = phases.flatMap(({ steps }) =>
    steps.flatMap(({ captures }) => captures.map(({ name }) => name)),
  );
  const conventional = ['media_buy_id', 'content_standards_id', 'products', 'proposal_id'];
  return objectFrom([...conventional, ...names].map((name) => [name, `$context.${name}`] as const));
}
