import * as z from 'zod';
import type { EvidenceByNeed } from '../model/evidence.ts';
import type { Json } from '../model/json.ts';
import type { CheckOutcome } from '../model/outcome.ts';
import { captured, contextKeyAbsent, fieldAt } from './field.ts';
import { failed, passed, passedObserving } from './outcome.ts';
import { contextKey, numberOrToken, path } from './params.ts';

/** Parameters of a comparison of two numbers: the second is authored or captured. */
export const boundParams = z
  .object({ path, value: numberOrToken.optional(), context_key: contextKey.optional() })
  .superRefine((params, ctx) => {
    if ((params.value === undefined) === (params.context_key === undefined)) {
      ctx.addIssue({ code: 'custom', message: 'needs either "value" or "context_key"' });
    }
  });

/** A field and the bound are finite numbers and stand in the relation asked for. */
export function judgeBound(
  params: z.output<typeof boundParams>,
  { extraction, run }: EvidenceByNeed['payload'],
  holds: (value: number, bound: number) => boolean,
): CheckOutcome {
  const { context_key: key } = params;
  const bound = key === undefined ? params.value : captured(run.context, key);
  if (bound === undefined) return passedObserving(contextKeyAbsent(key ?? ''));
  const { pointer, value } = fieldAt(extraction.payload, params.path);
  const fault = { pointer, expected: bound, actual: value };
  if (!isFinite(bound)) return failed({ ...fault, note: 'the bound is not a number' });
  if (!isFinite(value)) return failed({ ...fault, note: 'the field is not a number' });
  return holds(value, bound) ? passed : failed(fault);
}

const isFinite = (value: Json | undefined): value is number =>
  typeof value === 'number' && Number.isFinite(value);
