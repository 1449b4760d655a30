import { boundParams, judgeBound } from '../bound-judgement.ts';
import { defineCheck } from '../check.ts';

/** A field is a number below a bound. */
export const fieldLessThan = defineCheck({
  kind: 'field_less_than',
  summary: 'A number is less than an authored or captured one.',
  needs: 'payload',
  params: boundParams,
  judge: (params, evidence) => judgeBound(params, evidence, (value, bound) => value < bound),
});
