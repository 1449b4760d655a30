import type { Json, JsonObject } from '../model/json.ts';
import { isObject } from './json.ts';

/** What an A2A answer is: a task, a message, or an envelope that is neither. */
export type A2aResult =
  | { readonly kind: 'task'; readonly task: JsonObject; readonly state: string }
  | { readonly kind: 'message'; readonly message: JsonObject }
  | { readonly kind: 'malformed'; readonly problem: string };

/** Reads the result of `message/send` or `tasks/get`; one envelope as streams have it is taken off. */
export function readA2aResult(result: Json | undefined): A2aResult {
  if (!isObject(result)) return { kind: 'malformed', problem: 'the result is not an object' };
  const inner = unwrap(result);
  if (unwrap(inner) !== inner)
    return { kind: 'malformed', problem: 'the result is an envelope in an envelope' };
  if (isObject(inner['status'])) return readTask(inner, inner['status']);
  if (Array.isArray(inner['parts'])) return { kind: 'message', message: inner };
  return { kind: 'malformed', problem: 'the result is neither a task nor a message' };
}

const envelopes: ReadonlySet<string> = new Set(['task', 'message', 'statusUpdate']);

function unwrap(value: JsonObject): JsonObject {
  const [key, ...others] = Object.keys(value);
  const inner = key !== undefined && others.length === 0 ? value[key] : undefined;
  return key !== undefined && envelopes.has(key) && isObject(inner) ? inner : value;
}

function readTask(task: JsonObject, status: JsonObject): A2aResult {
  const { state } = status;
  if (typeof state !== 'string') return { kind: 'malformed', problem: 'the task has no state' };
  return { kind: 'task', task, state: normalState(state) };
}

/** `TASK_STATE_INPUT_REQUIRED`, `input_required` and `input-required` are one state. */
export function normalState(state: string): string {
  const plain = state
    .toLowerCase()
    .replace(/^task_state_/, '')
    .replaceAll('_', '-');
  return plain === 'cancelled' ? 'canceled' : plain;
}

/** The objects that parts carry as data, in order. */
export function dataIn(parts: Json | undefined): readonly JsonObject[] {
  if (!Array.isArray(parts)) return [];
  return (parts as readonly Json[]).flatMap((part) => {
    const isData = isObject(part) && (part['kind'] ?? 'data') === 'data';
    return isData && isObject(part['data']) ? [part['data']] : [];
  });
}

/** The conversation an answer belongs to, or null where it names none. */
export function contextIdOf(result: Json | undefined): string | null {
  const read = readA2aResult(result);
  if (read.kind === 'malformed') return null;
  const { contextId } = read.kind === 'task' ? read.task : read.message;
  return typeof contextId === 'string' && contextId !== '' ? contextId : null;
}
