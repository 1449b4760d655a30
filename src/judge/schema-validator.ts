import type { Json } from '../model/json.ts';
import type { KeptText } from '../model/kept.ts';
import type { SchemaRef } from '../model/outcome.ts';
import type { SchemaSource, SchemaValidator, SchemaVerdict } from '../model/schema.ts';
import { schemaDocuments, type SchemaDocuments } from './schema-documents.ts';
import type { SchemaExplainer } from './schema-explainer.ts';
import { schemaRef } from './schema-ref.ts';
import { SchemaTests } from './schema-tests.ts';
import type { SchemaWriter } from './schema-writer.ts';

/** A validator that remembers which schemas it judged by. */
export interface RecordingValidator extends SchemaValidator {
  /** Reads what was kept, ahead of the first question. */
  recall(): void;
  /** Gets a schema ready that will be asked for, piece by piece, as far as that needs no engine. */
  prepare(ref: string): Iterable<void>;
  /** True where `validate` can be asked of this schema and value. */
  isReady(ref: string, value: Json): boolean;
  /** To be awaited before `validate` is asked of this schema and value. */
  ready(ref: string, value: Json): Promise<void>;
  /** To be awaited where it is not known yet what will be asked. */
  load(): Promise<void>;
  used(): readonly SchemaRef[];
  /** Keeps for the next run what this one found out. */
  keep(): void;
}

/**
 * A validator of the source's schemas. Most answers satisfy theirs, which code kept from an earlier run says at once;
 * the engine that can tell what is wrong is loaded for the first value that does not, and compiles only what it needs.
 */
export function createSchemaValidator(
  source: SchemaSource,
  kept: KeptText | null = null,
): RecordingValidator {
  const documents = schemaDocuments(source);
  let engines: Engines | null = null;
  const writer = () => engines?.writer ?? null;
  const tests = new SchemaTests({ source, documents, writer, kept });
  const judgedBy = new Map<string, SchemaRef>();
  // A value that was found ready is judged next.
  let last: Judged | null = null;
  const quickly = (ref: string, value: Json) => {
    if (last?.ref === ref && last.value === value) return last.verdict;
    const verdict = quickVerdict(tests, ref, value);
    last = { ref, value, verdict };
    return verdict;
  };
  const isReady = (ref: string, value: Json) => engines !== null || quickly(ref, value) !== null;
  const load = async () => {
    engines ??= await loadEngines(documents);
  };
  return {
    validate(ref, value) {
      const verdict = quickly(ref, value) ?? engines?.explain(ref, value);
      if (verdict === undefined) throw new Error(`nothing was loaded to judge by ${ref}`);
      if (verdict.kind !== 'missing') judgedBy.set(ref, verdict.schema);
      return verdict;
    },
    recall: () => tests.recall(),
    prepare: (ref) => tests.prepare(ref),
    isReady,
    async ready(ref, value) {
      if (isReady(ref, value)) return;
      await load();
      last = null;
    },
    load,
    used: () => [...judgedBy.values()],
    keep: () => tests.keep(),
  };
}

interface Judged {
  readonly ref: string;
  readonly value: Json;
  readonly verdict: SchemaVerdict | null;
}

interface Engines {
  readonly explain: SchemaExplainer;
  readonly writer: SchemaWriter;
}

async function loadEngines(documents: SchemaDocuments): Promise<Engines> {
  const [{ schemaExplainer }, { schemaWriter }] = await Promise.all([
    import('./schema-explainer.ts'),
    import('./schema-writer.ts'),
  ]);
  return { explain: schemaExplainer(documents), writer: schemaWriter() };
}

/** Null for a value that does not satisfy the schema, or of which that cannot be said quickly. */
function quickVerdict(tests: SchemaTests, ref: string, value: Json): SchemaVerdict | null {
  const found = tests.at(ref);
  if (found === null) return null;
  try {
    return found.test(value) ? { kind: 'valid', schema: schemaRef(ref, found.id) } : null;
  } catch {
    // A value reached a schema that needs the whole engine.
    return null;
  }
}
