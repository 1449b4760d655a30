import { languageChecks } from '../../../src/load/language.ts';
import { isMap, mapsIn } from './authored.ts';
import { keys, shapes, some, values, words, type CensusRow } from './row.ts';

/** Keys, kinds and parameters of validations. */
export const validationRows: readonly CensusRow[] = [
  ...keys(
    'validations',
    `check description path value allowed_values context_key min_count endpoint_pattern identifier_paths
     permanent_advisory severity id payload_must_contain attestation_mode_required pattern match_keys
     on_out_of_scope since source target purpose_filter scope expires_after_version min max`,
  ),
  some('validations', 'no description', (one) => !('description' in one)),
  ...values('validations', 'check', Object.keys(languageChecks)),
  some('validations', 'a check nobody knows', ({ check }) => !(String(check) in languageChecks)),
  ...values('validations', 'on_out_of_scope', ['warn', 'ignore', 'fail']),
  ...shapes('field_value', 'path value', 'path allowed_values'),
  ...shapes('field_value_or_absent', 'path value', 'path allowed_values'),
  ...shapes('field_contains', 'path value', 'path allowed_values'),
  ...shapes('field_present', 'path'),
  ...shapes('field_absent', 'path'),
  ...shapes('error_code', '', 'value', 'allowed_values'),
  ...shapes('array_length', 'path value', 'path min max'),
  ...shapes('field_less_than', 'path value', 'path context_key'),
  ...shapes('field_greater_than', 'path value'),
  ...shapes('canonical_format_satisfaction', 'value', 'value path'),
  ...shapes('cross_response_count_distinct', 'path allowed_values'),
  ...shapes(
    'refs_resolve',
    'source target match_keys on_out_of_scope',
    'source target match_keys on_out_of_scope scope',
  ),
  ...shapes(
    'upstream_traffic',
    'endpoint_pattern min_count',
    'endpoint_pattern identifier_paths min_count',
    'attestation_mode_required endpoint_pattern identifier_paths min_count payload_must_contain',
    'endpoint_pattern identifier_paths min_count since',
    'endpoint_pattern min_count purpose_filter',
  ),
  ...words('present equals contains_any').map((match) =>
    some('validations', `payload_must_contain match ${match}`, (one) =>
      mapsIn(one['payload_must_contain']).some((entry) => entry['match'] === match),
    ),
  ),
  some('validations', 'min_count 0', (one) => one['min_count'] === 0),
  ...typed('field_value', 'value', 'string number boolean array object'),
  ...typed('field_value', 'allowed_values', 'string boolean'),
  ...typed('field_value_or_absent', 'value', 'array null'),
  ...typed('field_value_or_absent', 'allowed_values', 'number null boolean'),
  ...typed('field_contains', 'value', 'string object'),
  shaped('with dots', /^\w+\.\w+$/),
  shaped('with [n]', /\[\d+\]/),
  shaped('with .n', /\.\d+\./),
  shaped('with [*]', /\[\*\]/),
  shaped('of the whole answer', /^$/),
  shaped('into errors', /^errors\[0\]/),
  shaped('into the echoed context', /^context\./),
];

function typed(check: string, key: string, kinds: string): readonly CensusRow[] {
  return words(kinds).map((kind) =>
    some('validations', `${check} with a ${kind} as ${key}`, (one) =>
      one['check'] === check && key in one ? kindsOf(key, one[key]).includes(kind) : false,
    ),
  );
}

function shaped(name: string, form: RegExp): CensusRow {
  return some('validations', `a path ${name}`, ({ path }) =>
    typeof path === 'string' ? form.test(path) : false,
  );
}

function kindsOf(key: string, value: unknown): readonly string[] {
  if (key !== 'allowed_values') return [kindOf(value)];
  return Array.isArray(value) ? value.map(kindOf) : [];
}

function kindOf(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'array';
  return isMap(value) ? 'object' : typeof value;
}
