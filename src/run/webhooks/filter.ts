import type { Delivery } from '../../dispatch/webhooks/delivery.ts';
import type { Mailbox } from '../../dispatch/webhooks/mailbox.ts';
import type { Json, JsonObject } from '../../model/json.ts';
import { asSent, type Renaming } from '../../request/renaming.ts';
import { containsJson, isObject, objectFrom } from '../../support/json.ts';
import { valueAt } from '../../support/path.ts';

/** Which deliveries a step means; flat keys were moved into `body` by the loader. */
export interface WebhookFilter {
  readonly operationId: string | null;
  /** Expected values by dotted path. */
  readonly body: JsonObject;
}

/** Reads a filter whose tokens have values. */
export function filterOf(filter: Json): WebhookFilter {
  const { operation_id: operationId, body } = isObject(filter) ? filter : {};
  return {
    operationId: typeof operationId === 'string' ? operationId : null,
    body: isObject(body) ? body : {},
  };
}

/** A filter as authored, with what it looks for under the names requests went out by. */
export function renamedFilter(filter: Json, renaming: Renaming): Json {
  if (!isObject(filter) || !isObject(filter['body'])) return filter;
  const renamed = Object.entries(filter['body']).map(
    ([path, value]) => [path, asSent(path, value, renaming)] as const,
  );
  return { ...filter, body: objectFrom(renamed) };
}

/** True for a delivery the step means; without a filter every delivery to the URL is. */
export function matches(
  { json }: Delivery,
  { operationId, body }: WebhookFilter,
  mailbox: Mailbox,
): boolean {
  const expected = Object.entries(body);
  if (operationId === null && expected.length === 0) return true;
  if (!isObject(json)) return false;
  return (
    isOfOperation(json, operationId, mailbox) &&
    expected.every(([path, value]) => containsJson(valueAt(json, path), value))
  );
}

/** The id stands at the end of the URL, so a body without one is told by where it was sent; a wrong one is not. */
function isOfOperation(
  { operation_id: sent }: JsonObject,
  wanted: string | null,
  { operationId }: Mailbox,
): boolean {
  return wanted === null || sent === wanted || (sent === undefined && wanted === operationId);
}
