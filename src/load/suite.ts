import type { Suite, CheckSignature } from '../model/storyboard.ts';
import type { SourceProblem } from '../model/source.ts';
import { SourceError } from '../support/errors.ts';
import type { KeptTexts } from './kept-texts.ts';
import { readSuite } from './read-suite.ts';

/** Which suite to load, and what to hold it against. */
export interface LoadOptions {
  /** The suite's directory, as the user named it. */
  readonly root: string;
  /** The schemas' directory; null takes the suite's own. */
  readonly schemasRoot: string | null;
  /** A test kit file that replaces every storyboard's kit. */
  readonly kit: string | null;
  /** Storyboard ids and paths of storyboard files; null loads every storyboard. */
  readonly only: readonly string[] | null;
  readonly checks: readonly CheckSignature[];
  /** Ids of the assertions the runner judges by. */
  readonly assertions: readonly string[];
  /** Tasks the runner performs itself, besides those of the language. */
  readonly runnerTasks: readonly string[];
  /** Semantic version that expiring advisories are held against. */
  readonly runnerVersion: string;
  /** ISO 8601; replaces the publication date the suite states. */
  readonly suiteDate: string | null;
  /** What earlier runs made of the same files; left out, nothing is kept. */
  readonly kept?: KeptTexts | null;
}

/** A suite, and what is likely a slip in it. */
export interface LoadedSuite extends Suite {
  readonly warnings: readonly SourceProblem[];
}

/** Loads a suite, or throws one SourceError with every mistake in it. */
export function loadSuite(options: LoadOptions): LoadedSuite {
  const { name, storyboards, schemas, problems } = readSuite(options);
  const errors = problems.filter(({ severity }) => severity === 'error');
  if (errors.length > 0) throw new SourceError(errors);
  const warnings = problems.filter(({ severity }) => severity === 'warning');
  return { name, storyboards: storyboards.map(({ storyboard }) => storyboard), schemas, warnings };
}
