import * as z from 'zod';
import { containsJson } from '../../support/json.ts';
import { defineCheck } from '../check.ts';
import { fieldsAt } from '../field.ts';
import { failed, passed } from '../outcome.ts';
import {
  allowedValues,
  anyValue,
  candidatesOf,
  expectedOf,
  widePath,
  withComparand,
} from '../params.ts';

/** At least one value the path resolves to matches; objects match when they contain what is expected. */
export const fieldContains = defineCheck({
  kind: 'field_contains',
  summary: 'At least one of the values at a path matches; objects match by what they contain.',
  needs: 'payload',
  params: withComparand(
    z.object({
      path: widePath,
      value: anyValue.optional(),
      allowed_values: allowedValues.optional(),
    }),
  ),
  judge(params, { extraction }) {
    const { pointer, found, unseen } = fieldsAt(extraction.payload, params.path);
    const candidates = candidatesOf(params);
    const matches = found.some(({ value }) =>
      candidates.some((candidate) => containsJson(value, candidate)),
    );
    if (matches) return passed;
    return failed({
      pointer,
      expected: expectedOf(params),
      actual: found.map(({ value }) => value),
      ...(unseen !== undefined && { note: unseen }),
    });
  },
});
