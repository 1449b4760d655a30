import { defineCheck } from '../check.ts';
import { comparisonParams, judgeValueOrAbsent } from '../field-judgements.ts';

/** A field of the envelope is missing, or equals one of the accepted values. */
export const envelopeFieldValueOrAbsent = defineCheck({
  kind: 'envelope_field_value_or_absent',
  summary: 'A field of the envelope is missing, or equals one of the accepted values.',
  needs: 'payload',
  params: comparisonParams,
  judge: (params, { extraction }) => judgeValueOrAbsent(extraction.payload, params),
});
