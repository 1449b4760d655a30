import { resolve } from 'node:path';
import { assertions } from '../judge/assertions/registry.ts';
import { checks } from '../judge/checks/registry.ts';
import { isStoryboardPath } from '../load/choose-files.ts';
import { isDirectory } from '../load/files.ts';
import type { KeptTexts } from '../load/kept-texts.ts';
import { loadSuite, type LoadedSuite } from '../load/suite.ts';
import { findSchemas, resolveSuitePath, suiteRootOf } from '../load/suite-path.ts';
import { runnerTasks } from '../run/tasks/registry.ts';
import { UsageError } from '../support/errors.ts';
import { shippedSuite } from './paths.ts';

/** Which suite and which of its storyboards the user named; null where nothing was said. */
export interface SuiteFlags {
  readonly suite?: string | undefined;
  readonly schemas?: string | undefined;
  readonly kit?: string | undefined;
  readonly suiteDate?: string | undefined;
  /** What earlier runs made of the same files; left out, nothing is kept. */
  readonly kept?: KeptTexts | null;
  /** Ids, files and one suite directory at most, in any order. */
  readonly what: readonly string[];
}

/** A suite to load and what to load of it. */
export interface SuiteChoice {
  readonly root: string;
  /** Ids and files; null for all. */
  readonly only: readonly string[] | null;
  /** True when it is the suite that ships with the package. */
  readonly shipped: boolean;
}

/** The version of the language this runner executes; expiring advisories are held against it. */
export const capabilityVersion = '3.2.0';

/** Sorts what the user named into a suite and a selection. */
export function chooseSuite({ suite, schemas, what }: SuiteFlags, cwd: string): SuiteChoice {
  if (schemas !== undefined && !isDirectory(resolve(cwd, schemas))) {
    throw new UsageError(`--schemas ${schemas}: there is no such directory.`);
  }
  refuseEmpty(suite, what);
  const directories = what.filter((name) => isDirectory(resolve(cwd, name)));
  const only = what.filter((name) => !directories.includes(name));
  const named = suite ?? directories[0];
  if (directories.length > (suite === undefined ? 1 : 0)) {
    throw new UsageError(
      `one suite at a time: ${[suite, ...directories].filter(Boolean).join(', ')}.`,
    );
  }
  const shipped = shippedSuite(cwd);
  const file = only.find(isStoryboardPath);
  const root =
    named !== undefined
      ? resolveSuitePath(named, cwd)
      : file !== undefined
        ? suiteRootOf(file)
        : shipped;
  return {
    root,
    only: only.length === 0 ? null : only,
    shipped: resolve(cwd, root) === resolve(cwd, shipped),
  };
}

/** A name that a shell made of a variable without a value. */
function refuseEmpty(suite: string | undefined, what: readonly string[]): void {
  if (suite === '') throw new UsageError('--suite "": name a directory or an installed package.');
  if (what.includes(''))
    throw new UsageError('"" names nothing; name a storyboard, its file, or a suite directory.');
}

/** What to load suite by suite where several directories are named; ids would not say of which. */
export function suiteBySuite(
  { suite, what }: Pick<SuiteFlags, 'suite' | 'what'>,
  cwd: string,
): readonly (readonly string[])[] {
  const directories = what.filter((name) => isDirectory(resolve(cwd, name)));
  const files = what.filter((name) => !directories.includes(name));
  if (suite !== undefined || directories.length < 2 || !files.every(isStoryboardPath))
    return [what];
  return [...directories.map((directory) => [directory]), ...(files.length === 0 ? [] : [files])];
}

/** Loads what was chosen, or throws every mistake in it. */
export function loadChoice({ root, only }: SuiteChoice, flags: SuiteFlags): LoadedSuite {
  return loadSuite(loadOptions({ root, only }, flags));
}

/** How the loader is asked for a suite. */
export function loadOptions(
  { root, only }: Pick<SuiteChoice, 'root' | 'only'>,
  flags: Omit<SuiteFlags, 'what' | 'suite'>,
) {
  return {
    root,
    only,
    schemasRoot: flags.schemas ?? findSchemas(root),
    kit: flags.kit ?? null,
    checks,
    assertions: assertions.map(({ id }) => id),
    runnerTasks: runnerTasks.map(({ name }) => name),
    runnerVersion: capabilityVersion,
    suiteDate: flags.suiteDate ?? null,
    kept: flags.kept ?? null,
  };
}
