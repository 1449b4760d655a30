import { createRequire } from 'node:module';
import type { Ajv, Options, ValidateFunction } from 'ajv';
import type { Json, JsonObject } from '../model/json.ts';
import type { SchemaRef } from '../model/outcome.ts';
import type { SchemaSource, SchemaValidator, SchemaVerdict } from '../model/schema.ts';
import type { SchemaDocument } from './schema-documents.ts';
import { schemaDocuments } from './schema-documents.ts';
import { explainErrors } from './schema-errors.ts';

/** A validator that remembers which schemas it judged by. */
export interface RecordingValidator extends SchemaValidator {
  used(): readonly SchemaRef[];
}

/** A validator of the source's schemas; reads and compiles a schema when it is first asked for, once. */
export async function createSchemaValidator(source: SchemaSource): Promise<RecordingValidator> {
  const engineFor = await engines();
  const documents = schemaDocuments(source);
  const compiled = new Map<string, Compiled>();

  const compiledFor = (ref: string): Compiled => {
    const known = compiled.get(ref);
    if (known) return known;
    const document = documents.at(ref);
    const made: Compiled = document
      ? compile(document, engineFor(document.schema))
      : { kind: 'missing', ref };
    compiled.set(ref, made);
    return made;
  };
  const compile = (document: SchemaDocument, ajv: Ajv): Compiled => {
    for (const { name, document: part } of documents.closureOf(document)) {
      if (!ajv.schemas[name] && !ajv.refs[name]) ajv.addSchema(part.schema, name);
    }
    try {
      const validate = ajv.getSchema(document.uri);
      if (!validate) throw new Error(`"${document.ref}" compiled to nothing`);
      return { kind: 'ready', validate, ajv, document };
    } catch (error) {
      const dangling = missingRefOf(error);
      if (dangling === null) throw error;
      return { kind: 'missing', ref: dangling };
    }
  };
  return {
    validate: (ref, value) => verdictOf(compiledFor(ref), value),
    used: () =>
      [...compiled.values()].flatMap((c) => (c.kind === 'ready' ? [refOf(c.document)] : [])),
  };
}

/** A schema ready to be applied, or the one that cannot be found. */
type Compiled =
  | {
      readonly kind: 'ready';
      readonly validate: ValidateFunction;
      readonly ajv: Ajv;
      readonly document: SchemaDocument;
    }
  | { readonly kind: 'missing'; readonly ref: string };

function verdictOf(compiled: Compiled, value: Json): SchemaVerdict {
  if (compiled.kind === 'missing') return compiled;
  const { validate, ajv, document } = compiled;
  const schema = refOf(document);
  if (validate(value)) return { kind: 'valid', schema };
  return { kind: 'invalid', schema, errors: explainErrors(ajv, validate.errors ?? []) };
}

function refOf({ ref, schema }: SchemaDocument): SchemaRef {
  const { $id: id } = schema;
  if (typeof id !== 'string') return { id: ref, url: ref };
  return { id, url: /^https?:\/\//i.test(id) ? id : ref };
}

function missingRefOf(error: unknown): string | null {
  if (!(error instanceof Error) || !('missingSchema' in error)) return null;
  return String(error.missingSchema);
}

// Published suites compile to a megabyte of code: leaving references as calls and the code as generated
// makes that two to three times cheaper, and one answer per schema never earns it back.
const options: Options = {
  strict: false,
  allErrors: true,
  verbose: true,
  validateSchema: false,
  inlineRefs: false,
  code: { optimize: false },
  logger: false,
};

type AjvClass = new (options: Options) => Ajv;

async function engines(): Promise<(schema: JsonObject) => Ajv> {
  const [ajvModule, formatsModule] = await Promise.all([import('ajv'), import('ajv-formats')]);
  // Both are CommonJS, of which a bundle keeps no named exports.
  const Draft07: AjvClass = ajvModule.default.default;
  const addFormats = formatsModule.default.default;
  const made = new Map<string, Ajv>();
  return ({ $schema: dialect }) => {
    const draft = newerDrafts.find((name) => typeof dialect === 'string' && dialect.includes(name));
    const known = made.get(draft ?? '');
    if (known) return known;
    const ajv = new (draft === undefined ? Draft07 : newerDraft(draft))(options);
    addFormats(ajv);
    made.set(draft ?? '', ajv);
    return ajv;
  };
}

const newerDrafts = ['2019-09', '2020-12'] as const;

// No published suite uses a newer draft, so its engine is loaded only by a schema that names it.
function newerDraft(draft: (typeof newerDrafts)[number]): AjvClass {
  const load = createRequire(import.meta.url);
  const module = load(draft === '2019-09' ? 'ajv/dist/2019.js' : 'ajv/dist/2020.js') as {
    default: AjvClass;
  };
  return module.default;
}
