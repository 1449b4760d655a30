import { defineCheck } from '../check.ts';
import { patternParams, judgePattern } from '../field-judgements.ts';

/** A text field matches a regular expression somewhere. */
export const fieldPattern = defineCheck({
  kind: 'field_pattern',
  summary: 'A text field matches a regular expression somewhere.',
  needs: 'payload',
  params: patternParams,
  judge: (params, { extraction }) => judgePattern(extraction.payload, params),
});
