import type { ZodObject } from 'zod';
import type { JsonObject } from '../model/json.ts';
import { valueAtKeys } from '../support/json.ts';

/** A mistake in the parameters of a check; `key` is null where it is about the whole. */
export interface ParamProblem {
  readonly key: string | null;
  readonly message: string;
}

/** Every mistake in a check's authored parameters, in words. */
export function problemsIn(
  kind: string,
  params: JsonObject,
  schema: ZodObject,
): readonly ParamProblem[] {
  const parsed = schema.safeParse(params);
  return parsed.success ? [] : parsed.error.issues.map((issue) => describe(kind, params, issue));
}

interface Issue {
  readonly code?: string | undefined;
  readonly path: readonly PropertyKey[];
  readonly message: string;
  readonly expected?: unknown;
  readonly origin?: unknown;
  readonly minimum?: unknown;
}

function describe(kind: string, params: JsonObject, issue: Issue): ParamProblem {
  const [first] = issue.path;
  const key = first === undefined ? null : String(first);
  if (key === null) return { key, message: `${kind} ${issue.message}` };
  if (!Object.hasOwn(params, key)) return { key, message: `${kind} needs "${key}"` };
  const where = issue.path.map(String).join('.');
  const quoted = quote(valueAtKeys(params, issue.path));
  if (issue.code === 'invalid_type' && typeof issue.expected === 'string') {
    return {
      key,
      message: `"${where}" of ${kind} must be ${article(issue.expected)}, not ${quoted}`,
    };
  }
  return { key, message: `"${where}" of ${kind} ${wanted(issue)}, not ${quoted}` };
}

/** The check's own words, but of a number that is too small. */
function wanted({ code, origin, minimum, message }: Issue): string {
  const isOwn = code !== 'too_small' || origin !== 'number';
  return isOwn ? message : `must be at least ${String(minimum)}`;
}

function quote(value: unknown): string {
  return value === undefined ? 'nothing' : JSON.stringify(value);
}

function article(type: string): string {
  if (type === 'int') return 'a whole number';
  return /^[aeio]/.test(type) ? `an ${type}` : `a ${type}`;
}
