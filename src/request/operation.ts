import type { Json, JsonObject } from '../model/json.ts';
import type { SchemaSource } from '../model/schema.ts';
import type { Operation } from '../model/subject.ts';
import { isObject, listOf } from '../support/json.ts';
import { entityAt } from './entity-at.ts';
import { resolveRef, type SchemaPlace } from './schema-ref.ts';

/** How deep references and combinators of a request schema are followed; the published ones need three. */
const deepest = 8;

/** Where a task's request schema may be read. */
export interface OperationSources {
  readonly schemas: SchemaSource;
  /** The schema the step names; null where it names none. */
  readonly schemaRef: string | null;
  /** The tool's advertised schema; null where the agent lists none. */
  readonly inputSchema: JsonObject | null;
}

/** What a task declares at its root: by the suite's schema, else by the tool's advertised one, else nothing. */
export function operationFor(task: string, sources: OperationSources): Operation {
  const found = findSchema(task, sources);
  if (found === null) return { task, source: null, declares: () => false, requires: () => false };
  const root = readRoot(found, sources.schemas);
  return {
    task,
    source: found.source,
    declares: (field) => root.declared.has(field),
    requires: (field) => root.required.has(field),
    entityAt: (pointer) => entityAt(rootOf(found, sources.schemas), pointer),
  };
}

function rootOf({ schema, source }: FoundSchema, schemas: SchemaSource) {
  return { schema, place: { document: schema, at: source, schemas } };
}

interface FoundSchema {
  readonly schema: JsonObject;
  readonly source: string;
}

function findSchema(
  task: string,
  { schemas, schemaRef, inputSchema }: OperationSources,
): FoundSchema | null {
  for (const ref of [schemaRef, schemas.requestRefOf(task)]) {
    const schema = ref === null ? null : schemas.read(ref);
    if (ref !== null && schema !== null) return { schema, source: ref };
  }
  return inputSchema === null ? null : { schema: inputSchema, source: 'inputSchema' };
}

interface Root {
  readonly declared: Set<string>;
  readonly required: Set<string>;
}

function readRoot({ schema, source }: FoundSchema, schemas: SchemaSource): Root {
  const root: Root = { declared: new Set(), required: new Set() };
  collect(schema, root, { document: schema, at: source, schemas, depth: 0, certain: true });
  return root;
}

interface Place extends SchemaPlace {
  readonly depth: number;
  /** False inside an alternative: what only one arm requires is not required. */
  readonly certain: boolean;
}

function collect(schema: Json | undefined, root: Root, place: Place): void {
  if (!isObject(schema) || place.depth > deepest) return;
  const { properties, $ref } = schema;
  if (isObject(properties)) addAll(root.declared, Object.keys(properties));
  for (const name of place.certain ? listOf(schema['required']) : [])
    if (typeof name === 'string') root.required.add(name);
  const deeper = { ...place, depth: place.depth + 1 };
  if (typeof $ref === 'string') follow($ref, root, deeper);
  for (const part of listOf(schema['allOf'])) collect(part, root, deeper);
  for (const arm of alternatives(schema)) collect(arm, root, { ...deeper, certain: false });
}

function addAll(names: Set<string>, found: readonly Json[]): void {
  for (const name of found) if (typeof name === 'string') names.add(name);
}

function alternatives(schema: JsonObject): readonly (Json | undefined)[] {
  return [...listOf(schema['anyOf']), ...listOf(schema['oneOf']), schema['then'], schema['else']];
}

function follow(ref: string, root: Root, place: Place): void {
  const found = resolveRef(ref, place);
  if (found !== null) collect(found.schema, root, found.place);
}
