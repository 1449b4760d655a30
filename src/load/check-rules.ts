import type { Json, JsonObject } from '../model/json.ts';
import type { CheckSignature } from '../model/storyboard.ts';
import { listOf } from '../support/json.ts';
import { everyElement, parsePath } from '../support/path.ts';
import { kindOf, pathHint } from './issue.ts';
import { languageChecks, wildcardChecks } from './language.ts';
import type { Place } from './place.ts';

/** An author's use of a check: its name, its known parameters, and its signature where the runner has one. */
interface CheckUse {
  readonly check: string;
  readonly params: JsonObject;
  readonly signature: CheckSignature | null;
}

/** Reports parameters a check cannot work with: what its signature says, else what the language says. */
export function checkParams(use: CheckUse, place: Place): void {
  const ofPath = pathProblems(use);
  const ofRest = firstNonEmpty([
    () => signatureProblems(use, ofPath.length > 0),
    () => languageProblems(use),
  ]);
  for (const { key, message, rule, hint } of [...ofPath, ...ofRest]) {
    place
      .child(...(key === null ? [] : [key]))
      .error(rule ?? 'check-params', message, hint ?? hintFor(use, key));
  }
}

/** A number in quotes is the usual slip; else what the check takes. */
function hintFor({ check, params }: CheckUse, key: string | null): string {
  const value = key === null ? undefined : params[key];
  if (typeof value === 'string' && /^\d+$/.test(value)) return `drop the quotes: ${value}`;
  const keys = keysOf(check);
  return keys.length === 0 ? 'drop it' : `${check} takes ${keys.join(', ')}`;
}

interface Problem {
  readonly key: string | null;
  readonly message: string;
  readonly rule?: string;
  readonly hint?: string;
}

/** Several judges may find the same fault, so the first that finds any has the word. */
function firstNonEmpty(judges: readonly (() => readonly Problem[])[]): readonly Problem[] {
  for (const judge of judges) {
    const found = judge();
    if (found.length > 0) return found;
  }
  return [];
}

/** What the check's own signature says; of its path nothing where that has been said already. */
function signatureProblems({ signature, params }: CheckUse, pathIsSaid: boolean) {
  const found = signature?.problemsOf(params) ?? [];
  return pathIsSaid ? found.filter(({ key }) => key !== 'path') : found;
}

/** Checks that apply to the whole document where no path is given. */
const pathOptional = new Set(['canonical_format_satisfaction']);

function pathProblems({ check, params }: CheckUse): readonly Problem[] {
  const { path } = params;
  const takesPath = keysOf(check).includes('path');
  if (path === undefined) return takesPath ? missingPath(check) : [];
  if (typeof path !== 'string') {
    const message = `"path" must be text, not ${kindOf(path)}`;
    return [{ key: 'path', rule: 'wrong-type', message, hint: pathHint }];
  }
  const segments = parsePath(path);
  if ('problem' in segments) {
    return [{ key: 'path', rule: 'unreadable-path', message: segments.problem, hint: pathHint }];
  }
  const misused = takesPath && !wildcardChecks.has(check) && segments.includes(everyElement);
  return misused ? wildcardPath(check) : [];
}

function keysOf(check: string): readonly string[] {
  return Object.hasOwn(languageChecks, check) ? (languageChecks[check] ?? []) : [];
}

function missingPath(check: string): readonly Problem[] {
  if (pathOptional.has(check)) return [];
  const hint = 'add for example "path: packages[0].budget"';
  return [{ key: null, rule: 'missing-path', message: `${check} needs a path`, hint }];
}

function wildcardPath(check: string): readonly Problem[] {
  const message = `${check} reads one value, so its path has no [*]`;
  const hint = 'name one element, e.g. [0], or use field_contains';
  return [{ key: 'path', rule: 'wildcard-path', message, hint }];
}

function languageProblems({ check, params }: CheckUse): readonly Problem[] {
  return [...listProblems(params), ...(rules[check]?.(params) ?? [])];
}

/** An empty list matches nothing, so the check could never pass (or never fail). */
function listProblems(params: JsonObject): readonly Problem[] {
  const list = params['allowed_values'];
  if (list === undefined) return [];
  if (Array.isArray(list) && list.length > 0) return [];
  const message = `"allowed_values" must be a list with an entry, not ${kindOf(list)}`;
  const hint = 'write "allowed_values: [A, B]"';
  return [{ key: 'allowed_values', rule: 'wrong-value', message, hint }];
}

const has = (params: JsonObject, key: string) => Object.hasOwn(params, key);

function needsOneOf(...keys: readonly string[]) {
  return (params: JsonObject): readonly Problem[] =>
    keys.some((key) => has(params, key))
      ? []
      : [
          {
            key: null,
            rule: 'missing-comparand',
            message: `the check needs ${keys.join(' or ')}`,
            hint: `add "${keys[0] ?? ''}: …"`,
          },
        ];
}

function needsAll(...keys: readonly string[]) {
  return (params: JsonObject): readonly Problem[] =>
    keys.flatMap((key) => (has(params, key) ? [] : needsOneOf(key)(params)));
}

function arrayLength(params: JsonObject): readonly Problem[] {
  const exact = has(params, 'value');
  const bounded = has(params, 'min') || has(params, 'max');
  if (exact !== bounded) return [];
  const message = exact
    ? 'array_length has both value and bounds'
    : 'array_length needs value, or min and max';
  return [
    { key: null, rule: 'array-length', message, hint: 'write value, or one or both of min, max' },
  ];
}

function pattern(params: JsonObject): readonly Problem[] {
  const source = params['pattern'];
  if (typeof source !== 'string') return needsOneOf('pattern')({});
  try {
    new RegExp(source);
    return [];
  } catch (thrown) {
    const message = thrown instanceof Error ? thrown.message : String(thrown);
    return [
      {
        key: 'pattern',
        rule: 'unreadable-pattern',
        message: `"${source}" is no regular expression: ${message}`,
        hint: 'put a backslash before a sign that stands for itself; two in double quotes',
      },
    ];
  }
}

/** Identifier paths have the smaller grammar `key` or `key[*]`, joined by dots (upstream_traffic). */
const identifierPath = /^[\w-]+(?:\[\*\])?(?:\.[\w-]+(?:\[\*\])?)*$/;

function upstreamTraffic(params: JsonObject): readonly Problem[] {
  const paths = (params['identifier_paths'] ?? []) as Json;
  const list = Array.isArray(paths) ? (paths as readonly Json[]) : [paths];
  const bad = list.filter((path) => typeof path !== 'string' || !identifierPath.test(path));
  return bad.map((path) => ({
    key: 'identifier_paths',
    rule: 'identifier-path',
    message: `${kindOf(path)} is no identifier path`,
    hint: 'write keys joined by dots, each with [*] where it is a list: "people[*].hash"',
  }));
}

/** A code is text, and unquoted one of digits is a number; nothing else ever equals one. */
function errorCode(params: JsonObject): readonly Problem[] {
  const { value, allowed_values: list } = params;
  const wrong = [...(value === undefined ? [] : [value]), ...listOf(list)].filter(
    (code) => typeof code !== 'number' && (typeof code !== 'string' || code === ''),
  );
  return wrong.slice(0, 1).map((code) => ({
    key: value === code ? 'value' : 'allowed_values',
    rule: 'wrong-value',
    message: `an error code is text, not ${kindOf(code)}`,
    hint: 'write for example "value: PRODUCT_NOT_FOUND"; without a value any code will do',
  }));
}

const comparand = needsOneOf('value', 'allowed_values');
const numeric = needsOneOf('value', 'context_key');

const rules: Readonly<Record<string, (params: JsonObject) => readonly Problem[]>> = {
  field_value: comparand,
  field_value_or_absent: comparand,
  field_contains: comparand,
  envelope_field_value: comparand,
  envelope_field_value_or_absent: comparand,
  field_greater_than: numeric,
  field_less_than: numeric,
  field_equals_context: needsOneOf('context_key'),
  field_in_context_array: needsOneOf('context_key'),
  all_fields_in_context_array: needsOneOf('context_key'),
  field_pattern: pattern,
  envelope_field_pattern: pattern,
  array_length: arrayLength,
  error_code: errorCode,
  http_status: needsOneOf('value'),
  http_status_in: needsOneOf('allowed_values'),
  on_401_require_header: needsOneOf('value'),
  any_of: needsOneOf('allowed_values'),
  cross_response_count_distinct: needsOneOf('allowed_values'),
  refs_resolve: needsAll('source', 'target', 'match_keys'),
  upstream_traffic: upstreamTraffic,
};
