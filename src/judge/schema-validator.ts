import type { Json } from '../model/json.ts';
import type { SchemaRef } from '../model/outcome.ts';
import type { SchemaSource, SchemaValidator, SchemaVerdict } from '../model/schema.ts';
import { schemaDocuments } from './schema-documents.ts';
import type { SchemaExplainer } from './schema-explainer.ts';
import { schemaRef } from './schema-ref.ts';
import { SchemaTests } from './schema-tests.ts';

/** A validator that remembers which schemas it judged by. */
export interface RecordingValidator extends SchemaValidator {
  /** True where `validate` can be asked of this schema and value. */
  isReady(ref: string, value: Json): boolean;
  /** To be awaited before `validate` is asked of this schema and value. */
  ready(ref: string, value: Json): Promise<void>;
  /** To be awaited where it is not known yet what will be asked. */
  load(): Promise<void>;
  used(): readonly SchemaRef[];
}

/**
 * A validator of the source's schemas. Most answers satisfy theirs, which is said without an engine; the one that can
 * tell what is wrong is loaded for the first value that does not, and compiles only what it needs.
 */
export function createSchemaValidator(source: SchemaSource): RecordingValidator {
  const documents = schemaDocuments(source);
  const tests = new SchemaTests(documents);
  let explain: SchemaExplainer | null = null;
  const judgedBy = new Map<string, SchemaRef>();
  // A value that was found ready is judged next.
  let last: Judged | null = null;
  const quickly = (ref: string, value: Json) => {
    if (last?.ref === ref && last.value === value) return last.verdict;
    const verdict = documents.at(ref) === null ? missing(ref) : quickVerdict(tests, ref, value);
    last = { ref, value, verdict };
    return verdict;
  };
  const isReady = (ref: string, value: Json) => explain !== null || quickly(ref, value) !== null;
  const load = async () => {
    const { schemaExplainer } = await import('./schema-explainer.ts');
    explain ??= schemaExplainer(documents);
  };
  return {
    validate(ref, value) {
      const verdict = quickly(ref, value) ?? explain?.(ref, value);
      if (verdict === undefined) throw new Error(`nothing was loaded to judge by ${ref}`);
      if ('schema' in verdict) judgedBy.set(ref, verdict.schema);
      return verdict;
    },
    isReady,
    async ready(ref, value) {
      if (!isReady(ref, value)) await load();
    },
    load,
    used: () => [...judgedBy.values()],
  };
}

interface Judged {
  readonly ref: string;
  readonly value: Json;
  readonly verdict: SchemaVerdict | null;
}

const missing = (ref: string): SchemaVerdict => ({ kind: 'missing', ref });

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
