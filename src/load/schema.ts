import * as z from 'zod';
import type { Json, JsonObject } from '../model/json.ts';
import { isObject } from '../support/json.ts';

/** Text with something in it. */
export const text = z.string().min(1);

/** Any JSON value, handed on as it is. */
export const anything = z.custom<Json>((value) => value !== undefined);

/** A map of keys and values, handed on as it is. */
export const map = z.custom<JsonObject>(isObject, 'a map');

/** A map whose values are no maps and no lists. */
const scalars = z.custom<JsonObject>(
  (value) =>
    isObject(value) &&
    Object.values(value).every((item) => item === null || typeof item !== 'object'),
  'a flat map of scalars',
);

/** A list of things that are read one by one, so that one broken entry hides no other. */
export const entries = z.array(z.unknown());

const texts = z.array(z.string());

/** `requires_capability`: a path and at most one matcher. */
const capabilityPredicate = z.strictObject({
  path: text,
  equals: z.unknown().optional(),
  contains: z.unknown().optional(),
  not_contains: z.unknown().optional(),
  present: z.boolean().optional(),
  $comment: anything.nullish(),
});

/** `invariants:` of a storyboard or a step, in its map form. */
export const assertionChoice = z.strictObject({
  enable: texts.nullish(),
  disable: texts.nullish(),
});

/** A whole storyboard as authored; phases are read one by one. */
export const authoredStoryboard = z.strictObject({
  id: text,
  version: z.string().nullish(),
  title: z.string().nullish(),
  summary: z.string().nullish(),
  narrative: z.string().nullish(),
  category: z.string().nullish(),
  track: z.string().nullish(),
  protocol: z.string().nullish(),
  status: z.enum(['stable', 'preview', 'deprecated']).nullish(),
  introduced_in: z.union([z.string(), z.number()]).nullish(),
  platform_types: anything.nullish(),
  required_tools: texts.nullish(),
  required_any_of_tools: z
    .array(z.strictObject({ tools: texts.min(2), rationale: z.string().nullish() }))
    .min(1)
    .nullish(),
  requires: texts.min(1).nullish(),
  requires_capability: capabilityPredicate.nullish(),
  requires_all_capabilities: z.array(capabilityPredicate).min(2).nullish(),
  requires_scenarios: texts.nullish(),
  default_agent: text.nullish(),
  agent: anything.nullish(),
  caller: anything.nullish(),
  prerequisites: z
    .strictObject({
      description: z.string().nullish(),
      test_kit: text.nullish(),
      controller_seeding: z.boolean().nullish(),
      vectors: z.string().nullish(),
      $comment: anything.nullish(),
    })
    .nullish(),
  fixtures: map.nullish(),
  fixture_resolution: map.nullish(),
  context: scalars.nullish(),
  invariants: anything.nullish(),
  phases: entries.nullish(),
  grading: anything.nullish(),
  references: anything.nullish(),
  reviewer_checks: anything.nullish(),
  $comment: anything.nullish(),
});

/** A phase as authored; steps are read one by one. */
export const authoredPhase = z.strictObject({
  id: text,
  title: z.string().nullish(),
  narrative: z.string().nullish(),
  optional: z.boolean().nullish(),
  skip_if: z.string().nullish(),
  branch_set: z
    .strictObject({ id: text, semantics: z.enum(['any_of']), $comment: anything.nullish() })
    .nullish(),
  depends_on: texts.nullish(),
  requires_capability: capabilityPredicate.nullish(),
  steps: entries.nullish(),
  $comment: anything.nullish(),
});

/** The storyboard's own keys, typed. */
export type AuthoredStoryboard = z.infer<typeof authoredStoryboard>;

/** The phase's own keys, typed. */
export type AuthoredPhase = z.infer<typeof authoredPhase>;

/** A capability predicate, typed. */
export type AuthoredPredicate = z.infer<typeof capabilityPredicate>;
