import type { KeptText } from '../model/kept.ts';
import type { SchemaSource } from '../model/schema.ts';
import { isObject } from '../support/json.ts';
import { testFrom, type Reached, type SchemaTest } from './schema-code.ts';
import { placesOf, type SchemaDocuments } from './schema-documents.ts';
import type { SchemaWriter } from './schema-writer.ts';

/** A schema's test and the `$id` of its document. */
export interface NamedTest {
  readonly id: string | null;
  readonly test: SchemaTest;
}

/** Tests that say whether values satisfy schemas, their code kept from run to run. */
export interface SchemaTests {
  /** Null for a schema that needs the whole engine. A test throws where a value reaches such a schema. */
  at(ref: string): NamedTest | null;
  /** Reads what is kept. */
  recall(): void;
  /** Keeps the code that was new, for the next run. */
  keep(): void;
}

/** Where tests come from. */
export interface TestSources {
  readonly source: SchemaSource;
  readonly documents: SchemaDocuments;
  /** Null until it is loaded: until then only what is kept is known. */
  readonly writer: () => SchemaWriter | null;
  readonly kept: KeptText | null;
}

/** Tests of a source's schemas, each made when it is first needed: from kept code where there is some for the very same text. */
export function schemaTests({ source, documents, writer, kept }: TestSources): SchemaTests {
  const memory = new CodeMemory(kept);
  const tests = new Map<string, SchemaTest>();

  const codeOf = (ref: string, digest: string, fragment: string): KeptDocument => {
    const known = memory.at(digest);
    if (known?.code[fragment] !== undefined) return known;
    const write = writer()?.write;
    const document = write ? documents.at(ref) : null;
    if (!write || document === null) throw new Error(`no code is kept for ${ref}${fragment}`);
    const { $id: id } = document.schema;
    const written = write(document, fragment);
    const code = { ...known?.code, [fragment]: written };
    return memory.learn(digest, { id: typeof id === 'string' ? id : null, code });
  };
  const testAt = (ref: string, fragment: string): SchemaTest => {
    const key = `${ref}#${fragment}`;
    const known = tests.get(key);
    if (known) return known;
    const digest = source.digestOf(ref);
    if (digest === null) throw new Error(`there is no schema ${ref}`);
    const text = codeOf(ref, digest, fragment).code[fragment] ?? '';
    const made = testFrom(text, (reference) => onReach(() => reached(ref, reference)));
    tests.set(key, made);
    return made;
  };
  const reached = (from: string, reference: string): SchemaTest => {
    const [uri = '', fragment = ''] = reference.split('#', 2);
    const ref = uri === '' ? from : placesOf(uri).find((place) => source.digestOf(place) !== null);
    if (ref === undefined) throw new Error(`there is no schema ${reference}`);
    return testAt(ref, fragment === '' ? '' : `#${fragment}`);
  };
  return {
    at(ref) {
      try {
        const test = testAt(ref, '');
        return { test, id: memory.at(source.digestOf(ref) ?? '')?.id ?? null };
      } catch {
        return null;
      }
    },
    recall: () => memory.recall(),
    keep: () => memory.keep(),
  };
}

function onReach(make: () => SchemaTest): Reached {
  let made: SchemaTest | null = null;
  return {
    get validate() {
      return (made ??= make());
    },
  };
}

/** What is kept of a document with a certain digest: the code of its parts by fragment. */
interface KeptDocument {
  readonly id: string | null;
  readonly code: Readonly<Record<string, string>>;
}

/** More characters than the schemas of a few suites come to; beyond it, what this run did not use is forgotten. */
const mostCharacters = 8_000_000;

class CodeMemory {
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
