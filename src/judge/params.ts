import * as z from 'zod';
import type { Json } from '../model/json.ts';
import { everyElement, parsePath } from '../support/path.ts';

/** A path to one value. */
export const path = z.string().superRefine((text, ctx) => refusePath(text, ctx, false));

/** A path that may fan out with `[*]`. */
export const widePath = z.string().superRefine((text, ctx) => refusePath(text, ctx, true));

/** Any authored value, null included. */
export const anyValue = z.custom<Json>((value) => value !== undefined, {
  error: 'must be a JSON value',
});

/** A non-empty list of the values a check accepts. */
export const allowedValues = z.array(anyValue).min(1, { error: 'must list at least one value' });

/** A number, or a token the context replaces with one. */
export const numberOrToken = z.custom<number | string>(
  (value) => typeof value === 'number' || isToken(value),
  { error: 'must be a number or a token such as "$context.count"' },
);

/** The name of a captured value. */
export const contextKey = z.string().min(1, { error: 'must name a captured value' });

/** Adds what every comparison demands: `value` or `allowed_values`. */
export function withComparand<Shape extends z.ZodObject>(shape: Shape): Shape {
  return shape.superRefine((params, ctx) => {
    if (params['value'] === undefined && params['allowed_values'] === undefined) {
      ctx.addIssue({ code: 'custom', message: 'needs "value" or "allowed_values"' });
    }
  });
}

/** What a comparison accepts; the list wins where both are written. */
export function candidatesOf(params: Comparand): readonly Json[] {
  if (params.allowed_values !== undefined) return params.allowed_values;
  if (params.value !== undefined) return [params.value];
  throw new Error('neither "value" nor "allowed_values" is given');
}

/** What a failed comparison reports as expected: the list, or the one value. */
export function expectedOf(params: Comparand): Json {
  return params.allowed_values ?? params.value ?? null;
}

/** The two ways of saying what a field must equal. */
export interface Comparand {
  readonly value?: Json | undefined;
  readonly allowed_values?: readonly Json[] | undefined;
}

function refusePath(text: string, ctx: z.RefinementCtx, wide: boolean): void {
  const segments = parsePath(text);
  if ('problem' in segments) {
    ctx.addIssue({
      code: 'custom',
      message: `must be a path such as "rows[0].id" (${segments.problem})`,
    });
  } else if (!wide && segments.includes(everyElement)) {
    ctx.addIssue({
      code: 'custom',
      message:
        'must name one value: "[*]" only works in field_contains, all_fields_in_context_array and refs_resolve',
    });
  }
}

const isToken = (value: unknown) =>
  typeof value === 'string' && /^(\$(context|test_kit)\.|\{\{)/.test(value);
