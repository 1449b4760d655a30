import { defineCheck } from '../check.ts';
import { comparisonParams, judgeValue } from '../field-judgements.ts';

/** A field equals a value, or one of several. */
export const fieldValue = defineCheck({
  kind: 'field_value',
  summary: 'A field equals a value, or one of several.',
  needs: 'payload',
  params: comparisonParams,
  judge: (params, { extraction }) => judgeValue(extraction.payload, params),
});
