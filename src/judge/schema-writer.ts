import { Ajv, _ as code } from 'ajv';
import type { AnyValidateFunction } from 'ajv/dist/types/index.js';
import type { CodeGen, KeywordCxt, Options } from 'ajv';
import formats from 'ajv-formats';
import { callRef } from 'ajv/dist/vocabularies/core/ref.js';
import type { SchemaDocument } from './schema-documents.ts';

/** Writes the code of tests; throws where a schema is beyond it. */
export interface SchemaWriter {
  /** The body of a function of `require` and `reach` that gives the test of a part of a document. */
  readonly write: (document: SchemaDocument, fragment: string) => string;
}

// The first fault is enough, and nobody reads what it is: whoever wants to know asks the other engine.
const options: Options = {
  strict: false,
  validateSchema: false,
  inlineRefs: false,
  messages: false,
  code: { optimize: false, source: true },
  logger: false,
};

/** A writer for draft-07, the draft of the published suites; each reference becomes a call of `reach`. */
export function schemaWriter(): SchemaWriter {
  const ajv = new Ajv(options);
  formats.default(ajv);
  ajv.removeKeyword('$ref');
  ajv.addKeyword({
    keyword: '$ref',
    schemaType: 'string',
    code: (cxt) => reachReference(ajv, cxt),
  });
  const added = new Map<string, SchemaDocument>();
  return {
    write(document, fragment) {
      const { uri, schema } = document;
      if (isNewerDraft(schema)) throw new Error(`${uri} is of a newer draft`);
      if (!added.has(uri)) ajv.addSchema(schema, uri);
      else if (added.get(uri) !== document) throw new Error(`two documents are called ${uri}`);
      added.set(uri, document);
      const test = ajv.getSchema(`${uri}${fragment}`);
      if (test === undefined) throw new Error(`${uri} has no ${fragment}`);
      return textOf(ajv, test);
    },
  };
}

function isNewerDraft({ $schema: dialect }: SchemaDocument['schema']): boolean {
  return typeof dialect === 'string' && /20(?:19-09|20-12)/.test(dialect);
}

/** A document may be told of its own parts only by fragment: another document may go by the same URI. */
function reachReference(ajv: Ajv, cxt: KeywordCxt): void {
  const { baseId, schemaEnv } = cxt.it;
  const address = ajv.opts.uriResolver.resolve(baseId, String(cxt.schema));
  const [uri = '', fragment] = address.split('#', 2);
  const isOwn = uri === schemaEnv.root.baseId;
  const reference = isOwn ? `#${fragment ?? ''}` : address;
  const wrapper = cxt.gen.scopeValue('wrapper', {
    key: reference,
    ref: {},
    code: code`reach(${reference})`,
  });
  callRef(cxt, code`${wrapper}.validate`);
}

function textOf(ajv: Ajv, { source }: AnyValidateFunction): string {
  if (source === undefined) throw new Error('there is no source');
  const { validateName, validateCode, scopeValues } = source;
  const code = withoutFaults(validateCode);
  const values = ajv.scope.scopeCode(usedIn(code, scopeValues));
  return `"use strict";${values.toString()}${code};return ${validateName.str}`;
}

/**
 * Half of the code would say what a fault is, with variables that nothing else reads. The engine's own optimizer takes
 * longer than it saves; a text it would shorten further stays as it is.
 */
function withoutFaults(code: string): string {
  const silent = code.replace(/\{instancePath[:,][^{}]*params:\{[^{}]*\}\}/g, '{}');
  const counts = new Map<string, number>();
  for (const [name] of silent.matchAll(/\b(?:vSchema|_errs)\d+\b/g))
    counts.set(name, (counts.get(name) ?? 0) + 1);
  return silent.replace(
    /const ((?:vSchema|_errs)\d+) = (?:errors|schema\d+(?:\.[\w$]+|\["[^"\\;]*"\])*);/g,
    (declaration, name: string) => (counts.get(name) === 1 ? '' : declaration),
  );
}

type ScopeValues = CodeGen['_values'];

/** The schema itself is a value too, and seldom used. */
function usedIn(text: string, values: ScopeValues): ScopeValues {
  const names = new Set(text.match(/[A-Za-z_$][\w$]*/g));
  return Object.fromEntries(
    Object.entries(values).map(([prefix, names_]) => [
      prefix,
      new Set([...(names_ ?? [])].filter(({ str }) => names.has(str))),
    ]),
  );
}
