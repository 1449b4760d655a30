import { fixtureKinds } from '../../../src/load/language.ts';
import { isMap, keysOf, mapsIn, textsOf, type Authored } from './authored.ts';
import { row, some, words, type CensusRow } from './row.ts';

/** Tokens, fixtures, handles, kits and the notation itself. */
export const valueRows: readonly CensusRow[] = [
  ...tokens(),
  ...fixtures(),
  ...handles(),
  ...kits(),
  row('YAML: an anchor and an alias', ({ texts }) =>
    texts.some((text) => /: &\w+\s/.test(text) && /: \*\w+/.test(text)),
  ),
  row('YAML: a merge key', ({ texts }) => texts.some((text) => text.includes('<<: *'))),
];

function tokens(): readonly CensusRow[] {
  return [
    token('$context in a request', 'sample_request', /^\$context\.\w+$/),
    token('$generate with an alias', 'sample_request', /^\$generate:uuid_v4#\w+$/),
    token('$generate without an alias', 'sample_request', /^\$generate:uuid_v4$/),
    token('$generate:opaque_id', 'sample_request', /^\$generate:opaque_id/),
    token('$test_kit in a request', 'sample_request', /^\$test_kit\./),
    token('$agent_url in a request', 'sample_request', /^\$agent_url$/),
    token('runner.webhook_url', 'sample_request', /^\{\{runner\.webhook_url:\w+\}\}$/),
    token('a start_time of asap', 'sample_request', /^asap$/),
    token('$context in a filter', 'filter', /^\$context\.\w+$/),
    token('prior_step in a filter', 'filter', /^\{\{prior_step\.\w+\.operation_id\}\}$/),
    token('$test_kit as a task', 'task', /^\$test_kit\.auth\.probe_task$/),
    token('$test_kit.operations as a task', 'task', /^\$test_kit\.operations\./),
    token('$test_kit as a request schema', 'schema_ref', /^\$test_kit\.schemas\./),
    token('$test_kit as a response schema', 'response_schema_ref', /^\$test_kit\.schemas\./),
    some('validations', '$context as a comparand', ({ value }) =>
      textsOf(value).some((text) => /^\$context\.\w+$/.test(text)),
    ),
    some('validations', '$agent_url as a scope', ({ scope }) =>
      textsOf(scope).includes('$agent_url'),
    ),
    some('steps', '$build_assets_from_format', ({ sample_request: request }) =>
      keysOf(request).includes('$build_assets_from_format'),
    ),
    some('storyboards', 'context with a URL', ({ context }) =>
      textsOf(context).some((text) => text.startsWith('https://')),
    ),
  ];
}

function token(name: string, key: string, form: RegExp): CensusRow {
  return some('steps', name, (step) => textsOf(step[key]).some((text) => form.test(text)));
}

function fixtures(): readonly CensusRow[] {
  const seeded = (kind: string, name: string, fits: (entry: Authored) => boolean) =>
    some('storyboards', `fixtures.${kind} ${name}`, ({ fixtures: all }) =>
      entriesOf(all, kind).some(fits),
    );
  return [
    ...fixtureKinds.map(({ kind }) => seeded(kind, 'flat or not', () => true)),
    ...words('accounts creative_formats').map((kind) =>
      seeded(kind, 'below fixture:', (entry) => 'fixture' in entry),
    ),
  ];
}

function handles(): readonly CensusRow[] {
  const handled = (name: string, fits: (entry: Authored) => boolean) =>
    some('storyboards', `fixture_resolution ${name}`, ({ fixture_resolution: all }) =>
      isMap(all) ? Object.keys(all).some((kind) => entriesOf(all, kind).some(fits)) : false,
    );
  const strategies = (wanted: string) => (entry: Authored) =>
    textsOf(entry['strategies']).join(' ') === wanted;
  return [
    ...words('handle product_handle strategies match allow_reuse').map((key) =>
      handled(key, (entry) => key in entry),
    ),
    handled('seed, then discover', strategies('seed discover')),
    handled('discover', strategies('discover')),
    ...words('equals present contains_all any_match').map((operator) =>
      handled(`match ${operator}`, (entry) =>
        mapsIn(entry['match']).some((clause) => clause['operator'] === operator),
      ),
    ),
  ];
}

function kits(): readonly CensusRow[] {
  const credentials = words('api_key username password credentials probe_task');
  return [
    ...credentials.map((key) => some('kits', key, ({ auth }) => keysOf(auth).includes(key))),
    ...words(
      'brand assets operations schemas account commercial_relationship applies_to sandbox',
    ).map((key) => some('kits', key, (kit) => key in kit)),
  ];
}

function entriesOf(all: unknown, kind: string): readonly Authored[] {
  return isMap(all) ? mapsIn(all[kind]) : [];
}
