import type { Floors, KnownFailure } from '../model/gate.ts';
import type { SourceProblem } from '../model/source.ts';
import { closest } from '../support/did-you-mean.ts';
import { stepName } from './observed.ts';

/** The names a ledger entry can use. */
export interface SuiteIds {
  /** Storyboard id to the ids of its steps, seeding steps included. */
  readonly storyboards: ReadonlyMap<string, readonly string[]>;
  /** Ids of the assertions; each can be named for every storyboard. */
  readonly assertions: readonly string[];
}

/** One error for every known failure that names nothing in the suite, with the nearest name that exists. */
export function ledgerProblems(floors: Floors, ids: SuiteIds): readonly SourceProblem[] {
  const names = namesOf(ids);
  return [...floors.targets.values()]
    .flatMap(({ knownFailures }) => knownFailures)
    .filter(({ step }) => !names.has(step))
    .map((entry) => problem(entry, names));
}

// Ids may hold slashes themselves, so entries are compared with whole names and never split.
function namesOf({ storyboards, assertions }: SuiteIds): ReadonlySet<string> {
  const names = [...storyboards].flatMap(([id, steps]) =>
    [...steps, ...assertions].map((name) => stepName(id, name)),
  );
  return new Set(names);
}

function problem({ step, at }: KnownFailure, names: ReadonlySet<string>): SourceProblem {
  const nearest = nameEnding(step, names) ?? closest(step, names);
  return {
    severity: 'error',
    rule: 'unknown-known-failure',
    message: `"${step}" names no step of the suite; known failures are written storyboard_id/step_id`,
    hint: nearest === null ? null : `did you mean "${nearest}"?`,
    at,
  };
}

/** The one name the entry is the end of: the part of an id before its slash is easily forgotten. */
function nameEnding(step: string, names: ReadonlySet<string>): string | null {
  const [name, ...others] = [...names].filter((each) => each.endsWith(`/${step}`));
  return name !== undefined && others.length === 0 ? name : null;
}
