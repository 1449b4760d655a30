import type { Extraction, WireResponse } from '../model/exchange.ts';
import type { Json, JsonObject } from '../model/json.ts';
import { dataIn, readA2aResult } from '../support/a2a-result.ts';
import { isObject, listOf } from '../support/json.ts';
import { failedStates } from '../support/task-states.ts';
import { fromHttp, fromRpcError, graded } from './extraction.ts';

/** Finds the AdCP payload in an A2A answer; says where it was found and adds nothing to it. */
export function extractA2a({ status, body }: WireResponse): Extraction {
  if (!isObject(body) || body['jsonrpc'] !== '2.0') return fromHttp(status, body);
  if (isObject(body['error'])) return fromRpcError(body['error']);
  const read = readA2aResult(body['result']);
  switch (read.kind) {
    case 'malformed':
      return nothing(read.problem);
    case 'message':
      return ofData(dataIn(read.message['parts']).at(-1), {
        missing: 'the message carries no data',
        beside: 'in a message',
        notes: ['a message instead of a task'],
      });
    case 'task':
      return fromTask(read.task, read.state);
  }
}

function fromTask(task: JsonObject, state: string): Extraction {
  const message = messageOf(task);
  if (state === 'auth-required')
    return failed(dataIn(message['parts'])[0] ?? textIn(message['parts']));
  if (state !== 'completed' && !failedStates.has(state)) {
    const missing = `the task is ${state} and its status message carries no data`;
    const data = dataIn(message['parts'])[0];
    return data === undefined
      ? { ...nothing(missing), outcome: 'pending' }
      : ofData(data, { missing, beside: `in a ${state} task` });
  }
  const data = dataIn(firstArtifactParts(task)).at(-1) ?? dataIn(message['parts']).at(-1);
  if (state !== 'completed') return failed(data ?? textIn(message['parts']));
  const missing = 'the task is completed and its first artifact carries no data';
  return ofData(data, { missing, beside: 'in a completed task' });
}

function messageOf({ status }: JsonObject): JsonObject {
  const message = isObject(status) ? status['message'] : undefined;
  return isObject(message) ? message : {};
}

function firstArtifactParts({ artifacts }: JsonObject): Json | undefined {
  const [first] = listOf(artifacts);
  return isObject(first) ? first['parts'] : undefined;
}

function textIn(parts: Json | undefined): string | null {
  if (!Array.isArray(parts)) return null;
  const texts = (parts as readonly Json[]).flatMap((part) =>
    isObject(part) && typeof part['text'] === 'string' ? [part['text']] : [],
  );
  return texts[0] ?? null;
}

function failed(payload: JsonObject | string | null): Extraction {
  const note = isObject(payload) ? null : 'the error has no payload';
  return { outcome: 'error', payload, path: 'error', note };
}

interface Around {
  readonly missing: string;
  readonly beside: string;
  readonly notes?: readonly string[];
}

function ofData(
  payload: JsonObject | undefined,
  { missing, beside, notes = [] }: Around,
): Extraction {
  if (payload === undefined) return nothing(missing);
  if (isWrapped(payload))
    return {
      outcome: 'error',
      payload,
      path: 'error',
      note: 'the payload is wrapped in "response"',
    };
  return graded({ payload, path: 'structured_content', notes, beside });
}

function isWrapped(payload: JsonObject): boolean {
  return Object.keys(payload).length === 1 && isObject(payload['response']);
}

function nothing(note: string): Extraction {
  return { outcome: 'success', payload: null, path: 'none', note };
}
