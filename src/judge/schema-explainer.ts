import type { Ajv, ValidateFunction } from 'ajv';
import type { Json } from '../model/json.ts';
import type { SchemaVerdict } from '../model/schema.ts';
import { BrokenSchema } from './broken-schema.ts';
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
  const at = (ref: string) => {
    let found = compiled.get(ref);
    if (found === undefined) {
      const document = documents.at(ref);
      found = document && compile(document, engineFor(document.schema));
      compiled.set(ref, found);
    }
    return found;
  };
  return (ref, value) => {
    try {
      const found = at(ref);
      return found === null ? { kind: 'missing', ref } : verdictOf(found, value);
    } catch (fault) {
      if (fault instanceof DanglingReference) return { kind: 'missing', ref: fault.uri };
      if (!(fault instanceof BrokenSchema)) throw fault;
      const { uri, message: detail } = fault;
      return { kind: 'broken', ref: documents.named(uri)?.ref ?? uri, detail };
    }
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
  const validate = compiledAt(ajv, uri);
  if (!validate) throw new Error(`"${ref}" compiled to nothing`);
  return { validate, ajv, document };
}

function compiledAt(ajv: Ajv, uri: string): ValidateFunction | undefined {
  try {
    return ajv.getSchema(uri);
  } catch (fault) {
    throw new BrokenSchema(uri, fault);
  }
}

function verdictOf({ validate, ajv, document }: Compiled, value: Json): SchemaVerdict {
  const { $id: id } = document.schema;
  const schema = schemaRef(document.ref, typeof id === 'string' ? id : null);
  if (validate(value)) return { kind: 'valid', schema };
  return { kind: 'invalid', schema, errors: explainErrors(ajv, validate.errors ?? []) };
}
