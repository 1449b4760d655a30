import type { Ajv, ValidateFunction } from 'ajv';
import type { Json } from '../model/json.ts';
import type { SchemaRef } from '../model/outcome.ts';
import type { SchemaSource, SchemaValidator, SchemaVerdict } from '../model/schema.ts';
import type { SchemaDocument } from './schema-documents.ts';
import { DanglingReference } from './dangling-reference.ts';
import { schemaDocuments } from './schema-documents.ts';
import { explainErrors } from './schema-errors.ts';

/** A validator that remembers which schemas it judged by. */
export interface RecordingValidator extends SchemaValidator {
  /** Compiles a schema that will be asked for soon; what is wrong with it is said when it is applied. */
  prepare(ref: string): void;
  used(): readonly SchemaRef[];
}

/** A validator of the source's schemas; reads and compiles of a schema what values reach, once. */
export async function createSchemaValidator(source: SchemaSource): Promise<RecordingValidator> {
  const { schemaEngines } = await import('./schema-engines.ts');
  const documents = schemaDocuments(source);
  const engineFor = schemaEngines((ajv, uri) => {
    const document = documents.named(uri);
    if (document) ajv.addSchema(document.schema, uri);
  });
  const compiled = new Map<string, Compiled | null>();
  const judgedBy = new Set<SchemaDocument>();

  const compiledFor = (ref: string): Compiled | null => {
    const known = compiled.get(ref);
    if (known !== undefined) return known;
    const document = documents.at(ref);
    const made = document && compile(document, engineFor(document.schema));
    compiled.set(ref, made);
    return made;
  };
  return {
    validate(ref, value) {
      const found = compiledFor(ref);
      if (!found) return { kind: 'missing', ref };
      const verdict = verdictOf(found, value);
      if (verdict.kind !== 'missing') judgedBy.add(found.document);
      return verdict;
    },
    prepare(ref) {
      try {
        compiledFor(ref);
      } catch {
        // The same happens again when the schema is applied, where it can be told.
      }
    },
    used: () => [...judgedBy].map(refOf),
  };
}

/** A schema ready to be applied. */
interface Compiled {
  readonly validate: ValidateFunction;
  readonly ajv: Ajv;
  readonly document: SchemaDocument;
}

function compile(document: SchemaDocument, ajv: Ajv): Compiled {
  const { uri, ref, schema } = document;
  if (!ajv.schemas[uri] && !ajv.refs[uri]) ajv.addSchema(schema, uri);
  const validate = ajv.getSchema(uri);
  if (!validate) throw new Error(`"${ref}" compiled to nothing`);
  return { validate, ajv, document };
}

function verdictOf({ validate, ajv, document }: Compiled, value: Json): SchemaVerdict {
  const schema = refOf(document);
  try {
    if (validate(value)) return { kind: 'valid', schema };
    return { kind: 'invalid', schema, errors: explainErrors(ajv, validate.errors ?? []) };
  } catch (error) {
    if (error instanceof DanglingReference) return { kind: 'missing', ref: error.uri };
    throw error;
  }
}

function refOf({ ref, schema }: SchemaDocument): SchemaRef {
  const { $id: id } = schema;
  if (typeof id !== 'string') return { id: ref, url: ref };
  return { id, url: /^https?:\/\//i.test(id) ? id : ref };
}
