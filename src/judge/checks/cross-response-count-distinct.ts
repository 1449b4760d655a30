import * as z from 'zod';
import type { Json } from '../../model/json.ts';
import { sameJson } from '../../support/json.ts';
import { defineCheck } from '../check.ts';
import { oneAnswerOnly, valuesOfCopies } from '../copies.ts';
import { failed, notApplicable, passed } from '../outcome.ts';
import { path } from '../params.ts';

const counts = z
  .array(z.number().int().min(0), { error: 'must be a list of whole numbers' })
  .min(1, { error: 'must list at least one number' });

/** The copies of a parallel dispatch were answered with as many different values as allowed. */
export const crossResponseCountDistinct = defineCheck({
  kind: 'cross_response_count_distinct',
  summary: 'The answers to copies of one request have so many different values of a field.',
  needs: 'run',
  params: z.object({ path, allowed_values: counts }),
  judge({ path: at, allowed_values: allowed }, run) {
    const values = valuesOfCopies(run, at);
    if (values === null) return notApplicable(oneAnswerOnly);
    const distinct = distinctIn(values.filter((value) => value !== undefined));
    if (values.length > 0 && allowed.includes(distinct.length)) return passed;
    return failed({
      expected: { path: at, allowed_values: allowed },
      actual: { observed_values: distinct, observed_cardinality: distinct.length },
    });
  },
});

function distinctIn(values: readonly Json[]): readonly Json[] {
  return values.filter(
    (value, index) => values.findIndex((other) => sameJson(other, value)) === index,
  );
}
