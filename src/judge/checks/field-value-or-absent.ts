import { defineCheck } from '../check.ts';
import { comparisonParams, judgeValueOrAbsent } from '../field-judgements.ts';

/** A field is missing, or equals one of the accepted values. */
export const fieldValueOrAbsent = defineCheck({
  kind: 'field_value_or_absent',
  summary: 'A field is missing, or equals one of the accepted values.',
  needs: 'payload',
  params: comparisonParams,
  judge: (params, { extraction }) => judgeValueOrAbsent(extraction.payload, params),
});
