import * as z from 'zod';
import { defineCheck } from '../check.ts';
import { failed, passed } from '../outcome.ts';
import { anyValue } from '../params.ts';

/** The task succeeded; despite its name the check looks at no HTTP status. */
export const statusCode = defineCheck({
  kind: 'status_code',
  summary: 'The task succeeded, whatever the HTTP status.',
  needs: 'payload',
  params: z.object({ value: anyValue.optional() }),
  judge(_, { extraction }) {
    const { outcome } = extraction;
    return outcome === 'success' ? passed : failed({ expected: 'success', actual: outcome });
  },
});
