import { Ajv as Draft07, str } from 'ajv';
import type { Ajv, Options } from 'ajv';
import { Ajv2019 } from 'ajv/dist/2019.js';
import { Ajv2020 } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';
import type { JsonObject } from '../model/json.ts';
import { isMultipleOf } from './multiple-of.ts';
import { compileOnReach } from './reached-references.ts';
import type { AddDocument } from './reached-references.ts';

/** One engine for each draft, made when a schema first names it; `add` gives an engine the documents it lacks. */
export function schemaEngines(add: AddDocument): (schema: JsonObject) => Ajv {
  const made = new Map<string, Ajv>();
  return ({ $schema: dialect }) => {
    const draft = newerDrafts.find(
      ([name]) => typeof dialect === 'string' && dialect.includes(name),
    );
    const [name, Engine] = draft ?? draft07;
    const known = made.get(name);
    if (known) return known;
    const ajv = new Engine(options);
    formats.default(ajv);
    compileOnReach(ajv, add);
    countDecimals(ajv);
    made.set(name, ajv);
    return ajv;
  };
}

/** The engine's own `multipleOf` takes the remainder of floating point numbers, which 19.99 by 0.01 has. */
function countDecimals(ajv: Ajv): void {
  ajv.removeKeyword('multipleOf');
  ajv.addKeyword({
    keyword: 'multipleOf',
    type: 'number',
    schemaType: 'number',
    errors: false,
    validate: (step: number, value: number) => isMultipleOf(value, step),
    error: { message: ({ schemaCode }) => str`must be multiple of ${schemaCode}` },
  });
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

type Draft = readonly [name: string, engine: new (options: Options) => Ajv];

const draft07: Draft = ['draft-07', Draft07];

// Imported, not required: a bundle would find the required ones in another copy of the engine, whose generated code does
// not take what this one's keywords write into it.
const newerDrafts: readonly Draft[] = [
  ['2019-09', Ajv2019],
  ['2020-12', Ajv2020],
];
