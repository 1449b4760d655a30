import type { Json, JsonObject, JsonPointer } from '../model/json.ts';
import type { RequestChange } from '../model/request.ts';
import type { Operation } from '../model/subject.ts';
import { isObject, mapJson, pointerTo } from '../support/json.ts';

/** A fixture's id in a storyboard, and the agent's own thing that stands for it. */
export interface HandleBinding {
  readonly entity: 'product' | 'product_pricing_option';
  readonly handle: string;
  readonly id: string;
  /** For prices: the product the handle belongs to, as the storyboard names it. */
  readonly productHandle: string | null;
}

/** Puts the agent's ids in place of handles, whole values only, and only where the request schema wants such an id. */
export function bindHandles(
  payload: JsonObject,
  handles: readonly HandleBinding[],
  operation: Operation,
): { readonly payload: JsonObject; readonly changes: readonly RequestChange[] } {
  if (handles.length === 0) return { payload, changes: [] };
  const changes: RequestChange[] = [];
  const visit = (value: JsonObject | readonly Json[], pointer: JsonPointer) => {
    const productId = isObject(value) ? value['product_id'] : undefined;
    for (const [key, member] of Object.entries(value)) {
      const at = pointerTo(pointer, key);
      const bound = handles.find(
        ({ handle, entity, productHandle }) =>
          handle === member &&
          (productHandle === null || productId === undefined || productId === productHandle) &&
          operation.entityAt?.(at) === entity,
      );
      if (bound === undefined || bound.id === member) continue;
      const reason = `the fixture ${bound.handle} stands for the agent's own ${bound.id}`;
      changes.push({ pointer: at, from: member, to: bound.id, invariant: 'fixtures', reason });
    }
  };
  mapJson(payload, (value, pointer) => {
    if (typeof value === 'object' && value !== null) visit(value, pointer);
    return undefined;
  });
  return { payload: applyAll(payload, changes), changes };
}

function applyAll(payload: JsonObject, changes: readonly RequestChange[]): JsonObject {
  const byPointer = new Map(changes.map(({ pointer, to }) => [pointer, to]));
  return mapJson(payload, (_value, pointer) => byPointer.get(pointer)) as JsonObject;
}
