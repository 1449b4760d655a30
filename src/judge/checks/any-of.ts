import * as z from 'zod';
import { defineCheck } from '../check.ts';
import { failed, passed } from '../outcome.ts';

/** At least one of the flags has been raised by an earlier step. */
export const anyOf = defineCheck({
  kind: 'any_of',
  summary: 'At least one of several flags has been raised.',
  needs: 'run',
  params: z.object({
    allowed_values: z.array(z.string()).min(1, { error: 'must list at least one flag' }),
  }),
  judge({ allowed_values: flags }, { contributions }) {
    if (flags.some((flag) => contributions.has(flag))) return passed;
    return failed({ expected: flags, actual: [...contributions].sort() });
  },
});
