import type { JsonObject } from '../model/json.ts';
import { isObject } from '../support/json.ts';

/**
 * Says in words how a payload reports a failure, `beside` what it stands; null when it does not.
 * An `adcp_error` or `success: false` says so by itself. The other signs also stand in successful answers
 * (warnings in `errors`, a buy whose status is `canceled`), so they count only beside envelope fields.
 */
export function failureIn(payload: JsonObject, beside: string): string | null {
  if (isObject(payload['adcp_error'])) return `adcp_error ${beside}`;
  if (payload['success'] === false) return 'success is false';
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

const failedStates = new Set(['failed', 'rejected', 'canceled']);

/** The fields every answer may carry whatever became of the task (AdCP protocol envelope). */
const envelopeFields = new Set([
  'adcp_major_version',
  'adcp_version',
  'context',
  'context_id',
  'error',
  'errors',
  'ext',
  'governance_context',
  'message',
  'push_notification_config',
  'replayed',
  'sandbox',
  'status',
  'success',
  'task_id',
  'timestamp',
]);

function hasSuccessArm(payload: JsonObject): boolean {
  return Object.keys(payload).some((key) => !envelopeFields.has(key));
}
