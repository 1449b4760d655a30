import type { AgentProfile } from '../model/plan.ts';
import type { Skip } from '../model/step-result.ts';
import type { CapabilityPredicate, Storyboard } from '../model/storyboard.ts';
import { unmetCapability } from './capability.ts';
import { universalExcuses, universalGates } from './universal-gates.ts';

/** What this run can offer a storyboard. */
export interface RunnerFacts {
  /** Harness contracts it hosts. */
  readonly contracts: ReadonlySet<string>;
  /** How to turn on a contract that it does not host as it stands, by contract. */
  readonly contractHints?: ReadonlyMap<string, string>;
  /** Tasks the runner itself performs. */
  readonly tasks: ReadonlySet<string>;
  /** Values of `requires:` it meets whatever the agent is, e.g. `real_wire`. */
  readonly runtime: ReadonlySet<string>;
  /** Ids of all storyboards that were found. */
  readonly storyboards: ReadonlySet<string>;
}

/** Why a storyboard as a whole does not apply to an agent, or null when it does. */
export function storyboardSkip(
  storyboard: Storyboard,
  profile: AgentProfile,
  runner: RunnerFacts,
): Skip | null {
  return (
    noPhases(storyboard) ??
    unresolvedScenario(storyboard, runner) ??
    missingCapability(storyboard, profile) ??
    excused(storyboard, profile) ??
    unmetRequirement(storyboard, profile, runner) ??
    missingTools(storyboard, profile) ??
    missingController(storyboard, profile)
  );
}

function noPhases({ id, version, phases }: Storyboard): Skip | null {
  if (phases.some((phase) => phase.steps.length > 0)) return null;
  return { reason: 'no_phases', detail: `${id} ${version ?? '(no version)'} has no steps` };
}

function unresolvedScenario({ requiresScenarios }: Storyboard, runner: RunnerFacts): Skip | null {
  const missing = requiresScenarios.filter((id) => !runner.storyboards.has(id));
  if (missing.length === 0) return null;
  const detail = missing
    .map((id) => `requires_scenarios reference "${id}" did not resolve against the source tree`)
    .join('; ');
  return { reason: 'not_applicable', detail };
}

function missingCapability(storyboard: Storyboard, profile: AgentProfile): Skip | null {
  for (const predicate of conditionsOf(storyboard)) {
    const unmet = unmetCapability(predicate, profile);
    if (unmet !== null) return { reason: 'not_applicable', detail: unmet };
  }
  return null;
}

function excused({ id }: Storyboard, profile: AgentProfile): Skip | null {
  const excuse = universalExcuses.get(id);
  if (excuse === undefined || unmetCapability(excuse, profile) !== null) return null;
  return { reason: 'not_applicable', detail: `the agent declares ${excuse.path} false` };
}

/** What an agent has to declare for a storyboard to concern it. */
export function conditionsOf({ id, requirements }: Storyboard): readonly CapabilityPredicate[] {
  const gate = universalGates.get(id);
  return [...(gate ? [gate] : []), ...requirements.capabilities];
}

function unmetRequirement(
  { requirements }: Storyboard,
  profile: AgentProfile,
  runner: RunnerFacts,
): Skip | null {
  const met = (value: string) =>
    value === 'controller' || value === 'seeded_state'
      ? profile.tools.has('comply_test_controller')
      : runner.runtime.has(value);
  const gates = requirements.runtime.filter((value) => !met(value));
  const families = requirements.toolFamilies
    .filter(({ tools }) => !tools.some((tool) => profile.tools.has(tool)))
    .map(({ tools, rationale }) => {
      const why = rationale === null ? '' : ` (${rationale})`;
      return `missing_required_tool_family: needs ${tools.join(' or ')}${why}`;
    });
  const detail = [...gates, ...families].join('; ');
  return detail === '' ? null : { reason: 'requirement_unmet', detail };
}

function missingTools({ requirements }: Storyboard, profile: AgentProfile): Skip | null {
  const { anyTool } = requirements;
  if (anyTool.length === 0 || anyTool.some((tool) => profile.tools.has(tool))) return null;
  return { reason: 'missing_tool', detail: lacks(anyTool.join(' or '), profile) };
}

/** What is needed and what there is; what people read is cut where it is shown. */
export function lacks(needed: string, { tools }: AgentProfile): string {
  return `needs ${needed}; the agent lists ${[...tools.keys()].join(', ') || 'no tools'}`;
}

function missingController(storyboard: Storyboard, profile: AgentProfile): Skip | null {
  const seeds = storyboard.controllerSeeding && storyboard.fixtures.length > 0;
  // Where a storyboard names other ways for its fixtures to come to be, the run tries them.
  if (
    !seeds ||
    storyboard.fixtureResolution !== null ||
    profile.tools.has('comply_test_controller')
  )
    return null;
  const [first] = storyboard.fixtures;
  const detail = `fixtures are seeded through comply_test_controller (${first?.scenario ?? 'seed'}), which the agent does not list`;
  return { reason: 'missing_test_controller', detail };
}
