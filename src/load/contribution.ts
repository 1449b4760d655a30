import type { Place } from './place.ts';
import type { AuthoredStep } from './schema-step.ts';

/** The flag a step raises when it passes, and the step it depends on for that. */
interface Contribution {
  readonly contributesTo: string | null;
  readonly contributesIf: string | null;
}

/** Reads `contributes`, `contributes_to` and `contributes_if`. */
export function contributionOf(
  authored: AuthoredStep,
  place: Place,
  branchSet: string | null,
): Contribution {
  const condition = conditionOf(authored.contributes_if ?? null, place.child('contributes_if'));
  // A condition nobody can read never holds (storyboard language, contributes_if).
  const contributesTo = condition === undefined ? null : flagOf(authored, place, branchSet);
  return { contributesTo, contributesIf: condition ?? null };
}

function flagOf(authored: AuthoredStep, place: Place, branchSet: string | null): string | null {
  const explicit = authored.contributes_to ?? null;
  if (authored.contributes !== true) {
    if (explicit !== null && branchSet !== null && explicit !== branchSet) {
      place
        .child('contributes_to')
        .error(
          'contributes',
          `"${explicit}" is not the branch set of this phase`,
          `write "contributes_to: ${branchSet}"`,
        );
    }
    return explicit;
  }
  const at = place.child('contributes');
  if (explicit !== null)
    at.error('contributes', 'the step has both contributes and contributes_to', 'keep one of them');
  else if (branchSet === null) {
    at.error(
      'contributes',
      'contributes: true needs a phase with a branch_set',
      'write "contributes_to: <flag>", or give the phase a branch_set',
    );
  }
  return branchSet;
}

/** Undefined where the condition cannot be read. */
function conditionOf(source: string | null, place: Place): string | null | undefined {
  if (source === null) return null;
  const step = /^\s*prior_step\.([^.\s]+)\.passed\s*$/.exec(source)?.[1];
  if (step === undefined) {
    place.warning(
      'contributes-if-grammar',
      `"${source}" cannot be read, so the step never contributes`,
      'write prior_step.<step id>.passed',
    );
  }
  return step;
}
