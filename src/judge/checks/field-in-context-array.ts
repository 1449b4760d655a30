import * as z from 'zod';
import type { Json } from '../../model/json.ts';
import { sameJson } from '../../support/json.ts';
import { defineCheck } from '../check.ts';
import { captured, contextKeyAbsent, fieldAt } from '../field.ts';
import { failed, passed, passedObserving } from '../outcome.ts';
import { contextKey, path } from '../params.ts';

/** What stands at the path is an element of a captured array. */
export const fieldInContextArray = defineCheck({
  kind: 'field_in_context_array',
  summary: 'A field is one of the elements of a captured array.',
  needs: 'payload',
  params: z.object({ path, context_key: contextKey }),
  judge(params, { extraction, run }) {
    const accepted = captured(run.context, params.context_key);
    if (accepted === undefined) return passedObserving(contextKeyAbsent(params.context_key));
    const { pointer, value } = fieldAt(extraction.payload, params.path);
    const fault = { pointer, expected: accepted, actual: value };
    if (!Array.isArray(accepted)) {
      return failed({ ...fault, note: `"${params.context_key}" is not an array` });
    }
    const known = value !== undefined && accepted.some((item: Json) => sameJson(item, value));
    return known ? passed : failed(fault);
  },
});
