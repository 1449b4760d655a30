import { createRequire } from 'node:module';
import { Ajv as Draft07 } from 'ajv';
import type { Ajv, Options } from 'ajv';
import formats from 'ajv-formats';
import type { JsonObject } from '../model/json.ts';
import { compileOnReach } from './reached-references.ts';
import type { AddDocument } from './reached-references.ts';

/** One engine for each draft, made when a schema first names it; `add` gives an engine the documents it lacks. */
export function schemaEngines(add: AddDocument): (schema: JsonObject) => Ajv {
  const made = new Map<string, Ajv>();
  return ({ $schema: dialect }) => {
    const draft = newerDrafts.find((name) => typeof dialect === 'string' && dialect.includes(name));
    const known = made.get(draft ?? '');
    if (known) return known;
    const ajv = new (draft === undefined ? Draft07 : newerDraft(draft))(options);
    formats.default(ajv);
    compileOnReach(ajv, add);
    made.set(draft ?? '', ajv);
    return ajv;
  };
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

const newerDrafts = ['2019-09', '2020-12'] as const;

// No published suite uses a newer draft, so its engine is loaded only by a schema that names it.
function newerDraft(draft: (typeof newerDrafts)[number]): AjvClass {
  const load = createRequire(import.meta.url);
  const module = load(draft === '2019-09' ? 'ajv/dist/2019.js' : 'ajv/dist/2020.js') as {
    default: AjvClass;
  };
  return module.default;
}
