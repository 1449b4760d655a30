import { defineCheck } from '../check.ts';
import { fieldParams, judgePresent } from '../field-judgements.ts';

/** A field of the envelope has a value other than null. */
export const envelopeFieldPresent = defineCheck({
  kind: 'envelope_field_present',
  summary: 'A field of the envelope has a value other than null.',
  needs: 'payload',
  params: fieldParams,
  judge: (params, { extraction }) => judgePresent(extraction.payload, params),
});
