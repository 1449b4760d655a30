import { closest } from '../../support/did-you-mean.ts';
import { authoredValidations, flagOf, textOf } from './authored.ts';
import type { AuthoredStepAt, LintRule } from './rule.ts';
import { listOf } from '../../support/json.ts';

/** Flags that are asserted are raised somewhere, and flags that are raised are asserted somewhere. */
export const contributions: LintRule = {
  ids: ['unknown-flag', 'orphan-contribution', 'optional-assertion'],
  summary: 'Contribution flags are both raised and asserted, and the assertion is not optional.',

  check({ steps, inheritedFlags, flagsAssertedElsewhere }) {
    const raised = new Set(inheritedFlags);
    for (const at of steps) raised.add(flagOf(at) ?? '');
    const asserted = new Set(flagsAssertedElsewhere);
    for (const at of steps) {
      for (const flag of checkAssertions(at, raised)) asserted.add(flag);
    }
    for (const at of steps) reportOrphan(at, asserted);
  },
};

function checkAssertions(at: AuthoredStepAt, raised: ReadonlySet<string>): readonly string[] {
  if (at.task === 'assert_contribution' && at.phase['optional'] === true) {
    at.place
      .child('task')
      .warning(
        'optional-assertion',
        'an assertion in an optional phase cannot fail the storyboard',
        'move it to a phase that is not optional',
      );
  }
  return authoredValidations(at).flatMap(({ validation, place }) => {
    if (validation['check'] !== 'any_of') return [];
    return [...listOf(validation['allowed_values']).entries()].map(([index, flag]) => {
      const name = textOf(flag);
      if (!raised.has(name)) {
        const meant = closest(
          name,
          [...raised].filter((known) => known !== ''),
        );
        place
          .child('allowed_values', index)
          .error(
            'unknown-flag',
            `no step contributes "${name}"`,
            meant === null
              ? 'add "contributes: true" to the steps that may satisfy it'
              : `did you mean "${meant}"?`,
          );
      }
      return name;
    });
  });
}

function reportOrphan(at: AuthoredStepAt, asserted: ReadonlySet<string>): void {
  const flag = flagOf(at);
  if (flag === null || asserted.has(flag)) return;
  const key = at.step['contributes'] === true ? 'contributes' : 'contributes_to';
  at.place
    .child(key)
    .warning(
      'orphan-contribution',
      `nothing asserts the flag "${flag}"`,
      'add a step with "task: assert_contribution" and an any_of check',
    );
}
