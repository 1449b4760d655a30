import type { StoryboardResult } from '../model/result.ts';
import type { Preparation } from './leisure.ts';
import type { Grade } from './storyboard.ts';

/** Storyboards that were run and wait to be graded, in the order of their run. */
export class Grading {
  readonly #waiting: Grade[] = [];
  readonly #listen: (result: StoryboardResult) => void;

  constructor(listen: (result: StoryboardResult) => void) {
    this.#listen = listen;
  }

  add(grade: Grade): void {
    this.#waiting.push(grade);
  }

  /** Grades the first that waits; one that cannot be graded goes on waiting, to be missed by `finish`. */
  *one(): Preparation {
    this.#gradeFirst();
  }

  /** Grades all that wait; throws what grading throws. */
  finish(): void {
    while (this.#waiting.length > 0) this.#gradeFirst();
  }

  #gradeFirst(): void {
    const [grade] = this.#waiting;
    if (grade === undefined) return;
    const result = grade();
    this.#waiting.shift();
    this.#listen(result);
  }
}
