import type { JsonObject } from '../model/json.ts';
import { closest } from '../support/did-you-mean.ts';
import { isObject } from '../support/json.ts';
import { valueAt } from '../support/path.ts';
import { kindOf } from './issue.ts';
import type { Place } from './place.ts';

/** Reports what makes a document no test kit, and what in it nothing can use. */
export function checkKit(document: JsonObject, place: Place): void {
  const missed = reportMisspelt(document, place);
  if (!missed && !markers.some((key) => Object.hasOwn(document, key))) {
    const message = `this is no test kit: it has none of ${markers.join(', ')}`;
    const hint = 'add for example "brand: { house: { domain: brand.example } }"';
    place.error('no-kit', message, hint);
  }
  for (const path of maps) reportType(document, path, { place, wanted: 'a map', is: isObject });
  for (const path of texts) reportType(document, path, { place, wanted: 'text', is: isText });
}

/** One of them makes a kit a brand's, or a runner contract. */
const markers = ['auth', 'brand', 'applies_to'];

/** What a kit has a meaning for; beside it stands whatever its storyboards read. */
const kitKeys = [
  'id',
  'name',
  'description',
  'sandbox',
  'auth',
  'brand',
  'account',
  'assets',
  'applies_to',
  'operations',
  'schemas',
];

/** True where a marker is among the misspelt. */
function reportMisspelt(document: JsonObject, place: Place): boolean {
  const missed = Object.keys(document).flatMap((key) => {
    const meant = kitKeys.includes(key) ? null : closest(key, kitKeys);
    if (meant === null || Object.hasOwn(document, meant)) return [];
    const message = `a test kit has no key "${key}", so only $test_kit.${key} reads it`;
    place.child(key).keyWarning('unknown-key', message, `did you mean "${meant}"?`);
    return [meant];
  });
  return missed.some((key) => markers.includes(key));
}

const maps = ['auth', 'brand'];

const texts = ['id', 'auth.api_key', 'auth.probe_task', 'brand.house.domain'];

const isText = (value: unknown) => typeof value === 'string';

interface TypeRule {
  readonly place: Place;
  readonly wanted: string;
  readonly is: (value: unknown) => boolean;
}

function reportType(document: JsonObject, path: string, { place, wanted, is }: TypeRule): void {
  const value = valueAt(document, path) ?? null;
  if (value === null || is(value)) return;
  const quoted = wanted === 'text' && typeof value !== 'object';
  place
    .child(...path.split('.'))
    .error(
      'wrong-type',
      `"${path}" of a test kit must be ${wanted}, not ${kindOf(value)}`,
      quoted ? `quote it: "${String(value)}"` : `write ${wanted}`,
    );
}
