/** Work that may be done before it is needed, or not at all; what goes wrong in it goes wrong again where it is needed. */
export type Preparation = Generator<unknown, void>;

/**
 * Prepares for what is to come while an agent works on its answer. Between two small pieces of work the event loop
 * turns, so an answer waits for one piece at most.
 */
export class Leisure {
  readonly #pending: Preparation[] = [];
  #isFree = false;
  #isScheduled = false;

  /** Puts work at the end of the queue. */
  add(preparation: Preparation): void {
    this.#pending.push(preparation);
  }

  /** To be called when a request goes out; it is written before anything else is done. */
  readonly begin = (): void => {
    this.#isFree = true;
    this.#schedule();
  };

  /** To be called when the answer is there. */
  end(): void {
    this.#isFree = false;
  }

  #schedule(): void {
    if (this.#isScheduled || this.#pending.length === 0) return;
    this.#isScheduled = true;
    setImmediate(() => {
      this.#isScheduled = false;
      if (!this.#isFree) return;
      this.#work();
      this.#schedule();
    });
  }

  #work(): void {
    if (isOver(this.#pending[0])) this.#pending.shift();
  }
}

function isOver(preparation: Preparation | undefined): boolean {
  try {
    return preparation?.next().done ?? true;
  } catch {
    return true;
  }
}
