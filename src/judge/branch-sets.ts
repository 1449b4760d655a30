import type { Json, JsonObject } from '../model/json.ts';
import type { Phase, Step, Storyboard } from '../model/storyboard.ts';

/**
 * The set of alternatives each phase belongs to, by phase id. Written as `branch_set`, or, in older suites,
 * an optional phase that raises a flag which an `any_of` of the storyboard asks for.
 */
export function branchSetsOf(storyboard: Storyboard): ReadonlyMap<string, string> {
  const asked = flagsAskedFor(storyboard);
  const sets = new Map<string, string>();
  for (const phase of storyboard.phases) {
    const set = phase.branchSet ?? implicitSet(phase, asked);
    if (set !== null) sets.set(phase.id, set);
  }
  return sets;
}

function implicitSet(phase: Phase, asked: ReadonlySet<string>): string | null {
  if (!phase.optional) return null;
  const flags = phase.steps.map((step) => step.contributesTo);
  return flags.find((flag) => flag !== null && asked.has(flag)) ?? null;
}

function flagsAskedFor({ phases }: Storyboard): ReadonlySet<string> {
  const asserting = phases.flatMap(({ steps }) => steps).filter(asserts);
  return new Set(
    asserting
      .flatMap((step) => step.expectation.validations)
      .filter(({ check }) => check === 'any_of')
      .flatMap(({ params }) => flagsIn(params)),
  );
}

const asserts = ({ action }: Step) =>
  action.kind === 'runner_task' && action.task === 'assert_contribution';

function flagsIn(params: JsonObject | null): readonly string[] {
  const flags = params?.['allowed_values'];
  return Array.isArray(flags) ? flags.filter((flag: Json) => typeof flag === 'string') : [];
}
