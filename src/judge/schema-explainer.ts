import type { Ajv, ValidateFunction } from 'ajv';
import type { Json } from '../model/json.ts';
import type { SchemaVerdict } from '../model/schema.ts';
import { DanglingReference } from './dangling-reference.ts';
import type { SchemaDocument, SchemaDocuments } from './schema-documents.ts';
import { schemaEngines } from './schema-engines.ts';
import { explainErrors } from './schema-errors.ts';
import { schemaRef } from './schema-ref.ts';

/** Says what is wrong with a value; compiles of a schema what values reach, once. */
export type SchemaExplainer = (ref: string, value: Json) => SchemaVerdict;

/** An explainer of these documents. */
export function schemaExplainer(documents: SchemaDocuments): SchemaExplainer {
  const engineFor = schemaEngines((ajv, uri) => {
    const document = documents.named(uri);
    if (document) ajv.addSchema(document.schema, uri);
  });
  const compiled = new Map<string, Compiled | null>();
  return (ref, value) => {
    let found = compiled.get(ref);
    if (found === undefined) {
      const document = documents.at(ref);
      found = document && compile(document, engineFor(document.schema));
      compiled.set(ref, found);
    }
    return found === null ? { kind: 'missing', ref } : verdictOf(found, value);
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
  const { $id: id } = document.schema;
  const schema = schemaRef(document.ref, typeof id === 'string' ? id : null);
  try {
    if (validate(value)) return { kind: 'valid', schema };
    return { kind: 'invalid', schema, errors: explainErrors(ajv, validate.errors ?? []) };
  } catch (error) {
    if (error instanceof DanglingReference) return { kind: 'missing', ref: error.uri };
    throw error;
  }
}
