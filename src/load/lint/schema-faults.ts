import { join } from 'node:path';
import { Ajv as Draft07 } from 'ajv';
import type { Ajv, Options, ValidateFunction } from 'ajv';
import { Ajv2019 } from 'ajv/dist/2019.js';
import { Ajv2020 } from 'ajv/dist/2020.js';
import type { JsonObject } from '../../model/json.ts';
import type { SourceProblem } from '../../model/source.ts';
import { readText } from '../files.ts';
import type { SuiteSchemas } from '../schemas.ts';
import { parseYaml } from '../yaml.ts';
import { danglingReferences } from './dangling-references.ts';

/** What of these schemas, and of all they refer to, no value can be held against; files that are no JSON are not among them. */
export function schemaFaults(
  refs: Iterable<string>,
  schemas: SuiteSchemas,
): readonly SourceProblem[] {
  const { root } = schemas;
  if (root === null) return [];
  return schemas.reachedFrom(refs).flatMap((ref) => {
    const schema = schemas.read(ref);
    if (schema === null) return [];
    const found = [...contradictions(schema), ...danglingReferences(ref, schema, schemas)];
    return found.length === 0 ? [] : reported(join(root, ref), found);
  });
}

/** A fault and the keys that lead to it. */
export interface SchemaFault {
  readonly path: readonly string[];
  readonly message: string;
  readonly hint: string;
}

function reported(file: string, faults: readonly SchemaFault[]): readonly SourceProblem[] {
  const read = readText(file);
  // JSON is YAML, and the reader of YAML knows where everything stands.
  const source = parseYaml(file, 'text' in read ? read.text : '');
  return faults.map(({ path, message, hint }) => ({
    severity: 'error',
    rule: 'broken-schema',
    message,
    hint,
    at: source.rangeOf(path),
  }));
}

/** What the schema says against the rules of its own draft: the first fault, for the others mostly follow from it. */
function contradictions(schema: JsonObject): readonly SchemaFault[] {
  const rules = rulesFor(schema);
  if (rules === undefined || rules(schema)) return [];
  const [error] = rules.errors ?? [];
  if (error === undefined) return [];
  const { instancePath, message = 'is not allowed' } = error;
  return [
    {
      path: namesIn(instancePath),
      message: `this is no JSON Schema: ${instancePath || 'it'} ${message}`,
      hint: 'mend the schema: no answer can be held against it',
    },
  ];
}

function namesIn(pointer: string): readonly string[] {
  return pointer
    .split('/')
    .slice(1)
    .map((name) => name.replaceAll('~1', '/').replaceAll('~0', '~'));
}

interface Draft {
  readonly name: string;
  readonly metaSchema: string;
  readonly Engine: new (options: Options) => Ajv;
}

const draft07: Draft = {
  name: 'draft-07',
  metaSchema: 'http://json-schema.org/draft-07/schema',
  Engine: Draft07,
};

const newerDrafts: readonly Draft[] = [
  {
    name: '2019-09',
    metaSchema: 'https://json-schema.org/draft/2019-09/schema',
    Engine: Ajv2019,
  },
  {
    name: '2020-12',
    metaSchema: 'https://json-schema.org/draft/2020-12/schema',
    Engine: Ajv2020,
  },
];

/** The rules of the draft answers are held to: the newer two by name, else draft-07. */
function rulesFor({ $schema: dialect }: JsonObject): ValidateFunction | undefined {
  const { name, metaSchema, Engine } =
    newerDrafts.find((each) => typeof dialect === 'string' && dialect.includes(each.name)) ??
    draft07;
  const engine = made.get(name) ?? new Engine({ strict: false, logger: false });
  made.set(name, engine);
  return engine.getSchema(metaSchema);
}

const made = new Map<string, Ajv>();
