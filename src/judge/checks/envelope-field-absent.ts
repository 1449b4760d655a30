import { defineCheck } from '../check.ts';
import { fieldParams, judgeAbsent } from '../field-judgements.ts';

/** A field of the envelope is missing or null. */
export const envelopeFieldAbsent = defineCheck({
  kind: 'envelope_field_absent',
  summary: 'A field of the envelope is missing or null.',
  needs: 'payload',
  params: fieldParams,
  judge: (params, { extraction }) => judgeAbsent(extraction.payload, params),
});
