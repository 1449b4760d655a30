import type { Json } from '../model/json.ts';
import type { Phase, SkipCondition, TestKit } from '../model/storyboard.ts';
import { capabilityOf } from './capability.ts';
import type { LoadContext } from './load-context.ts';
import type { Place } from './place.ts';
import { readMostOf } from './read-map.ts';
import { authoredPhase } from './schema.ts';
import type { AuthoredPhase } from './schema.ts';
import { parseSkipIf } from './skip-if.ts';
import { checkStateRules } from './state-rules.ts';
import { normaliseStep } from './step.ts';
import { vectorSteps } from './vector-steps.ts';

/** Turns an authored phase into the model. */
export function normalisePhase(
  value: Json,
  place: Place,
  context: LoadContext & { readonly kit: TestKit | null },
): Phase | null {
  const standIns = { id: place.path.join('.') };
  const authored = readMostOf(authoredPhase, value, { place, standIns });
  if (!authored) return null;
  const steps = (authored.steps ?? []) as readonly Json[];
  checkStateRules(steps, place.child('steps'));
  const branchSet = branchSetOf(authored, place);
  const predicate = authored.requires_capability;
  const capability = predicate ? capabilityOf(predicate, place.child('requires_capability')) : null;
  const at = place.child('id').range();
  return {
    id: authored.id,
    title: authored.title ?? authored.id,
    optional: authored.optional ?? false,
    skipIf: skipIfOf(authored.skip_if ?? null, place.child('skip_if')),
    branchSet,
    dependsOn: authored.depends_on ?? null,
    capabilities: capability ? [capability] : [],
    steps: authored.steps
      ? steps
          .map((step, index) =>
            normaliseStep(step, place.child('steps', index), { ...context, branchSet }),
          )
          .filter((step) => step !== null)
      : vectorSteps(authored.id, at, context.vectors),
    at,
  };
}

function branchSetOf(authored: AuthoredPhase, place: Place): string | null {
  if (!authored.branch_set) return null;
  if (authored.optional !== true) {
    place
      .child('branch_set')
      .error(
        'branch-set-optional',
        'a phase of a branch set must be optional',
        'add "optional: true"',
      );
  }
  return authored.branch_set.id;
}

function skipIfOf(source: string | null, place: Place): SkipCondition | null {
  if (source === null) return null;
  const condition = parseSkipIf(source);
  if (!('problem' in condition)) return condition;
  place.error(
    'skip-if-grammar',
    condition.problem,
    "write for example: !test_kit.auth.api_key || context.region == 'EU'",
  );
  return null;
}
