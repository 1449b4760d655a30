import type { Json, JsonObject } from '../model/json.ts';
import type { Fixture } from '../model/storyboard.ts';
import { closest } from '../support/did-you-mean.ts';
import { isObject, objectFrom } from '../support/json.ts';
import { kindOf } from './issue.ts';
import { fixtureKinds } from './language.ts';
import type { FixtureKind } from './language.ts';
import type { Place } from './place.ts';

/** The entities to seed, what others refer to first. */
export function fixturesOf(authored: JsonObject, place: Place): readonly Fixture[] {
  for (const kind of Object.keys(authored)) reportUnknownKind(kind, place.child(kind));
  const fixtures = fixtureKinds.flatMap((kind) =>
    fixturesOfKind(kind, authored[kind.kind] ?? [], place.child(kind.kind)),
  );
  reportRepeated(fixtures, place);
  return fixtures;
}

function reportUnknownKind(kind: string, place: Place): void {
  const kinds = fixtureKinds.map((known) => known.kind);
  if (kinds.includes(kind)) return;
  const meant = closest(kind, kinds);
  const hint = meant === null ? `one of ${kinds.join(', ')}` : `did you mean "${meant}"?`;
  place.keyWarning('unknown-key', `unknown kind of fixture "${kind}", ignored`, hint);
}

function fixturesOfKind(kind: FixtureKind, list: Json, place: Place): readonly Fixture[] {
  if (!Array.isArray(list)) {
    place.error(
      'wrong-type',
      `"${kind.kind}" must be a list, not ${kindOf(list)}`,
      `write "${kind.kind}: [{ ${kind.identity[0] ?? 'id'}: … }]"`,
    );
    return [];
  }
  return (list as readonly Json[])
    .map((entry, index) => fixtureOf(kind, entry, place.child(index)))
    .filter((fixture) => fixture !== null);
}

function fixtureOf(kind: FixtureKind, entry: Json, place: Place): Fixture | null {
  if (!isObject(entry)) {
    place.error(
      'wrong-type',
      `a fixture is a map of keys and values, not ${kindOf(entry)}`,
      `write "- ${kind.identity[0] ?? 'id'}: …"`,
    );
    return null;
  }
  const missing = kind.identity.filter((key) => typeof entry[key] !== 'string');
  for (const key of missing) {
    place.error('fixture-identity', `an entry of ${kind.kind} needs "${key}"`, `add "${key}: …"`);
  }
  if (missing.length > 0) return null;
  const identity = kind.identity.map((key) => [key, entry[key] as string] as const);
  return {
    kind: kind.kind,
    stepId: `${kind.scenario}.${identity.map(([, id]) => id).join('.')}`,
    scenario: kind.scenario,
    params: objectFrom([...identity, ['fixture', bodyOf(kind, entry)]]),
    at: place.range(),
  };
}

/** Some entries nest their body below `fixture`, others are flat. */
function bodyOf(kind: FixtureKind, entry: JsonObject): JsonObject {
  const nested = isObject(entry['fixture']) ? entry['fixture'] : {};
  const isBody = ([key]: [string, Json]) =>
    !kind.identity.includes(key) &&
    key !== '$comment' &&
    !(key === 'fixture' && isObject(entry[key]));
  return objectFrom([...Object.entries(entry).filter(isBody), ...Object.entries(nested)]);
}

function reportRepeated(fixtures: readonly Fixture[], place: Place): void {
  const seen = new Set<string>();
  for (const { stepId, kind } of fixtures) {
    if (seen.has(stepId)) {
      place
        .child(kind)
        .keyWarning('duplicate-fixture', `"${stepId}" is seeded twice`, 'keep one entry');
    }
    seen.add(stepId);
  }
}
