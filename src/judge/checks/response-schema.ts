import * as z from 'zod';
import { defineCheck } from '../check.ts';
import { failed, notApplicable, passed } from '../outcome.ts';

/** The payload satisfies the schema the step names, read as written: neither stricter nor laxer. */
export const responseSchema = defineCheck({
  kind: 'response_schema',
  summary: "The payload satisfies the step's response schema.",
  needs: 'payload',
  params: z.object({}),
  judge(_, { extraction, run }) {
    const { responseSchemaRef: ref, schemas } = run;
    if (ref === null) return notApplicable('the step names no response schema');
    const verdict = schemas.validate(ref, extraction.payload);
    switch (verdict.kind) {
      case 'valid':
        return passed;
      case 'missing':
        return notApplicable(`there is no schema "${verdict.ref}" to judge by`);
      case 'broken':
        // The agent is not at fault, and nobody knows whether its answer is: the step cannot pass.
        return failed({
          pointer: '',
          expected: verdict.ref,
          note: `the suite's schema "${verdict.ref}" is broken: ${verdict.detail}`,
        });
      case 'invalid': {
        const { schema, errors } = verdict;
        const pointer = pointerOf(errors[0]?.instance_path);
        const actual = errors.map((error) => ({ ...error }));
        return failed({ pointer, expected: schema.id, actual, schema });
      }
    }
  },
});

const pointerOf = (path: string | undefined) =>
  path?.startsWith('/') ? (path as `/${string}`) : '';
