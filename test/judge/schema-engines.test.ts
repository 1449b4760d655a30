import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { schemaDocuments } from '../../src/judge/schema-documents.ts';
import { schemaExplainer } from '../../src/judge/schema-explainer.ts';
import type { Json, JsonObject } from '../../src/model/json.ts';

// The package ships a bundle, where a dependency that is loaded by name is another copy than the bundled one.
const folder = mkdtempSync(join(tmpdir(), 'storyboard-engines-'));
let bundled: typeof schemaExplainer;

beforeAll(async () => {
  const outfile = join(folder, 'schema-explainer.mjs');
  await build({
    entryPoints: ['src/judge/schema-explainer.ts'],
    outfile,
    bundle: true,
    format: 'esm',
    platform: 'node',
    banner: {
      js: `import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(${JSON.stringify(import.meta.url)});`,
    },
  });
  const module = (await import(pathToFileURL(outfile).href)) as {
    readonly schemaExplainer: typeof schemaExplainer;
  };
  bundled = module.schemaExplainer;
});

afterAll(() => {
  rmSync(folder, { recursive: true });
});

const drafts = [
  'http://json-schema.org/draft-07/schema#',
  'https://json-schema.org/draft/2019-09/schema',
  'https://json-schema.org/draft/2020-12/schema',
];

const text = { $ref: '#/definitions/text' };
const definitions = { text: { type: 'string' }, named: { properties: { a: text } } };

const cases: readonly {
  readonly name: string;
  readonly schema: JsonObject;
  readonly value: Json;
  readonly kind: string;
}[] = [
  { name: 'what it names', schema: { properties: { d: text } }, value: { d: 'a' }, kind: 'valid' },
  { name: 'a fault in it', schema: { properties: { d: text } }, value: { d: 1 }, kind: 'invalid' },
  {
    name: 'nothing',
    schema: { properties: { d: { $ref: '/schemas/none.json' } } },
    value: { d: 1 },
    kind: 'missing',
  },
  {
    name: 'nothing, and no value reaches it',
    schema: { properties: { d: { $ref: '/schemas/none.json' } } },
    value: {},
    kind: 'valid',
  },
];

const unevaluated = { allOf: [{ $ref: '#/definitions/named' }], unevaluatedProperties: false };

const newerCases: typeof cases = [
  { name: 'what is evaluated', schema: unevaluated, value: { a: 'a' }, kind: 'valid' },
  { name: 'what is not', schema: unevaluated, value: { a: 'a', b: 1 }, kind: 'invalid' },
];

describe.each([
  { form: 'from its sources', explainerIn: () => schemaExplainer },
  { form: 'bundled', explainerIn: () => bundled },
])('the engines, $form', ({ explainerIn }) => {
  describe.each(drafts)('%s', (draft) => {
    test.each(draft === drafts[0] ? cases : [...cases, ...newerCases])(
      'a reference to $name',
      ({ schema, value, kind }) => {
        const read = (ref: string) =>
          ref === 'a.json' ? { $schema: draft, definitions, ...schema } : null;
        const documents = schemaDocuments({ root: '', read, requestRefOf: () => null });
        expect(explainerIn()(documents)('a.json', value).kind).toBe(kind);
      },
    );
  });
});
