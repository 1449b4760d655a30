import { _ as code } from 'ajv';
import type { Ajv, ValidateFunction, KeywordCxt } from 'ajv';
import { resolveRef, SchemaEnv } from 'ajv/dist/compile/index.js';
import { callRef } from 'ajv/dist/vocabularies/core/ref.js';
import { BrokenSchema } from './broken-schema.ts';
import { DanglingReference } from './dangling-reference.ts';

/** Adds the document a URI without fragment names to the engine; does nothing where there is none. */
export type AddDocument = (ajv: Ajv, uri: string) => void;

/** Makes an engine compile what a reference names when a value first reaches it: most of a published schema is never reached. */
export function compileOnReach(ajv: Ajv, add: AddDocument): void {
  ajv.removeKeyword('$ref');
  ajv.addKeyword({
    keyword: '$ref',
    schemaType: 'string',
    code(cxt: KeywordCxt) {
      const { it } = cxt;
      const at = { root: it.schemaEnv.root, baseId: it.baseId, ref: String(cxt.schema) };
      const target = onReach(() => compile(ajv, at, add));
      callRef(cxt, code`${cxt.gen.scopeValue('wrapper', { ref: target })}.validate`);
    },
  });
}

/** What generated code asks for its validator each time it needs it. */
function onReach<T>(make: () => T): { readonly validate: T } {
  let made: { readonly validate: T } | null = null;
  return {
    get validate() {
      made ??= { validate: make() };
      return made.validate;
    },
  };
}

/** A reference, and what it is resolved against. */
interface Reference {
  readonly root: SchemaEnv;
  readonly baseId: string;
  readonly ref: string;
}

function compile(ajv: Ajv, reference: Reference, add: AddDocument): ValidateFunction | undefined {
  const { baseId, ref } = reference;
  const uri = ajv.opts.uriResolver.resolve(baseId, ref).replace(/#.*$/s, '');
  if (uri !== '' && !ajv.schemas[uri] && !ajv.refs[uri]) add(ajv, uri);
  const found = namedBy(ajv, reference, uri);
  if (found === undefined) throw new DanglingReference(uri === '' ? ref : uri);
  return found instanceof SchemaEnv ? found.validate : ajv.compile(found);
}

/** To resolve a reference is to compile what it names. */
function namedBy(ajv: Ajv, { root, baseId, ref }: Reference, uri: string) {
  try {
    return resolveRef.call(ajv, root, baseId, ref);
  } catch (fault) {
    throw new BrokenSchema(uri, fault);
  }
}
