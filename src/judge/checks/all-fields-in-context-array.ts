import * as z from 'zod';
import type { Json } from '../../model/json.ts';
import { sameJson } from '../../support/json.ts';
import { defineCheck } from '../check.ts';
import { captured, contextKeyAbsent, fieldsAt } from '../field.ts';
import { failed, passed, passedObserving } from '../outcome.ts';
import { contextKey, widePath } from '../params.ts';

/** Every value the path resolves to is an element of a captured array; no value at all is an observation. */
export const allFieldsInContextArray = defineCheck({
  kind: 'all_fields_in_context_array',
  summary: 'Every value at a path is one of the elements of a captured array.',
  needs: 'payload',
  params: z.object({ path: widePath, context_key: contextKey }),
  judge(params, { extraction, run }) {
    const accepted = captured(run.context, params.context_key);
    if (accepted === undefined) return passedObserving(contextKeyAbsent(params.context_key));
    const { pointer, found, unseen } = fieldsAt(extraction.payload, params.path);
    if (!Array.isArray(accepted)) {
      const note = `"${params.context_key}" is not an array`;
      return failed({ pointer, expected: accepted, note });
    }
    if (found.length === 0) return passedObserving(`nothing stands at "${params.path}"`);
    const strays = found.filter(
      ({ value }) => !accepted.some((item: Json) => sameJson(item, value)),
    );
    const [first] = strays;
    if (!first && unseen === undefined) return passed;
    return failed({
      pointer: first?.pointer ?? pointer,
      expected: accepted,
      actual: strays.map(({ value }) => value),
      ...(unseen !== undefined && { note: unseen }),
    });
  },
});
