import { defineCheck } from '../check.ts';
import { fieldParams, judgeAbsent } from '../field-judgements.ts';

/** A field is missing or null. */
export const fieldAbsent = defineCheck({
  kind: 'field_absent',
  summary: 'A field is missing or null.',
  needs: 'payload',
  params: fieldParams,
  judge: (params, { extraction }) => judgeAbsent(extraction.payload, params),
});
