import type { JsonObject } from '../model/json.ts';
import { readA2aResult } from '../support/a2a-result.ts';
import { failedStates, runningStates } from '../support/task-states.ts';
import { brokenResult, type RpcOutcome } from './rpc-answer.ts';
import { excerpt, fault, hostAndPort, type Fault } from './wire/fault.ts';

/** States in which a task has an outcome or can still come to one. */
const tellingStates: ReadonlySet<string> = new Set([
  'completed',
  ...failedStates,
  ...runningStates,
]);

/** An answer as far as A2A lets it say something of the call: a result that is none, or a state that tells nothing, is a fault. */
export function tellingAnswer(outcome: RpcOutcome, url: URL, authored: boolean): RpcOutcome {
  if (outcome.kind === 'fault' || !outcome.message) return outcome;
  if (!Object.hasOwn(outcome.message, 'result')) return outcome;
  const read = readA2aResult(outcome.message['result']);
  if (read.kind === 'malformed') return brokenResult(outcome, url, read.problem);
  if (read.kind === 'message' || tellingStates.has(read.state)) return outcome;
  if (read.state === 'auth-required') return authored ? outcome : unauthorized(read.task, url);
  return brokenResult(outcome, url, `the task is in the state ${excerpt(read.state)}`);
}

/** A task that waits for a credential is refused as a 401 refuses it. */
function unauthorized({ status }: JsonObject, url: URL): Fault {
  const said = excerpt(JSON.stringify(status));
  return fault('unauthorized', `${hostAndPort(url)} wants a credential for the task: ${said}.`);
}
