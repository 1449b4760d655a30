import { pause } from '../dispatch/pause.ts';
import type { Answered, Exchange, Extraction, WireRequest } from '../model/exchange.ts';
import type { Json, JsonObject } from '../model/json.ts';
import { normalState } from '../support/a2a-result.ts';
import { isObject } from '../support/json.ts';
import { runningStates } from '../support/task-states.ts';
import { buildIn, ownCall } from './build-in.ts';
import type { StepScope } from './scope.ts';
import type { Session } from './session.ts';

/** What became of a task that an answer left running. */
export interface TaskCompletion {
  readonly polls: readonly Answered[];
  /** Null where there is a problem. */
  readonly result: Json;
  /** Why the task has no result; null where it has one. */
  readonly problem: string | null;
}

const firstPauseMs = 100;
const longestPauseMs = 1500;

/** Tools that tell how a task stands, the language's own first; published agents offer the others. */
const statusTools = ['get_task_status', 'tasks_get', 'tasks/get'];

/**
 * Polls the task a step's captures ask for, within the time of one call. Null where no capture asks or the answer is
 * final; `aborted` when the run ended meanwhile.
 */
export async function completeTask(
  scope: StepScope,
  exchange: Answered,
  extraction: Extraction,
): Promise<TaskCompletion | 'aborted' | null> {
  const { session, step } = scope;
  const isAsked = step.captures.some((each) => each.kind === 'path' && each.fromTaskCompletion);
  if (!isAsked || extraction.outcome === 'error') return null;
  const running = runningTask(session, exchange, extraction);
  return running === null ? null : new Polling(scope, exchange).until(running);
}

/** A task that has not ended, by the protocol's id or by AdCP's. */
type RunningTask = {
  readonly by: 'protocol' | 'tool';
  readonly id: string;
  readonly state: string;
};

function runningTask(
  { transport }: Session,
  { response }: Answered,
  { payload }: Extraction,
): RunningTask | null {
  const id = transport.tasks?.idOf(response) ?? null;
  const state = stateOf(payload);
  if (id !== null) return { by: 'protocol', id, state: state ?? 'running' };
  if (state === null || !runningStates.has(state) || !isObject(payload)) return null;
  const { task_id: taskId } = payload;
  return isTaskId(taskId) ? { by: 'tool', id: taskId, state } : null;
}

function stateOf(payload: Json): string | null {
  const status = isObject(payload) ? payload['status'] : undefined;
  return typeof status === 'string' ? normalState(status) : null;
}

function isTaskId(value: Json | undefined): value is string {
  return typeof value === 'string' && /^\P{Cc}{1,256}$/u.test(value);
}

class Polling {
  readonly #scope: StepScope;
  readonly #session: Session;
  readonly #started: Answered;
  readonly #polls: Answered[] = [];

  constructor(scope: StepScope, started: Answered) {
    this.#scope = scope;
    this.#session = scope.session;
    this.#started = started;
  }

  async until(first: RunningTask): Promise<TaskCompletion | 'aborted'> {
    const { services, signal, timeoutMs } = this.#session;
    const deadline = services.elapsed() + timeoutMs;
    let running = first;
    for (let pauseMs = firstPauseMs; ; pauseMs = Math.min(pauseMs * 2, longestPauseMs)) {
      const left = Math.ceil(deadline - services.elapsed());
      if (left <= 0) return this.#lost(`the task is still ${running.state} after ${timeoutMs} ms`);
      await pause(Math.min(pauseMs, left), signal);
      const exchange = await this.#ask(running, Math.max(1, left));
      if (exchange === null) return this.#lost(noTool);
      if (exchange.kind === 'unanswered')
        return exchange.reason === 'aborted' ? 'aborted' : this.#lost(exchange.detail);
      this.#polls.push(exchange);
      const found = this.#read(exchange, running);
      if ('polls' in found) return found;
      running = found;
    }
  }

  async #ask({ by, id }: RunningTask, timeoutMs: number): Promise<Exchange | null> {
    const { transport, signal } = this.#session;
    const limits = { signal, timeoutMs };
    if (by === 'protocol') return (await transport.tasks?.get(id, this.#started, limits)) ?? null;
    const request = statusRequest(id, this.#started.request, this.#scope);
    return request && transport.send(request, limits);
  }

  #read(exchange: Answered, asked: RunningTask): RunningTask | TaskCompletion {
    const extraction = this.#session.transport.extract(exchange.response);
    const { payload, outcome } = extraction;
    const state = stateOf(payload);
    if (asked.by === 'tool' && state !== null) return this.#readStatus(state, payload, asked);
    if (outcome === 'error') return this.#lost('the task ended in an error');
    return runningTask(this.#session, exchange, extraction) ?? this.#done(payload);
  }

  #readStatus(state: string, payload: Json, asked: RunningTask): RunningTask | TaskCompletion {
    if (runningStates.has(state)) return { ...asked, state };
    if (state !== 'completed') return this.#lost(`the task ended as ${state}`);
    const result = isObject(payload) ? payload['result'] : undefined;
    return this.#done(result ?? payload);
  }

  #done(result: Json): TaskCompletion {
    return { polls: this.#polls, result, problem: null };
  }

  #lost(problem: string): TaskCompletion {
    return { polls: this.#polls, result: null, problem };
  }
}

const noTool = `the agent lists no tool that tells how a task stands (${statusTools.join(', ')})`;

/**
 * Asks for the account the task was started for, where the tool takes one: ids are unique per account at most. Null
 * where the agent has no such tool.
 */
function statusRequest(
  id: string,
  { payload, credential }: WireRequest,
  scope: StepScope,
): WireRequest | null {
  const { session } = scope;
  const tool = statusTools.find((name) => session.profile.tools.has(name));
  if (tool === undefined) return null;
  const declared = session.operation(tool, null);
  const { account } = payload;
  const asked: JsonObject = {
    task_id: id,
    ...((declared.source === null || declared.declares('include_result')) && {
      include_result: true,
    }),
    ...(account !== undefined && declared.declares('account') && { account }),
  };
  const built = buildIn(scope, ownCall(tool, asked));
  return built.kind === 'ready' ? { ...built.request, credential } : null;
}
