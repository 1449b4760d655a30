import type { Json } from '../../model/json.ts';
import { isObject } from '../../support/json.ts';

/** What a rejection says of its cause. */
export interface Rejection {
  readonly codes: readonly string[];
  readonly fields: readonly string[];
  readonly messages: readonly string[];
}

const keysOf: Readonly<Record<keyof Rejection, readonly string[]>> = {
  codes: ['code', 'error_code', 'reason'],
  fields: ['field', 'path', 'json_pointer'],
  messages: ['message', 'error', 'detail', 'suggestion'],
};

const nested = ['adcp_error', 'error', 'errors', 'details', 'data', 'issues'];

/** Collects codes, fields and messages from the places errors have; the echoed request is not among them. */
export function rejectionIn(payload: Json, depth = 0): Rejection {
  if (typeof payload === 'string') return { codes: [], fields: [], messages: [payload] };
  if (depth > 5) return { codes: [], fields: [], messages: [] };
  const below = Array.isArray(payload)
    ? (payload as readonly Json[])
    : isObject(payload)
      ? nested.map((key) => payload[key] ?? null).filter((value) => typeof value === 'object')
      : [];
  const found = below.map((value) => rejectionIn(value, depth + 1));
  const collect = (kind: keyof Rejection) => [
    ...new Set([...textsAt(payload, keysOf[kind]), ...found.flatMap((each) => each[kind])]),
  ];
  return { codes: collect('codes'), fields: collect('fields'), messages: collect('messages') };
}

function textsAt(value: Json, keys: readonly string[]): readonly string[] {
  if (!isObject(value)) return [];
  return keys.flatMap((key) => {
    const text = value[key];
    return typeof text === 'string' ? text : [];
  });
}

/** True where a rejection names a format as its cause. */
export function isAboutFormats({ codes, fields, messages }: Rejection): boolean {
  return (
    codes.some((code) => code.startsWith('FORMAT_')) ||
    [...fields, ...messages].some((text) => /format|selector/i.test(text))
  );
}
