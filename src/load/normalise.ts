import type { Json } from '../model/json.ts';
import type {
  CapabilityPredicate,
  Storyboard,
  StoryboardRequirements,
} from '../model/storyboard.ts';
import { assertionsOf } from './assertions.ts';
import { capabilityOf } from './capability.ts';
import { fixtureResolutionOf } from './fixture-resolution.ts';
import { fixturesOf } from './fixtures.ts';
import type { LoadContext } from './load-context.ts';
import { checkPhaseRules } from './phase-rules.ts';
import { normalisePhase } from './phase.ts';
import type { Place } from './place.ts';
import { readMostOf } from './read-map.ts';
import { authoredStoryboard } from './schema.ts';
import type { AuthoredStoryboard } from './schema.ts';

/** Turns an authored storyboard into the model; reports every mistake and gives null where nothing usable is left. */
export function normaliseStoryboard(
  value: Json,
  place: Place,
  context: LoadContext,
): Storyboard | null {
  const standIns = { id: place.file.file };
  const authored = readMostOf(authoredStoryboard, value, { place, standIns });
  if (!authored) return null;
  const seeds = place.child('fixtures');
  return {
    ...described(authored),
    ...runSettings(authored),
    ...normalisedParts(authored, place, context),
    fixtures: fixturesOf(authored.fixtures ?? {}, seeds),
    fixtureResolution: fixtureResolutionOf(authored, place.child('fixture_resolution')),
    at: place.child('id').range(),
  };
}

function described(authored: AuthoredStoryboard) {
  return {
    id: authored.id,
    version: authored.version ?? null,
    title: authored.title ?? authored.id,
    summary: authored.summary ?? null,
    track: authored.track ?? null,
    status: authored.status ?? 'stable',
    introducedIn: authored.introduced_in == null ? null : String(authored.introduced_in),
    protocol: authored.protocol ?? null,
  };
}

function runSettings(authored: AuthoredStoryboard) {
  return {
    requiresScenarios: authored.requires_scenarios ?? [],
    defaultAgent: authored.default_agent ?? null,
    context: authored.context ?? {},
    controllerSeeding: authored.prerequisites?.controller_seeding ?? false,
  };
}

function normalisedParts(authored: AuthoredStoryboard, place: Place, context: LoadContext) {
  const kits = context.kitOf(
    authored.prerequisites?.test_kit ?? null,
    place.child('prerequisites', 'test_kit'),
  );
  const authoredPhases = (authored.phases ?? []) as readonly Json[];
  checkPhaseRules(authoredPhases, place.child('phases'));
  const phases = authoredPhases.map((phase, index) =>
    normalisePhase(phase, place.child('phases', index), { ...context, kit: kits.testKit }),
  );
  return {
    ...kits,
    requirements: requirementsOf(authored, place),
    assertions: assertionsOf(
      authored.invariants ?? null,
      place.child('invariants'),
      context.assertions,
    ),
    phases: phases.filter((phase) => phase !== null),
  };
}

function requirementsOf(authored: AuthoredStoryboard, place: Place): StoryboardRequirements {
  const one = authored.requires_capability;
  const all = authored.requires_all_capabilities ?? [];
  const capabilities: (CapabilityPredicate | null)[] = [
    one ? capabilityOf(one, place.child('requires_capability')) : null,
    ...all.map((item, index) =>
      capabilityOf(item, place.child('requires_all_capabilities', index)),
    ),
  ];
  return {
    anyTool: authored.required_tools ?? [],
    toolFamilies: (authored.required_any_of_tools ?? []).map(({ tools, rationale }) => ({
      tools,
      rationale: rationale ?? null,
    })),
    capabilities: capabilities.filter((capability) => capability !== null),
    runtime: authored.requires ?? [],
  };
}
