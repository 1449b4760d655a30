import type { Floors, GateRun, KnownFailure } from '../model/gate.ts';
import type { SourceProblem } from '../model/source.ts';
import { closest } from '../support/did-you-mean.ts';
import { stepName } from './observed.ts';

/** The names a ledger entry can use. */
export interface LedgerNames {
  /** What has them, in a word. */
  readonly of: 'suite' | 'report';
  /** Storyboard id to the ids of its steps, seeding steps included. */
  readonly storyboards: ReadonlyMap<string, readonly string[]>;
  /** Ids of the assertions; each can be named for every storyboard. */
  readonly assertions: readonly string[];
  /** Storyboards whose steps are not told. */
  readonly leftOut: readonly string[];
}

/** The names a saved run has; null where it is not all of its suite. */
export function namesInRun(
  { partial, targets }: GateRun,
  assertions: readonly string[],
): LedgerNames | null {
  if (partial.length > 0 || targets.some(({ unreachable }) => unreachable !== null)) return null;
  const storyboards = new Map<string, readonly string[]>();
  for (const { storyboardId, steps, notRun } of targets.flatMap((target) => target.storyboards)) {
    const ids = [...steps, ...notRun].map(({ stepId }) => stepId);
    storyboards.set(storyboardId, [...(storyboards.get(storyboardId) ?? []), ...ids]);
  }
  const left = targets.flatMap(({ notSelected = [] }) => notSelected);
  return {
    of: 'report',
    storyboards,
    assertions,
    leftOut: left.map(({ storyboardId }) => storyboardId),
  };
}

/** One error for every known failure that names nothing in the suite, with the nearest name that exists. */
export function ledgerProblems(floors: Floors, has: LedgerNames): readonly SourceProblem[] {
  const names = namesOf(has);
  const mayHave = (step: string) => has.leftOut.some((id) => step.startsWith(`${id}/`));
  return [...floors.targets.values()]
    .flatMap(({ knownFailures }) => knownFailures)
    .filter(({ step }) => !names.has(step) && !mayHave(step))
    .map((entry) => problem(entry, names, has.of));
}

// Ids may hold slashes themselves, so entries are compared with whole names and never split.
function namesOf({ storyboards, assertions }: LedgerNames): ReadonlySet<string> {
  const names = [...storyboards].flatMap(([id, steps]) =>
    [...steps, ...assertions].map((name) => stepName(id, name)),
  );
  return new Set(names);
}

function problem(
  { step, at }: KnownFailure,
  names: ReadonlySet<string>,
  whole: LedgerNames['of'],
): SourceProblem {
  const nearest = nameEnding(step, names) ?? closest(step, names);
  return {
    severity: 'error',
    rule: 'unknown-known-failure',
    message: `"${step}" names no step of the ${whole}; known failures are written storyboard_id/step_id`,
    hint: nearest === null ? null : `did you mean "${nearest}"?`,
    at,
  };
}

/** The one name the entry is the end of: the part of an id before its slash is easily forgotten. */
function nameEnding(step: string, names: ReadonlySet<string>): string | null {
  const [name, ...others] = [...names].filter((each) => each.endsWith(`/${step}`));
  return name !== undefined && others.length === 0 ? name : null;
}
