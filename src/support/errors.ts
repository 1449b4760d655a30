import type { SourceProblem } from '../model/source.ts';

/** Sources that cannot be used; carries every problem found. Exit code 2. */
export class SourceError extends Error {
  readonly problems: readonly SourceProblem[];

  constructor(problems: readonly SourceProblem[]) {
    super(problems.map((problem) => problem.message).join('\n'));
    this.name = 'SourceError';
    this.problems = problems;
  }
}

/** A command line that cannot be obeyed; the message says what to type instead. Exit code 2. */
export class UsageError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'UsageError';
  }
}
