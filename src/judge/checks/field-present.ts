import { defineCheck } from '../check.ts';
import { fieldParams, judgePresent } from '../field-judgements.ts';

/** A field has a value other than null. */
export const fieldPresent = defineCheck({
  kind: 'field_present',
  summary: 'A field has a value other than null.',
  needs: 'payload',
  params: fieldParams,
  judge: (params, { extraction }) => judgePresent(extraction.payload, params),
});
