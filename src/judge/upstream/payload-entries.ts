import * as z from 'zod';
import type { Json } from '../../model/json.ts';
import { sameJson } from '../../support/json.ts';
import { locate, parsePath } from '../../support/path.ts';
import { allowedValues, anyValue } from '../params.ts';
import type { RecordedCall } from './recorded-calls.ts';

/** One thing that a call's payload must hold. */
export const payloadEntry = z.object({
  path: z.string().superRefine((text, ctx) => {
    const segments = parsePath(withoutRoot(text));
    if ('problem' in segments) {
      ctx.addIssue({
        code: 'custom',
        message: `must be a path such as "users[*].email" (${segments.problem})`,
      });
    }
  }),
  match: z.enum(['present', 'equals', 'contains_any'], {
    error: 'must be "present", "equals" or "contains_any"',
  }),
  value: anyValue.optional(),
  allowed_values: allowedValues.optional(),
});

/** The entry as it was authored. */
export type PayloadEntry = z.output<typeof payloadEntry>;

/** What the calls say of an entry: `unknown` where none shows a JSON payload. */
export function judgeEntry(
  entry: PayloadEntry,
  calls: readonly RecordedCall[],
): 'met' | 'missing' | 'unknown' {
  const readable = calls.filter(isReadable);
  if (readable.length === 0) return 'unknown';
  return readable.some((call) => meets(call, entry)) ? 'met' : 'missing';
}

/** True for a call whose payload can be looked into by path. */
export function isReadable({ isJson, isDigest }: RecordedCall): boolean {
  return isJson && !isDigest;
}

/** True for a call whose payload holds what an entry asks for. */
export function meets({ payload }: RecordedCall, entry: PayloadEntry): boolean {
  const segments = parsePath(withoutRoot(entry.path));
  if ('problem' in segments) return false;
  const found = locate(payload, segments).map(({ value }) => value);
  return found.some((value) => accepts(value, entry));
}

function accepts(value: Json, { match, value: wanted, allowed_values: allowed }: PayloadEntry) {
  if (match === 'present') return true;
  if (match === 'equals') return sameJson(value, wanted ?? null);
  return (allowed ?? []).some((candidate) => sameJson(candidate, value));
}

/** Authors may write the root of the payload as JSONPath does. */
function withoutRoot(path: string): string {
  return path.replace(/^\$\.?/, '');
}
