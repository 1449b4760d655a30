import * as z from 'zod';
import type { Json } from '../../model/json.ts';
import { defineCheck } from '../check.ts';
import { errorCodes } from '../error-code.ts';
import { failed, passedObserving } from '../outcome.ts';
import { allowedValues, anyValue, candidatesOf, expectedOf } from '../params.ts';

/** The answer reports an error whose code is one of those asked for, or any code where none is. */
export const errorCode = defineCheck({
  kind: 'error_code',
  summary: 'The answer reports an error with a code, or with one of several.',
  needs: 'payload',
  params: z.object({ value: anyValue.optional(), allowed_values: allowedValues.optional() }),
  judge(params, { extraction }) {
    const codes = errorCodes(extraction);
    const [canonical] = codes;
    if (!canonical) {
      const note =
        extraction.outcome === 'success'
          ? 'error_code_not_resolvable: the answer reports no error'
          : 'error_code_not_resolvable: the error carries no code';
      return failed({ expected: expectedOf(params), note });
    }
    const observations = disagreements(codes);
    const { code, pointer } = canonical;
    const asked = params.value !== undefined || params.allowed_values !== undefined;
    if (!asked || candidatesOf(params).some((candidate) => isCode(candidate, code))) {
      return passedObserving(...observations);
    }
    return failed({ pointer, expected: expectedOf(params), actual: code, observations });
  },
});

/** Codes are compared as text; unquoted in YAML, one of digits is a number. */
function isCode(candidate: Json, code: string): boolean {
  return code === (typeof candidate === 'number' ? String(candidate) : candidate);
}

function disagreements(codes: ReturnType<typeof errorCodes>): readonly string[] {
  const [canonical, ...others] = codes;
  return others
    .filter(({ code }) => code !== canonical?.code)
    .map(({ code, pointer }) => `${pointer || 'the text'} says "${code}"`);
}
