import { defineCheck } from '../check.ts';
import { comparisonParams, judgeValue } from '../field-judgements.ts';

/** A field of the envelope equals a value, or one of several. */
export const envelopeFieldValue = defineCheck({
  kind: 'envelope_field_value',
  summary: 'A field of the envelope equals a value, or one of several.',
  needs: 'payload',
  params: comparisonParams,
  judge: (params, { extraction }) => judgeValue(extraction.payload, params),
});
