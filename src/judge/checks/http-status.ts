import * as z from 'zod';
import { defineCheck } from '../check.ts';
import { judgeStatus } from '../http-judgement.ts';
import { numberOrToken } from '../params.ts';

/** The HTTP status is the one asked for. */
export const httpStatus = defineCheck({
  kind: 'http_status',
  summary: 'The HTTP status has an exact value.',
  needs: 'http',
  params: z.object({ value: numberOrToken }),
  judge: ({ value }, { response }) => judgeStatus(response, [value], value),
});
