import { boundParams, judgeBound } from '../bound-judgement.ts';
import { defineCheck } from '../check.ts';

/** A field is a number above a bound. */
export const fieldGreaterThan = defineCheck({
  kind: 'field_greater_than',
  summary: 'A number is greater than an authored or captured one.',
  needs: 'payload',
  params: boundParams,
  judge: (params, evidence) => judgeBound(params, evidence, (value, bound) => value > bound),
});
