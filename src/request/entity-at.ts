import type { Json, JsonObject, JsonPointer } from '../model/json.ts';
import { isObject, listOf } from '../support/json.ts';
import { resolveRef, type SchemaPlace } from './schema-ref.ts';

/** How many references and combinators are followed at one node; the published schemas need three. */
const deepest = 8;

interface Node {
  readonly schema: JsonObject;
  readonly place: SchemaPlace;
}

/** The kind of thing whose id a request schema wants at a place of the body (`x-entity`); null where it says nothing. */
export function entityAt(root: Node, pointer: JsonPointer): string | null {
  const names = pointer.split('/').slice(1);
  const nodes = names.reduce<readonly Node[]>(
    (found, name) =>
      found.flatMap((node) => spread(node)).flatMap((node) => childrenOf(node, name)),
    [root],
  );
  const entities = nodes.flatMap((node) => spread(node)).map(({ schema }) => schema['x-entity']);
  return entities.find((entity) => typeof entity === 'string') ?? null;
}

/** A node and everything it refers to or is put together from. */
function spread(node: Node): readonly Node[] {
  return spreadFrom(node, 0);
}

function spreadFrom({ schema, place }: Node, depth: number): readonly Node[] {
  if (depth > deepest) return [];
  const { $ref } = schema;
  const referred = typeof $ref === 'string' ? resolveRef($ref, place) : null;
  const parts = ['allOf', 'anyOf', 'oneOf'].flatMap((key) => listOf(schema[key]));
  const nodes = [
    ...nodesOf([referred?.schema], referred?.place ?? place),
    ...nodesOf([...parts, schema['then'], schema['else']], place),
  ];
  return [{ schema, place }, ...nodes.flatMap((node) => spreadFrom(node, depth + 1))];
}

function childrenOf({ schema, place }: Node, name: string): readonly Node[] {
  const { properties, items } = schema;
  const own =
    isObject(properties) && Object.hasOwn(properties, name) ? properties[name] : undefined;
  return nodesOf([own, /^\d+$/.test(name) ? items : undefined], place);
}

function nodesOf(schemas: readonly (Json | undefined)[], place: SchemaPlace): readonly Node[] {
  return schemas.filter(isObject).map((schema) => ({ schema, place }));
}
