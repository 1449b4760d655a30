import { expect, test } from 'vitest';
import * as z from 'zod';
import { problemsIn } from '../../src/judge/param-problems.ts';

const schema = z.object({
  count: z.number().int().min(0).optional(),
  names: z.array(z.string()).min(1, { error: 'must list at least one name' }).optional(),
});

test.each([
  [{ count: 0, names: ['a'] }, []],
  [{ count: -1 }, ['"count" of c must be at least 0, not -1']],
  [{ count: 1.5 }, ['"count" of c must be a whole number, not 1.5']],
  [{ count: 'x' }, ['"count" of c must be a number, not "x"']],
  [{ names: [] }, ['"names" of c must list at least one name, not []']],
])('what is wrong with %j', (params, messages) => {
  expect(problemsIn('c', params, schema).map(({ message }) => message)).toEqual(messages);
});
