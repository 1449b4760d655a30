import { createHash } from 'node:crypto';
import type { Json, JsonObject } from '../../model/json.ts';
import { isObject } from '../../support/json.ts';
import { locate, parsePath } from '../../support/path.ts';
import type { RecordedCall } from './recorded-calls.ts';

/** Most digests a controller is asked about at once (`comply_test_controller` request schema). */
export const mostDigests = 64;

/** The scalars the paths name in the request that was sent, each once, in order. */
export function identifierValues(
  paths: readonly string[],
  sent: JsonObject | null,
): readonly (string | number)[] {
  const values = paths.flatMap((path) => {
    const segments = parsePath(path);
    return sent === null || 'problem' in segments ? [] : locate(sent, segments);
  });
  const scalars = values.flatMap(({ value }) =>
    typeof value === 'string' || typeof value === 'number' ? value : [],
  );
  return [...new Set(scalars)].filter((value) => value !== '');
}

/** SHA-256 of an identifier, in lower-case hexadecimal. */
export function digestOf(value: string | number): string {
  return createHash('sha256').update(String(value), 'utf8').digest('hex');
}

/** True where a call shows or proves that it carried the value. */
export function carries(call: RecordedCall, value: string | number): boolean {
  return call.isDigest
    ? call.proofs.get(digestOf(value)) === true
    : holds(call.payload, String(value));
}

/** Looks at every depth; a longer text that contains the value counts, whatever the encoding around it. */
function holds(payload: Json, value: string): boolean {
  if (typeof payload === 'string') return payload.includes(value);
  if (typeof payload === 'number') return String(payload) === value;
  if (Array.isArray(payload))
    return (payload as readonly Json[]).some((item) => holds(item, value));
  if (!isObject(payload)) return false;
  return Object.entries(payload).some(([key, item]) => key === value || holds(item, value));
}
