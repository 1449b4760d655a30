import type { Json, JsonObject, JsonPointer } from '../model/json.ts';
import type { KeptValue, RequestChange } from '../model/request.ts';
import { mapJson, mapMembers, pointerTo, valueAtPointer, type Visitor } from '../support/json.ts';
import type { Applied } from './invariant.ts';

/** The rule does not concern this request. */
export function unchanged(payload: JsonObject): Applied {
  return { payload, changes: [], kept: [] };
}

/** Adds a field the author left out. */
export function fill(payload: JsonObject, field: string, to: Json, why: Why): Applied {
  const change: RequestChange = { pointer: pointerTo('', field), to, ...why };
  return { payload: { ...payload, [field]: to }, changes: [change], kept: [] };
}

/** Who changed it, and the reason a reader is given. */
export interface Why {
  readonly invariant: string;
  readonly reason: string;
}

/** What a rewriting rule says of one value: replace it, set some of its fields, keep it for a reason worth telling, or nothing. */
export type Opinion =
  | { readonly to: Json; readonly reason: string }
  | { readonly set: JsonObject; readonly reason: string }
  | { readonly keep: string }
  | undefined;

/** Asks a rule about every value below the root, depth first, and collects what it did. */
export function rewrite(
  payload: JsonObject,
  invariant: string,
  opinion: (value: Json, pointer: JsonPointer, key: string | null) => Opinion,
): Applied {
  const changes: RequestChange[] = [];
  const kept: KeptValue[] = [];
  const visit: Visitor = (value, pointer, key) => {
    const said = opinion(value, pointer, key);
    if (said === undefined) return undefined;
    if ('keep' in said) {
      kept.push({ pointer, value, reason: said.keep });
      return undefined;
    }
    if ('set' in said) {
      const holder = value as JsonObject;
      changes.push(...settings(holder, pointer, said.set, { invariant, reason: said.reason }));
      // What stands inside obeys the rule as well.
      return mapMembers({ ...holder, ...said.set }, (item, name) =>
        mapJson(item, visit, pointerTo(pointer, name), name),
      );
    }
    changes.push({ pointer, from: value, to: said.to, invariant, reason: said.reason });
    return said.to;
  };
  const rewritten = mapJson(payload, visit);
  return { payload: rewritten as JsonObject, changes, kept };
}

function settings(
  holder: JsonObject,
  pointer: JsonPointer,
  set: JsonObject,
  why: Why,
): readonly RequestChange[] {
  return Object.entries(set).map(([key, to]) => {
    const from = holder[key];
    const at = { pointer: pointerTo(pointer, key), ...(from === undefined ? {} : { from }) };
    return { ...at, to, ...why };
  });
}

/** One rule after the other over the same payload, with everything they did. */
export function inOrder(
  payload: JsonObject,
  ...rules: readonly ((payload: JsonObject) => Applied)[]
): Applied {
  return rules.reduce<Applied>((done, rule) => {
    const next = rule(done.payload);
    return {
      payload: next.payload,
      changes: [...done.changes, ...next.changes],
      kept: [...done.kept, ...next.kept],
    };
  }, unchanged(payload));
}

/** True when the value at a pointer is what the author wrote, there or as a constant, not something an answer gave or a rule changed. */
export function isLiteral(authored: JsonObject, pointer: JsonPointer, value: Json): boolean {
  return valueAtPointer(authored, pointer) === value;
}
