import type { Json } from '../model/json.ts';
import type { KeptText } from '../model/kept.ts';
import type { SchemaRef } from '../model/outcome.ts';
import type { SchemaSource, SchemaValidator, SchemaVerdict } from '../model/schema.ts';
import { schemaDocuments } from './schema-documents.ts';
import { schemaRef } from './schema-ref.ts';
import { schemaTests, type SchemaTests } from './schema-tests.ts';

/** A validator that remembers which schemas it judged by. */
export interface RecordingValidator extends SchemaValidator {
  /** Makes a schema ready that will be asked for soon; what is wrong with it is said when it is applied. */
  prepare(ref: string): void;
  used(): readonly SchemaRef[];
  /** Keeps for the next run what this one found out. */
  keep(): void;
}

/**
 * A validator of the source's schemas. Most answers satisfy theirs, which code kept from an earlier run says at once;
 * the engine that can tell what is wrong compiles, once, only what a value does not satisfy.
 */
export async function createSchemaValidator(
  source: SchemaSource,
  kept: KeptText | null = null,
): Promise<RecordingValidator> {
  const [{ schemaExplainer }, { schemaWriter }] = await Promise.all([
    import('./schema-explainer.ts'),
    import('./schema-writer.ts'),
  ]);
  const documents = schemaDocuments(source);
  const tests = schemaTests({ source, documents, writer: schemaWriter(), kept });
  const explain = schemaExplainer(documents);
  const judgedBy = new Map<string, SchemaRef>();
  return {
    validate(ref, value) {
      const verdict = quickVerdict(tests, ref, value) ?? explain(ref, value);
      if (verdict.kind !== 'missing') judgedBy.set(ref, verdict.schema);
      return verdict;
    },
    prepare: (ref) => void tests.at(ref),
    used: () => [...judgedBy.values()],
    keep: () => tests.keep(),
  };
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
