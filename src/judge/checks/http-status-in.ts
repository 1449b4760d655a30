import * as z from 'zod';
import { defineCheck } from '../check.ts';
import { judgeStatus } from '../http-judgement.ts';
import { numberOrToken } from '../params.ts';

/** The HTTP status is one of several. */
export const httpStatusIn = defineCheck({
  kind: 'http_status_in',
  summary: 'The HTTP status is one of several.',
  needs: 'http',
  params: z.object({
    allowed_values: z.array(numberOrToken).min(1, { error: 'must list at least one status' }),
  }),
  judge: ({ allowed_values: accepted }, { response }) => judgeStatus(response, accepted, accepted),
});
