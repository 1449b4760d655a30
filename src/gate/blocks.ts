import type { Floors } from '../model/gate.ts';
import type { SourceProblem } from '../model/source.ts';
import { closest } from '../support/did-you-mean.ts';

/** One error for every block that no target can have, of all the targets there are. */
export function blockProblems(
  floors: Floors,
  targets: readonly string[],
): readonly SourceProblem[] {
  return [...floors.targets.values()]
    .filter(({ name }) => !targets.includes(name))
    .map(({ name, at }) => {
      const meant = closest(name, targets);
      return {
        severity: 'error',
        rule: 'unknown-target',
        message: `no target is called "${name}", so nothing is held to these floors`,
        hint: meant === null ? `there are ${targets.join(', ')}` : `did you mean "${meant}"?`,
        at,
      };
    });
}
