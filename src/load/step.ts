import type { Json } from '../model/json.ts';
import type { Expectation, Step } from '../model/storyboard.ts';
import { actionOf } from './action.ts';
import { assertionIds } from './assertions.ts';
import { capturesOf } from './capture.ts';
import { contributionOf } from './contribution.ts';
import { kitReference } from './kit-reference.ts';
import type { StepContext } from './load-context.ts';
import type { Place } from './place.ts';
import { readMostOf } from './read-map.ts';
import { authoredStep } from './schema-step.ts';
import type { AuthoredStep } from './schema-step.ts';
import { validationOf } from './validation.ts';

/** Splits an authored step into what it does and what must come of it. */
export function normaliseStep(value: Json, place: Place, context: StepContext): Step | null {
  const standIns = { id: place.path.join('.'), task: 'unreadable_task' };
  const authored = readMostOf(authoredStep, value, { place, standIns });
  if (!authored) return null;
  return {
    id: authored.id,
    title: authored.title ?? authored.id,
    stateful: authored.stateful ?? false,
    requiresTool: authored.requires_tool ?? null,
    requiresContract: authored.requires_contract ?? null,
    action: actionOf(authored, place, context),
    expectation: expectationOf(authored, place, context),
    captures: capturesOf(listOf(authored.context_outputs), place.child('context_outputs')),
    ...contributionOf(authored, place, context.branchSet),
    providesStateFor: standsInFor(authored),
    mutedAssertions: assertionIds(
      authored.invariants?.disable ?? [],
      place.child('invariants', 'disable'),
      context.assertions,
    ),
    at: place.child('id').range(),
  };
}

function expectationOf(authored: AuthoredStep, place: Place, context: StepContext): Expectation {
  return {
    outcome: authored.expect_error === true ? 'error' : 'success',
    responseSchemaRef: kitReference(authored.response_schema_ref ?? null, context.kit),
    validations: listOf(authored.validations)
      .map((item, index) => validationOf(item, place.child('validations', index), context))
      .filter((validation) => validation !== null),
  };
}

/** The schema has seen to it that it is a list, its entries still unread. */
function listOf(entries: readonly unknown[] | null | undefined): readonly Json[] {
  return (entries ?? []) as readonly Json[];
}

function standsInFor(authored: AuthoredStep): readonly string[] {
  const ids = authored.provides_state_for ?? authored.peer_substitutes_for ?? [];
  return typeof ids === 'string' ? [ids] : ids;
}
