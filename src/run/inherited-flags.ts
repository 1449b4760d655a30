import type { StoryboardPlan } from '../model/plan.ts';
import type { Step, Storyboard } from '../model/storyboard.ts';
import { listOf } from '../support/json.ts';

/** The steps of a storyboard that may raise one of these flags. */
export function contributorsIn(storyboard: Storyboard, flags: readonly string[]): readonly Step[] {
  return stepsOf(storyboard).filter(
    ({ contributesTo }) => contributesTo !== null && flags.includes(contributesTo),
  );
}

/** The flags a step's `any_of` validations accept. */
export function flagsAsserted({ expectation }: Step): readonly string[] {
  return expectation.validations
    .filter(({ check }) => check === 'any_of')
    .flatMap(({ params }) => listOf(params?.['allowed_values']))
    .filter((flag) => typeof flag === 'string');
}

/** The storyboards that require a scenario and raise flags which it asserts and does not raise itself. */
export function parentsOf(scenario: Storyboard, all: readonly Storyboard[]): readonly Storyboard[] {
  const requiring = all.filter(({ requiresScenarios }) => requiresScenarios.includes(scenario.id));
  if (requiring.length === 0) return [];
  const inherited = stepsOf(scenario)
    .flatMap(flagsAsserted)
    .filter((flag) => contributorsIn(scenario, [flag]).length === 0);
  return requiring.filter((parent) => contributorsIn(parent, inherited).length > 0);
}

/** Puts every scenario behind the storyboards whose flags it asserts; the order stays otherwise. */
export function parentsFirst(plans: readonly StoryboardPlan[]): readonly StoryboardPlan[] {
  const storyboards = plans.map(({ storyboard }) => storyboard);
  const ordered = new Set<StoryboardPlan>();
  const place = (plan: StoryboardPlan, before: readonly StoryboardPlan[]): void => {
    if (before.includes(plan)) return;
    const parents = parentsOf(plan.storyboard, storyboards);
    for (const other of plans) {
      if (parents.includes(other.storyboard)) place(other, [...before, plan]);
    }
    ordered.add(plan);
  };
  for (const plan of plans) place(plan, []);
  return [...ordered];
}

function stepsOf({ phases }: Storyboard): readonly Step[] {
  return phases.flatMap(({ steps }) => steps);
}
