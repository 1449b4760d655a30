import { distance } from 'fastest-levenshtein';
import type { Json, JsonObject } from '../model/json.ts';
import type { Severity } from '../model/step-result.ts';
import type { CheckSignature, Validation } from '../model/storyboard.ts';
import { closest } from '../support/did-you-mean.ts';
import { isObject, objectFrom } from '../support/json.ts';
import { checkParams } from './check-rules.ts';
import { kindOf } from './issue.ts';
import { languageChecks, synthesisedChecks, validationMetadata } from './language.ts';
import type { LoadContext } from './load-context.ts';
import type { Place } from './place.ts';
import { readMostOf } from './read-map.ts';
import { authoredValidation } from './schema-step.ts';
import { hasReached, isVersion } from './version.ts';

/** Reads one entry of `validations`; its parameters are held against the check's own signature. */
export function validationOf(value: Json, place: Place, context: LoadContext): Validation | null {
  if (!isObject(value)) {
    place.error(
      'wrong-type',
      `a validation is a map with a check, not ${kindOf(value)}`,
      'write "- check: …"',
    );
    return null;
  }
  const kindKey = checkKeyOf(value);
  reportCheckKey(kindKey, place);
  const [metadata, authoredParams] = split(withCheck(value, kindKey));
  const common = readMostOf(authoredValidation, metadata, { place, standIns: {} });
  if (!common) return null;
  const check = kindMeant(common.check, place.child(kindKey), context);
  const signature = context.checks.get(check) ?? null;
  const params = knownParams(check, authoredParams, { place, signature });
  checkParams({ check, params, signature }, place);
  const graded = gradeOf(common.severity ?? 'required', common.expires_after_version ?? null, {
    place,
    context,
  });
  return {
    check,
    id: common.id ?? null,
    description: common.description ?? describe(check, params),
    severity: graded.severity,
    // Of a check that is not applied there is nothing to promote.
    promoted: signature === null ? null : graded.promoted,
    params: signature ? params : null,
    at: place.child(kindKey).range(),
  };
}

/** The key that names the check, however it is spelt; `check` itself where nothing comes close. */
function checkKeyOf(value: JsonObject): string {
  if (Object.hasOwn(value, 'check')) return 'check';
  const texts = Object.keys(value).filter((key) => typeof value[key] === 'string');
  return texts.find((key) => closest(key, ['check']) !== null) ?? 'check';
}

function reportCheckKey(key: string, place: Place): void {
  if (key === 'check') return;
  place
    .child(key)
    .keyError('unknown-key', `a validation has no key "${key}"`, 'did you mean "check"?');
}

function withCheck(value: JsonObject, key: string): JsonObject {
  const items = Object.entries(value);
  return objectFrom(items.map(([name, item]) => [name === key ? 'check' : name, item]));
}

function split(value: JsonObject): readonly [JsonObject, JsonObject] {
  const isMetadata = ([key]: [string, Json]) => validationMetadata.includes(key);
  const items = Object.entries(value);
  return [
    objectFrom(items.filter(isMetadata)),
    objectFrom(items.filter((entry) => !isMetadata(entry))),
  ];
}

/**
 * The check that is meant; its parameters are judged too where it is misspelt. A misspelling stops the load, because
 * nothing would ever be checked; a name nobody knows is a newer language's.
 */
function kindMeant(check: string, place: Place, context: LoadContext): string {
  if (synthesisedChecks.has(check)) {
    place.error(
      'synthesised-check',
      `"${check}" is a finding of the runner, not a check to write`,
      'drop this validation',
    );
    return check;
  }
  const known = [...context.checks.keys(), ...Object.keys(languageChecks)];
  if (known.includes(check)) return check;
  const meant = closest(check, known);
  if (meant !== null && distance(check.toLowerCase(), meant) <= 2) {
    place.error('unknown-check', `unknown check "${check}"`, `did you mean "${meant}"?`);
    return meant;
  }
  const hint = meant === null ? 'see storyboard list checks' : `did you mean "${meant}"?`;
  place.warning('unknown-check', `unknown check "${check}": the runner will not apply it`, hint);
  return check;
}

interface ParamContext {
  readonly place: Place;
  readonly signature: CheckSignature | null;
}

function knownParams(
  check: string,
  params: JsonObject,
  { place, signature }: ParamContext,
): JsonObject {
  const keys =
    signature?.keys ?? (Object.hasOwn(languageChecks, check) ? languageChecks[check] : null);
  if (!keys) return params;
  const isKnown = ([key]: [string, Json]) => keys.includes(key);
  for (const [key] of Object.entries(params).filter((entry) => !isKnown(entry))) {
    const meant = closest(key, [...keys, ...validationMetadata]);
    place
      .child(key)
      .keyWarning(
        'unknown-key',
        `unknown key "${key}" of check ${check}, ignored`,
        meant === null
          ? `it takes ${[...keys, ...validationMetadata].join(', ')}`
          : `did you mean "${meant}"?`,
      );
  }
  return objectFrom(Object.entries(params).filter(isKnown));
}

function describe(check: string, params: JsonObject): string {
  return typeof params['path'] === 'string' ? `${check} ${params['path']}` : check;
}

interface GradeContext {
  readonly place: Place;
  readonly context: LoadContext;
}

/** An advisory turns required once the runner's version reaches its expiry. */
function gradeOf(
  severity: Severity,
  expiresAfter: string | null,
  { place, context }: GradeContext,
): { readonly severity: Severity; readonly promoted: boolean | null } {
  if (severity === 'required' || expiresAfter === null) return { severity, promoted: null };
  if (!isVersion(expiresAfter)) {
    place
      .child('expires_after_version')
      .error(
        'wrong-value',
        `"${expiresAfter}" is no semantic version`,
        'write for example "2.0.0"',
      );
    return { severity, promoted: null };
  }
  const promoted = hasReached(context.runnerVersion, expiresAfter);
  return { severity: promoted ? 'required' : severity, promoted };
}
