import type { HttpAnswer } from './wire/http-call.ts';
import { excerpt } from './wire/fault.ts';

/** Counts answers that are JSON and say they are something else; they are read all the same, and told of. */
export class Mislabelled {
  #count = 0;
  #first = '';

  /** Notes an answer whose body was read as JSON. */
  note({ headers }: HttpAnswer): void {
    const type = headers['content-type'] ?? '';
    if (/^\s*application\/(?:[\w.+-]*\+)?json\s*(?:;|$)/i.test(type)) return;
    if (this.#count === 0) this.#first = type;
    this.#count += 1;
  }

  /** One sentence, or none. */
  get notices(): readonly string[] {
    if (this.#count === 0) return [];
    const came = this.#count === 1 ? '1 answer is' : `${this.#count} answers are`;
    const named = this.#first === '' ? 'no content type' : `content type ${excerpt(this.#first)}`;
    return [`${came} JSON and came with ${named} instead of application/json.`];
  }
}
