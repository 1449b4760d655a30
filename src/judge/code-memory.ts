import type { KeptText } from '../model/kept.ts';
import { isObject } from '../support/json.ts';

/** What is kept of a document with a certain digest: the code of its parts by fragment. */
export interface KeptDocument {
  readonly id: string | null;
  readonly code: Readonly<Record<string, string>>;
}

/** More characters than the schemas of a few suites come to; beyond it, what this run did not use is forgotten. */
const mostCharacters = 8_000_000;

/** The code of tests by the digest of their document, kept from run to run. */
export class CodeMemory {
  readonly #kept: KeptText | null;
  readonly #used = new Map<string, KeptDocument>();
  #documents: Map<string, KeptDocument> | null = null;
  #hasNews = false;

  constructor(kept: KeptText | null) {
    this.#kept = kept;
  }

  at(digest: string): KeptDocument | null {
    const found = this.#all().get(digest) ?? null;
    if (found !== null) this.#used.set(digest, found);
    return found;
  }

  learn(digest: string, document: KeptDocument): KeptDocument {
    this.#all().set(digest, document);
    this.#used.set(digest, document);
    this.#hasNews = true;
    return document;
  }

  recall(): void {
    this.#all();
  }

  keep(): void {
    if (!this.#hasNews || this.#kept === null) return;
    this.#hasNews = false;
    const everything = JSON.stringify(Object.fromEntries(this.#all()));
    const isTooMuch = everything.length > mostCharacters;
    this.#kept.write(isTooMuch ? JSON.stringify(Object.fromEntries(this.#used)) : everything);
  }

  #all(): Map<string, KeptDocument> {
    this.#documents ??= documentsIn(this.#kept?.read() ?? null);
    return this.#documents;
  }
}

// What is read was written by an earlier run; whoever keeps it makes sure of that.
function documentsIn(text: string | null): Map<string, KeptDocument> {
  const read: unknown = text === null ? {} : JSON.parse(text);
  return new Map(
    isObject(read) ? (Object.entries(read) as unknown as [string, KeptDocument][]) : [],
  );
}
