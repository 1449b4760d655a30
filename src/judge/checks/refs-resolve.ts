import * as z from 'zod';
import type { JsonObject } from '../../model/json.ts';
import { defineCheck } from '../check.ts';
import { failed, passedObserving } from '../outcome.ts';
import { widePath } from '../params.ts';
import { compareRefs } from '../refs.ts';

const side = z.object({
  from: z.enum(['current_step', 'context'], { error: 'must be "current_step" or "context"' }),
  path: widePath,
});

/** Every reference of the source has a counterpart among the targets, compared by the match keys. */
export const refsResolve = defineCheck({
  kind: 'refs_resolve',
  summary: 'Every reference in one place is defined in another.',
  needs: 'payload',
  params: z.object({
    source: side,
    target: side,
    match_keys: z.array(z.string()).min(1, { error: 'must list at least one key' }),
    scope: z.object({ key: z.string(), equals: z.string() }).optional(),
    on_out_of_scope: z
      .enum(['warn', 'ignore', 'fail'], { error: 'must be "warn", "ignore" or "fail"' })
      .optional(),
  }),
  judge(params, { extraction, run }) {
    const found = compareRefs(params, { extraction, run });
    const { missing, observations, unseen, note = unseen } = found;
    if (missing.length === 0 && unseen === undefined) return passedObserving(...observations);
    const expected: JsonObject = { match_keys: params.match_keys, target: { ...params.target } };
    return failed({ expected, actual: { missing }, observations, ...(note && { note }) });
  },
});
