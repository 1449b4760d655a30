import { defineCheck } from '../check.ts';
import { patternParams, judgePattern } from '../field-judgements.ts';

/** A text field of the envelope matches a regular expression somewhere. */
export const envelopeFieldPattern = defineCheck({
  kind: 'envelope_field_pattern',
  summary: 'A text field of the envelope matches a regular expression somewhere.',
  needs: 'payload',
  params: patternParams,
  judge: (params, { extraction }) => judgePattern(extraction.payload, params),
});
