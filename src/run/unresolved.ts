import { conventionalProducers } from '../judge/conventions.ts';
import type { RequestRecord, StepResult } from '../model/step-result.ts';
import type { Step } from '../model/storyboard.ts';
import { contextNameOf, type Unresolved } from '../request/substitute.ts';
import { mentions } from '../support/json.ts';
import { resolveValidations } from './comparands.ts';
import type { StoryboardMemory } from './memory.ts';
import { renamingOf, tokenSources, type StepScope } from './scope.ts';
import { frameOf, skippedStep, taskOf, unresolvedSubstitution, type Placed } from './step-frame.ts';

/** A request with tokens that have no value, and what is known of them. */
export interface UnresolvedRequest {
  readonly tokens: readonly Unresolved[];
  readonly record: RequestRecord;
  readonly memory: StoryboardMemory;
}

/**
 * The verdict of a step whose request cannot be built. A token whose producer did not pass skips the step; one that
 * this runner never provides makes it not applicable; one that nobody produces fails it. Nothing is sent.
 */
export function judgeUnresolved(
  placed: Placed,
  { tokens, record, memory }: UnresolvedRequest,
): StepResult {
  const names = [...new Set(tokens.map(({ token }) => token))];
  const extra = { request: record, validations: names.map(unresolvedSubstitution) };
  const producer = firstDefined(names, (token) => missingProducer(token, placed, memory));
  if (producer !== undefined) {
    const detail = `${names.join(', ')} has no value: ${producer}`;
    return skippedStep(placed, { reason: 'prerequisite_failed', detail }, extra);
  }
  const runnerToken = names.find((token) => token.includes('{{'));
  if (runnerToken !== undefined) {
    const detail = `unresolved_substitution: this run has no value for ${runnerToken}`;
    return skippedStep(placed, { reason: 'not_applicable', detail }, extra);
  }
  return {
    ...frameOf(placed),
    ...extra,
    verdict: 'failed',
    failure: { kind: 'not_sent', detail: `nothing gives ${names.join(', ')} a value` },
    exchange: null,
    extraction: null,
    polls: [],
  };
}

/**
 * A step that compares its answer with what an earlier step should have captured is not run when that step did not
 * pass: whatever the agent answers says nothing then. Null when the step can be judged.
 */
export function missingComparand(scope: StepScope): StepResult | null {
  const { step, memory } = scope;
  // What fails no step keeps none from running.
  const validations = step.expectation.validations.filter(
    ({ severity }) => severity === 'required',
  );
  if (!validations.some(({ params }) => params !== null && mentions(params, '$', '{{')))
    return null;
  const own = new Set(step.captures.map(({ name }) => `$context.${name}`));
  const tokens = resolveValidations(validations, {
    ...tokenSources(scope),
    renaming: renamingOf(scope),
  })
    .flatMap(({ unresolved = [] }) => unresolved)
    .filter((token) => !own.has(token));
  const producer = firstDefined(tokens, (token) => missingProducer(token, scope, memory));
  if (producer === undefined) return null;
  const detail = `the answer would be compared with ${tokens.join(', ')}, which has no value: ${producer}`;
  return skippedStep(scope, { reason: 'prerequisite_failed', detail });
}

function firstDefined<T, R>(items: readonly T[], find: (item: T) => R | undefined): R | undefined {
  for (const item of items) {
    const found = find(item);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** The step that should have given a context name its value, in a sentence, or undefined when there is none. */
function missingProducer(
  token: string,
  { storyboard }: Placed,
  memory: StoryboardMemory,
): string | undefined {
  const name = contextNameOf(token);
  if (name === null) return undefined;
  const steps = storyboard.phases.flatMap((phase) => phase.steps);
  const producer =
    steps.find(({ captures }) => captures.some((capture) => capture.name === name)) ??
    steps.find((step) => shouldHaveGiven(step, name, memory));
  if (producer === undefined) return undefined;
  const verdict = memory.results.get(producer.id)?.verdict ?? 'not run';
  return verdict === 'passed' ? undefined : `${producer.id}, which captures ${name}, is ${verdict}`;
}

/** True for a step that ran its course without the answer a name takes its value from by convention. */
function shouldHaveGiven(step: Step, name: string, { results }: StoryboardMemory): boolean {
  const isProducer = conventionalProducers(name).includes(taskOf(step));
  if (!isProducer || step.expectation.outcome === 'error') return false;
  return (results.get(step.id)?.verdict ?? 'passed') !== 'passed';
}
