import type { JsonObject } from '../model/json.ts';
import type { ContextInput, RequestSpec } from '../model/request.ts';
import type { Action, ParallelDispatch } from '../model/storyboard.ts';
import { isObject, objectFrom } from '../support/json.ts';
import { parsePath, pathToPointer } from '../support/path.ts';
import { authOf } from './auth.ts';
import { pathHint } from './issue.ts';
import { kitReference } from './kit-reference.ts';
import type { StepContext } from './load-context.ts';
import type { Place } from './place.ts';
import { runnerTaskKeys } from './schema-step.ts';
import { vectorParams } from './vector-params.ts';
import type { AuthoredStep } from './schema-step.ts';

/** What a step does: call a tool of the agent, or a task of the runner's own. */
export function actionOf(authored: AuthoredStep, place: Place, context: StepContext): Action {
  const task = kitReference(authored.task, context.kit) ?? authored.task_default ?? null;
  if (task === null) return unresolvedTask(authored.task, context);
  if (context.runnerTasks.has(task)) {
    const params = runnerParams(authored);
    reportMissingBindings(task, place);
    const given = vectorParams(task, params, context.vectors);
    return { kind: 'runner_task', task, params: { ...params, ...given } };
  }
  const request = requestOf(authored, task, { place, context });
  reportMissingRequest(authored, request, { place, context });
  const parallel = parallelOf(authored);
  return { kind: 'call', request, ...(parallel && { parallel }) };
}

/** Without them the task would look for nothing, and find nothing wrong. */
function reportMissingBindings(task: string, place: Place): void {
  if (task !== 'expect_substitution_safe' || place.child('catalog_bindings').isWritten()) return;
  place
    .child('task')
    .error(
      'missing-bindings',
      `${task} does not say which values to look for`,
      'add catalog_bindings, for example [{ macro: "{SKU}", catalog_item_id: item_1 }]',
    );
}

/** What the language allows the copies when the author does not say, in milliseconds. */
const defaultBarrierMs = 5000;

function parallelOf({ parallel_dispatch: authored }: AuthoredStep): ParallelDispatch | null {
  if (!authored) return null;
  return {
    count: authored.count,
    sameIdempotencyKey: authored.same_idempotency_key ?? true,
    timeoutMs: authored.barrier_timeout_ms ?? defaultBarrierMs,
  };
}

interface Surroundings {
  readonly place: Place;
  readonly context: StepContext;
}

function unresolvedTask(task: string, { kit }: StepContext): Action {
  const detail = kit
    ? `test kit ${kit.id} has nothing at ${task.slice('$test_kit.'.length)}, and the step has no task_default`
    : 'the storyboard has no test kit, and the step has no task_default';
  return { kind: 'unresolved', task, detail };
}

function requestOf(
  authored: AuthoredStep,
  task: string,
  { place, context }: Surroundings,
): RequestSpec {
  return {
    task,
    payload: authored.sample_request ?? {},
    schemaRef: kitReference(authored.schema_ref ?? null, context.kit),
    auth: authOf(authored.auth ?? null, place.child('auth')),
    without: optOuts(authored),
    inputs: inputsOf(authored, place.child('context_inputs')),
    agent: authored.agent ?? null,
    ...(kitReference(authored.task, context.kit) === null && { standsIn: true }),
  };
}

function optOuts(authored: AuthoredStep): readonly string[] {
  const chosen = [
    { id: 'account', omitted: authored.omit_account },
    { id: 'brand', omitted: authored.omit_brand },
    { id: 'idempotency-key', omitted: authored.omit_idempotency_key },
  ];
  return chosen.filter(({ omitted }) => omitted === true).map(({ id }) => id);
}

function inputsOf(authored: AuthoredStep, place: Place): readonly ContextInput[] {
  return (authored.context_inputs ?? []).flatMap(({ key, inject_at }, index) => {
    const path = parsePath(inject_at);
    if (!('problem' in path)) return [{ key, injectAt: pathToPointer(path) }];
    place.child(index, 'inject_at').error('unreadable-path', path.problem, pathHint);
    return [];
  });
}

/** The step's own keys as authored; a filter's flat body keys are put where the later spelling has them. */
function runnerParams(authored: AuthoredStep): JsonObject {
  const own = Object.entries(authored as JsonObject).filter(
    ([key, value]) =>
      (Object.hasOwn(runnerTaskKeys, key) || key === 'sample_request') && value !== null,
  );
  return objectFrom(
    own.map(([key, value]) => [key, key === 'filter' ? bodyFilter(value as JsonObject) : value]),
  );
}

const filterRoots = new Set(['body', 'operation_id']);

function bodyFilter(filter: JsonObject): JsonObject {
  const flat = Object.entries(filter).filter(([key]) => !filterRoots.has(key));
  if (flat.length === 0) return filter;
  const authored = isObject(filter['body']) ? filter['body'] : {};
  const rest = Object.entries(filter).filter(([key]) => key === 'operation_id');
  return objectFrom([...rest, ['body', objectFrom([...flat, ...Object.entries(authored)])]]);
}

/** A write with no body cannot be meant to succeed; reads may go out empty. */
function reportMissingRequest(
  authored: AuthoredStep,
  request: RequestSpec,
  { place, context }: Surroundings,
): void {
  if (authored.sample_request || authored.expect_error === true) return;
  const ref = request.schemaRef ?? context.schemas.requestRefOf(request.task);
  const required = ref === null ? undefined : context.schemas.read(ref)?.['required'];
  if (!Array.isArray(required) || !required.includes('idempotency_key')) return;
  place
    .child('task')
    .error(
      'missing-request',
      `${request.task} changes state, but the step sends nothing`,
      'add a sample_request',
    );
}
