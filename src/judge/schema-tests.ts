import type { Json, JsonObject } from '../model/json.ts';
import { isObject, valueAtPointer } from '../support/json.ts';
import type { SchemaDocument, SchemaDocuments } from './schema-documents.ts';
import { keywords, type SchemaScope } from './schema-keywords.ts';

/** A schema's test and the `$id` of its document. */
export interface NamedTest {
  readonly id: string | null;
  /** Says whether a value satisfies the schema; throws for a value that reaches what only the engine can apply. */
  readonly test: (value: Json) => boolean;
}

/**
 * Tests that say whether values satisfy schemas of draft-07, and nothing more. They read the schemas as they stand: most
 * of a published schema is never reached, and what is reached is asked a few times, so nothing is worth compiling.
 */
export class SchemaTests {
  readonly #documents: SchemaDocuments;
  readonly #readers = new Map<SchemaDocument, SchemaReader>();

  constructor(documents: SchemaDocuments) {
    this.#documents = documents;
  }

  /** Null for a schema that is not there, or that needs the whole engine. */
  at(ref: string): NamedTest | null {
    const document = this.#documents.at(ref);
    if (document === null || isNewerDraft(document.schema)) return null;
    const { $id: id } = document.schema;
    const reader = this.#readerOf(document);
    return {
      id: typeof id === 'string' ? id : null,
      test: (value) => reader.holds(document.schema, value),
    };
  }

  #readerOf(document: SchemaDocument): SchemaReader {
    const known = this.#readers.get(document) ?? this.#open(document);
    this.#readers.set(document, known);
    return known;
  }

  #open(document: SchemaDocument): SchemaReader {
    return new SchemaReader(document, (uri) => {
      const named = this.#documents.named(uri);
      if (named === null) throw new Error(`there is no schema ${uri}`);
      if (isNewerDraft(named.schema)) throw new Error(`${uri} is of a newer draft`);
      return this.#readerOf(named);
    });
  }
}

/** Applies the schemas of one document. */
class SchemaReader {
  readonly #document: SchemaDocument;
  readonly #other: (uri: string) => SchemaReader;
  readonly #reached = new Map<string, (value: Json) => boolean>();

  constructor(document: SchemaDocument, other: (uri: string) => SchemaReader) {
    this.#document = document;
    this.#other = other;
  }

  readonly holds = (schema: Json, value: Json): boolean => {
    if (typeof schema === 'boolean') return schema;
    if (!isObject(schema)) throw new Error(`${JSON.stringify(schema)} is no schema`);
    if ('$id' in schema && schema !== this.#document.schema)
      throw new Error('a part of a document with a name of its own is left to the engine');
    return this.#holdsAll(schema, value);
  };

  #holdsAll(schema: JsonObject, value: Json): boolean {
    let scope: SchemaScope | null = null;
    for (const name of Object.keys(schema)) {
      const keyword = keywords.get(name);
      if (keyword === undefined) continue;
      scope ??= { schema, holds: this.holds, reach: this.#reach };
      if (!keyword(schema[name] as Json, value, scope)) return false;
    }
    return true;
  }

  readonly #reach = (reference: string, value: Json): boolean => {
    const known = this.#reached.get(reference) ?? this.#find(reference);
    this.#reached.set(reference, known);
    return known(value);
  };

  #find(reference: string): (value: Json) => boolean {
    const [own = '', fragment = ''] = reference.split('#', 2);
    const uri = own === '' ? null : resolved(own, this.#document.uri);
    const reader = uri === null || uri === this.#document.uri ? this : this.#other(uri);
    const schema = reader.#partAt(fragment);
    return (value) => reader.holds(schema, value);
  }

  #partAt(fragment: string): Json {
    const pointer = decodeURIComponent(fragment);
    const { schema, uri } = this.#document;
    if (pointer !== '' && !pointer.startsWith('/')) throw new Error(`#${pointer} is no pointer`);
    const part = valueAtPointer(schema, pointer as '' | `/${string}`);
    if (part === undefined) throw new Error(`${uri} has no #${pointer}`);
    return part;
  }
}

/** Documents may go by paths alone; any host does to resolve one against another. */
const anyHost = 'schema://host';

function resolved(reference: string, base: string): string {
  const { href } = new URL(reference, new URL(base, anyHost));
  return href.startsWith(anyHost) ? href.slice(anyHost.length) : href;
}

function isNewerDraft({ $schema: dialect }: JsonObject): boolean {
  return typeof dialect === 'string' && /20(?:19-09|20-12)/.test(dialect);
}
