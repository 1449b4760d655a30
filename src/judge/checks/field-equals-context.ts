import * as z from 'zod';
import { sameJson } from '../../support/json.ts';
import { defineCheck } from '../check.ts';
import { captured, contextKeyAbsent, fieldAt } from '../field.ts';
import { failed, passed, passedObserving } from '../outcome.ts';
import { contextKey, path } from '../params.ts';

/** What stands at the path is what an earlier step captured. */
export const fieldEqualsContext = defineCheck({
  kind: 'field_equals_context',
  summary: 'A field equals a captured value; nothing captured is an observation.',
  needs: 'payload',
  params: z.object({ path, context_key: contextKey }),
  judge(params, { extraction, run }) {
    const wanted = captured(run.context, params.context_key);
    if (wanted === undefined) return passedObserving(contextKeyAbsent(params.context_key));
    const { pointer, value } = fieldAt(extraction.payload, params.path);
    return sameJson(value, wanted) ? passed : failed({ pointer, expected: wanted, actual: value });
  },
});
