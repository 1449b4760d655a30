import type { StoryboardResult } from '../model/result.ts';
import type { Ungraded } from './storyboard-options.ts';

/** Storyboards that were run and wait to be graded, in the order of their run. */
export class Grading {
  readonly #waiting: Ungraded[] = [];
  readonly #listen: (result: StoryboardResult) => void;

  constructor(listen: (result: StoryboardResult) => void) {
    this.#listen = listen;
  }

  add(ungraded: Ungraded): void {
    this.#waiting.push(ungraded);
  }

  /** Grades all that wait, once nothing more can come for them; throws what grading throws. */
  async finish(until: (time: number) => Promise<void>): Promise<void> {
    for (let due = this.#nextDue(); due !== null; due = this.#nextDue()) {
      await until(due);
      // Something came in the meantime, and more may follow it.
      if (this.#nextDue() === due) break;
    }
    for (const { grade } of this.#waiting.splice(0)) this.#listen(grade());
  }

  #nextDue(): number | null {
    const due = this.#waiting.flatMap(({ dueAt }) => dueAt() ?? []);
    return due.length === 0 ? null : Math.max(...due);
  }
}
