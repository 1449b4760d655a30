import type { JsonObject } from '../model/json.ts';
import type { RunEvidence } from '../model/evidence.ts';
import type { Subject } from '../model/subject.ts';
import { renamingBy, type Renaming } from '../request/renaming.ts';
import type { TokenSources } from '../request/substitute.ts';
import type { RunFacts } from '../request/invariant.ts';
import type { StoryboardMemory } from './memory.ts';
import type { Session } from './session.ts';
import type { Placed } from './step-frame.ts';
import type { StoryboardWebhooks } from './webhooks/storyboard-webhooks.ts';

/** Everything around one step while it runs. */
export interface StepScope extends Placed {
  readonly session: Session;
  /** Why the step goes to no agent; missing where it goes to one. */
  readonly unrouted?: string;
  readonly memory: StoryboardMemory;
  readonly subject: Subject;
  readonly facts: RunFacts;
  /** Null where the run takes no webhooks of this agent, or nothing asks for one. */
  readonly webhooks: StoryboardWebhooks | null;
}

/** Where the tokens of a step's request and comparands get their values. */
export function tokenSources({ session, storyboard, memory, webhooks }: StepScope): TokenSources {
  return {
    context: memory.context,
    origins: memory.origins,
    constants: memory.constants,
    testKit: storyboard.testKit?.document ?? null,
    agentUrl: session.target.url,
    generate: (_generator, alias) => memory.generate(alias, session.services.newId),
    runner: (expression) => webhooks?.token(expression) ?? null,
  };
}

/** What the requests of a step are renamed by. */
export function renamingOf({ session, subject, facts, memory }: StepScope): Renaming {
  const { discovered } = memory;
  return renamingBy(session.services.invariants, { subject, facts, discovered });
}

/** What the checks of a step may look at besides its answer. `tentative` captures count as context. */
export function runEvidence(
  scope: StepScope,
  sent: JsonObject | null,
  tentative: JsonObject,
): RunEvidence {
  const { session, memory, step } = scope;
  return {
    agentUrl: session.target.url,
    context: { ...memory.context, ...tentative },
    contributions: memory.flags,
    priorSteps: memory.results,
    schemas: session.validator,
    responseSchemaRef: step.expectation.responseSchemaRef,
    sent,
  };
}
