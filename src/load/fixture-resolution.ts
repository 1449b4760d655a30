import * as z from 'zod';
import type { Json, JsonObject } from '../model/json.ts';
import { isObject, listOf } from '../support/json.ts';
import type { Place } from './place.ts';
import { readMap } from './read-map.ts';
import { anything, entries, text } from './schema.ts';
import type { AuthoredStoryboard } from './schema.ts';

const entry = z.strictObject({
  handle: text,
  product_handle: text.nullish(),
  strategies: z.array(z.enum(['seed', 'discover', 'construct'])).min(1),
  match: entries.min(1).nullish(),
  allow_reuse: z.boolean().nullish(),
  $comment: anything.nullish(),
});

const clause = z.strictObject({
  path: z.string(),
  operator: z.enum([
    'equals',
    'present',
    'contains_all',
    'any_match',
    'canonical_format_satisfies',
  ]),
  value: anything.nullish(),
  where: anything.nullish(),
  $comment: anything.nullish(),
});

/** The identity key a handle of each kind stands for. */
const handleKeys: Readonly<Record<string, string>> = {
  accounts: 'account_id',
  products: 'product_id',
  pricing_options: 'pricing_option_id',
  creatives: 'creative_id',
  creative_formats: 'format_id',
  plans: 'plan_id',
  media_buys: 'media_buy_id',
};

/** Checks the shape of `fixture_resolution` and hands it on as authored; null where there is none. */
export function fixtureResolutionOf(authored: AuthoredStoryboard, place: Place): JsonObject | null {
  const resolution = authored.fixture_resolution;
  if (!resolution) return null;
  for (const [kind, items] of Object.entries(resolution)) {
    for (const [index, item] of listOf(items).entries()) {
      checkEntry(kind, item, {
        place: place.child(kind, index),
        fixtures: authored.fixtures ?? {},
      });
    }
    if (!Array.isArray(items)) place.child(kind).error('wrong-type', `"${kind}" must be a list`);
  }
  return resolution;
}

interface Surroundings {
  readonly place: Place;
  readonly fixtures: JsonObject;
}

function checkEntry(kind: string, item: Json, { place, fixtures }: Surroundings): void {
  const read = readMap(entry, item, place);
  if (!read) return;
  const key = handleKeys[kind] ?? 'id';
  const ids = listOf(fixtures[kind]).map((fixture) => (isObject(fixture) ? fixture[key] : null));
  if (!ids.includes(read.handle)) {
    place
      .child('handle')
      .error(
        'fixture-handle',
        `no fixture of ${kind} is called "${read.handle}"`,
        `add it to fixtures.${kind}`,
      );
  }
  if (read.strategies.includes('discover') && !read.match) {
    place
      .child('strategies')
      .error(
        'fixture-match',
        'discovering an entity needs a match',
        'add "match: [{ path: /…, operator: equals, value: … }]"',
      );
  }
  for (const [index, authored] of (read.match ?? []).entries()) {
    readMap(clause, authored as Json, place.child('match', index));
  }
}
