import * as z from 'zod';
import type { Json } from '../../model/json.ts';
import { defineCheck } from '../check.ts';
import { fieldAt } from '../field.ts';
import { failed, passed } from '../outcome.ts';
import { path } from '../params.ts';

const count = z.custom<number>((value) => Number.isInteger(value) && (value as number) >= 0, {
  error: 'must be a whole number of at least 0',
});

const params = z
  .object({ path, value: count.optional(), min: count.optional(), max: count.optional() })
  .superRefine(({ value, min, max }, ctx) => {
    const ranged = min !== undefined || max !== undefined;
    if ((value !== undefined) === ranged) {
      ctx.addIssue({ code: 'custom', message: 'needs either "value", or "min" and/or "max"' });
    } else if (min !== undefined && max !== undefined && min > max) {
      ctx.addIssue({
        code: 'custom',
        message: `needs "min" (${min}) to be at most "max" (${max})`,
      });
    }
  });

/** An array has as many elements as asked for. */
export const arrayLength = defineCheck({
  kind: 'array_length',
  summary: 'An array has an exact number of elements, or one within bounds.',
  needs: 'payload',
  params,
  judge(limits, { extraction }) {
    const { pointer, value } = fieldAt(extraction.payload, limits.path);
    if (!Array.isArray(value)) return failed({ pointer, expected: 'array', actual: value });
    const { length } = value;
    const { min = limits.value ?? 0, max = limits.value ?? Infinity } = limits;
    if (length >= min && length <= max) return passed;
    return failed({ pointer, expected: expectedLength(limits), actual: length });
  },
});

function expectedLength({ value, min, max }: z.output<typeof params>): Json {
  if (value !== undefined) return value;
  return { ...(min !== undefined && { min }), ...(max !== undefined && { max }) };
}
