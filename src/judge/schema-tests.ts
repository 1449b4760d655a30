import type { KeptText } from '../model/kept.ts';
import type { SchemaSource } from '../model/schema.ts';
import { CodeMemory, type KeptDocument } from './code-memory.ts';
import { referencesIn, testFrom, type Reached, type SchemaTest } from './schema-code.ts';
import { placesOf, type SchemaDocuments } from './schema-documents.ts';
import type { SchemaWriter } from './schema-writer.ts';

/** A schema's test and the `$id` of its document. */
export interface NamedTest {
  readonly id: string | null;
  readonly test: SchemaTest;
}

/** Where tests come from. */
export interface TestSources {
  readonly source: SchemaSource;
  readonly documents: SchemaDocuments;
  /** Null until it is loaded: until then only what is kept is known. */
  readonly writer: () => SchemaWriter | null;
  readonly kept: KeptText | null;
}

/** A part of a document: all of it, or what `#` and a pointer name. */
interface Part {
  readonly ref: string;
  readonly fragment: string;
}

/** Tests that say whether values satisfy schemas, each made when it is first needed: from kept code where there is some for the very same text. */
export class SchemaTests {
  readonly #sources: TestSources;
  readonly #memory: CodeMemory;
  readonly #tests = new Map<string, SchemaTest>();
  readonly #prepared = new Set<string>();

  constructor(sources: TestSources) {
    this.#sources = sources;
    this.#memory = new CodeMemory(sources.kept);
  }

  /** Null for a schema that needs the whole engine. A test throws where a value reaches such a schema. */
  at(ref: string): NamedTest | null {
    try {
      const test = this.#testAt({ ref, fragment: '' });
      return { test, id: this.#keptAt(ref)?.id ?? null };
    } catch {
      return null;
    }
  }

  /** Makes the tests a schema may reach ready, one at a time, as far as their code is kept. */
  *prepare(ref: string): Generator<void> {
    const pending: Part[] = [{ ref, fragment: '' }];
    for (let part = pending.pop(); part; part = pending.pop()) {
      const key = keyOf(part);
      const text = this.#prepared.has(key)
        ? undefined
        : this.#keptAt(part.ref)?.code[part.fragment];
      this.#prepared.add(key);
      if (text === undefined) continue;
      // Code is compiled by the engine when it first runs.
      this.#testAt(part)(null);
      for (const reference of referencesIn(text)) {
        const next = this.#partAt(part.ref, reference);
        if (next) pending.push(next);
      }
      yield;
    }
  }

  /** Reads what is kept. */
  recall(): void {
    this.#memory.recall();
  }

  /** Keeps the code that was new, for the next run. */
  keep(): void {
    this.#memory.keep();
  }

  #testAt(part: Part): SchemaTest {
    const key = keyOf(part);
    const known = this.#tests.get(key);
    if (known) return known;
    const text = this.#codeOf(part);
    const made = testFrom(text, (reference) => onReach(() => this.#reached(part.ref, reference)));
    this.#tests.set(key, made);
    return made;
  }

  #reached(from: string, reference: string): SchemaTest {
    const part = this.#partAt(from, reference);
    if (part === null) throw new Error(`there is no schema ${reference}`);
    return this.#testAt(part);
  }

  #partAt(from: string, reference: string): Part | null {
    const { source } = this.#sources;
    const [uri = '', fragment = ''] = reference.split('#', 2);
    const ref = uri === '' ? from : placesOf(uri).find((place) => source.digestOf(place) !== null);
    return ref === undefined ? null : { ref, fragment: fragment === '' ? '' : `#${fragment}` };
  }

  #codeOf(part: Part): string {
    const known = this.#keptAt(part.ref);
    return known?.code[part.fragment] ?? this.#write(part, known);
  }

  #write({ ref, fragment }: Part, known: KeptDocument | null): string {
    const { source, documents } = this.#sources;
    const writer = this.#sources.writer();
    const document = writer && documents.at(ref);
    const digest = source.digestOf(ref);
    if (!document || digest === null) throw new Error(`no code is kept for ${ref}${fragment}`);
    const { $id: id } = document.schema;
    const text = writer.write(document, fragment);
    const code = { ...known?.code, [fragment]: text };
    this.#memory.learn(digest, { id: typeof id === 'string' ? id : null, code });
    return text;
  }

  #keptAt(ref: string): KeptDocument | null {
    const digest = this.#sources.source.digestOf(ref);
    return digest === null ? null : this.#memory.at(digest);
  }
}

function keyOf({ ref, fragment }: Part): string {
  return `${ref}${fragment}`;
}

function onReach(make: () => SchemaTest): Reached {
  let made: SchemaTest | null = null;
  return {
    get validate() {
      return (made ??= make());
    },
  };
}
