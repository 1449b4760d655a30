import type { JsonObject } from '../model/json.ts';
import { isObject } from '../support/json.ts';
import { failedStates } from '../support/task-states.ts';

/**
 * Says in words how a payload reports a failure, `beside` what it stands; null when it does not.
 * An `adcp_error`, `success: false` or the status `failed` says so by itself: nothing but a task fails. The other signs
 * also stand in successful answers (warnings in `errors`, a buy whose status is `canceled`), so they count only where
 * no field of a success stands beside them.
 */
export function failureIn(payload: JsonObject, beside: string): string | null {
  if (isObject(payload['adcp_error'])) return `adcp_error ${beside}`;
  if (payload['success'] === false) return 'success is false';
  if (payload['status'] === 'failed' && !tellsOfTask(payload)) return 'task status is failed';
  if (hasSuccessArm(payload)) return null;
  return signOf(payload, beside);
}

function signOf(payload: JsonObject, beside: string): string | null {
  const { errors, error, status } = payload;
  if (Array.isArray(errors) && errors.length > 0) return `errors ${beside}`;
  if (isObject(error) || (typeof error === 'string' && error !== '')) return `error ${beside}`;
  if (typeof status === 'string' && failedStates.has(status)) return `task status is ${status}`;
  return null;
}

/** True for a successful answer to the question how a task stands. */
function tellsOfTask(payload: JsonObject): boolean {
  return ['task_id', 'created_at', 'updated_at'].every((field) => field in payload);
}

/** What no success is known by: fields every answer may carry, those of tasks, and those of published errors. */
const fieldsOfNoSuccess = new Set([
  'adcp_major_version',
  'adcp_version',
  'context',
  'conflicting_standards_id',
  'context_id',
  'error',
  'errors',
  'ext',
  'governance_context',
  'message',
  'operation_id',
  'protocol',
  'push_notification_config',
  'replayed',
  'sandbox',
  'status',
  'success',
  'task_id',
  'task_type',
  'timestamp',
]);

/** What agents write beside an `error` to say more of it, or to find the call again. */
const fieldsAboutErrors = new Set([
  'code',
  'correlation_id',
  'details',
  'error_code',
  'error_description',
  'error_detail',
  'error_details',
  'field',
  'recovery',
  'request_id',
  'retry_after',
  'status_code',
  'suggestion',
  'trace_id',
]);

function hasSuccessArm(payload: JsonObject): boolean {
  return Object.keys(payload).some(
    (key) => !fieldsOfNoSuccess.has(key) && !fieldsAboutErrors.has(key),
  );
}
