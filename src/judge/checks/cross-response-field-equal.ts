import * as z from 'zod';
import { sameJson } from '../../support/json.ts';
import { defineCheck } from '../check.ts';
import { oneAnswerOnly, valuesOfCopies } from '../copies.ts';
import { failed, notApplicable, passed } from '../outcome.ts';
import { path } from '../params.ts';

/** Every copy of a parallel dispatch was answered with the same value at a path. */
export const crossResponseFieldEqual = defineCheck({
  kind: 'cross_response_field_equal',
  summary: 'All answers to copies of one request agree on a field.',
  needs: 'run',
  params: z.object({ path }),
  judge({ path: at }, run) {
    const values = valuesOfCopies(run, at);
    if (values === null) return notApplicable(oneAnswerOnly);
    const fault = {
      expected: { path: at },
      actual: { observed_values: values.map((value) => value ?? null) },
    };
    if (values.length < 2) {
      return failed({ ...fault, note: `${values.length} of the copies came to an end` });
    }
    const [first] = values;
    const agree = first !== undefined && values.every((value) => sameJson(value, first));
    return agree ? passed : failed(fault);
  },
});
