import ucs2length from 'ajv/dist/runtime/ucs2length.js';
import type { Json, JsonObject } from '../model/json.ts';
import { isObject, sameJson } from '../support/json.ts';
import { isMultipleOf } from './multiple-of.ts';
import { hasFormat } from './schema-formats.ts';

/** The schema a keyword stands in, and how to apply another schema or what a `$ref` names. */
export interface SchemaScope {
  readonly schema: JsonObject;
  readonly holds: (schema: Json, value: Json) => boolean;
  readonly reach: (reference: string, value: Json) => boolean;
}

/** Says whether a value satisfies one keyword; values it says nothing of satisfy it. */
export type Keyword = (argument: Json, value: Json, scope: SchemaScope) => boolean;

/** The keywords of JSON Schema draft-07 that can refuse a value. Like the engine, it passes over every other name. */
export const keywords: ReadonlyMap<string, Keyword> = new Map<string, Keyword>([
  ['$ref', (reference, value, { reach }) => reach(text(reference), value)],
  ['type', (type, value) => listed(type).some((each) => isOfType(value, each))],
  ['const', (constant, value) => sameJson(constant, value)],
  ['enum', (values, value) => list(values).some((each) => sameJson(each, value))],

  ['minimum', ofNumbers((least, value) => value >= least)],
  ['maximum', ofNumbers((most, value) => value <= most)],
  ['exclusiveMinimum', ofNumbers((below, value) => value > below)],
  ['exclusiveMaximum', ofNumbers((above, value) => value < above)],
  ['multipleOf', ofNumbers((step, value) => isMultipleOf(value, step))],

  ['minLength', ofTexts((least, value) => lengthOf(value) >= number(least))],
  ['maxLength', ofTexts((most, value) => lengthOf(value) <= number(most))],
  ['pattern', ofTexts((pattern, value) => regular(pattern).test(value))],
  ['format', (name, value) => hasFormat(text(name), value)],

  ['minItems', ofLists((least, items) => items.length >= number(least))],
  ['maxItems', ofLists((most, items) => items.length <= number(most))],
  ['uniqueItems', ofLists((wanted, items) => wanted !== true || areUnique(items))],
  ['contains', ofLists((schema, items, { holds }) => items.some((item) => holds(schema, item)))],
  ['items', ofLists(itemsHold)],
  ['additionalItems', ofLists(additionalItemsHold)],

  ['required', ofObjects((names, value) => list(names).every((name) => has(value, text(name))))],
  ['minProperties', ofObjects((least, value) => sizeOf(value) >= number(least))],
  ['maxProperties', ofObjects((most, value) => sizeOf(value) <= number(most))],
  ['properties', ofObjects(propertiesHold)],
  ['patternProperties', ofObjects(patternPropertiesHold)],
  ['additionalProperties', ofObjects(additionalPropertiesHold)],
  [
    'propertyNames',
    ofObjects((schema, value, { holds }) => Object.keys(value).every((key) => holds(schema, key))),
  ],
  ['dependencies', ofObjects(dependenciesHold)],

  ['allOf', (all, value, { holds }) => list(all).every((schema) => holds(schema, value))],
  ['anyOf', (any, value, { holds }) => list(any).some((schema) => holds(schema, value))],
  ['oneOf', oneHolds],
  ['not', (schema, value, { holds }) => !holds(schema, value)],
  ['if', conditionHolds],

  // Limits of formats are the engine's own and nobody's in the published suites.
  ['formatMinimum', leftToEngine],
  ['formatMaximum', leftToEngine],
  ['formatExclusiveMinimum', leftToEngine],
  ['formatExclusiveMaximum', leftToEngine],
]);

function leftToEngine(): never {
  throw new Error('this keyword is left to the engine');
}

function ofNumbers(holds: (argument: number, value: number) => boolean): Keyword {
  return (argument, value) => typeof value !== 'number' || holds(number(argument), value);
}

function ofTexts(holds: (argument: Json, value: string) => boolean): Keyword {
  return (argument, value) => typeof value !== 'string' || holds(argument, value);
}

function ofLists(
  holds: (argument: Json, value: readonly Json[], scope: SchemaScope) => boolean,
): Keyword {
  return (argument, value, scope) => !isList(value) || holds(argument, value, scope);
}

function ofObjects(
  holds: (argument: Json, value: JsonObject, scope: SchemaScope) => boolean,
): Keyword {
  return (argument, value, scope) => !isObject(value) || holds(argument, value, scope);
}

function isList(value: Json): value is readonly Json[] {
  return Array.isArray(value);
}

// What is no draft-07 schema is left to the engine, which says what is wrong with it.

function number(argument: Json): number {
  if (typeof argument === 'number') return argument;
  throw new Error(`${JSON.stringify(argument)} is no number`);
}

function text(argument: Json): string {
  if (typeof argument === 'string') return argument;
  throw new Error(`${JSON.stringify(argument)} is no text`);
}

function list(argument: Json): readonly Json[] {
  if (isList(argument)) return argument;
  throw new Error(`${JSON.stringify(argument)} is no list`);
}

function object(argument: Json): JsonObject {
  if (isObject(argument)) return argument;
  throw new Error(`${JSON.stringify(argument)} is no object`);
}

function listed(argument: Json): readonly Json[] {
  return isList(argument) ? argument : [argument];
}

function isOfType(value: Json, type: Json): boolean {
  switch (type) {
    case 'object':
      return isObject(value);
    case 'array':
      return isList(value);
    case 'integer':
      return Number.isInteger(value);
    case 'null':
      return value === null;
    case 'string':
    case 'number':
    case 'boolean':
      return typeof value === type;
    default:
      throw new Error(`there is no type ${JSON.stringify(type)}`);
  }
}

/** Loaders differ in what the default import of a CommonJS module is: its exports, or their `default`. */
const lengthOf = ('default' in ucs2length ? ucs2length.default : ucs2length) as (
  text: string,
) => number;

const patterns = new Map<string, RegExp>();

function regular(pattern: Json): RegExp {
  const source = text(pattern);
  const known = patterns.get(source) ?? new RegExp(source, 'u');
  patterns.set(source, known);
  return known;
}

function areUnique(items: readonly Json[]): boolean {
  return items.every((item, index) =>
    items.slice(index + 1).every((other) => !sameJson(item, other)),
  );
}

function itemsHold(schema: Json, items: readonly Json[], { holds }: SchemaScope): boolean {
  if (!isList(schema)) return items.every((item) => holds(schema, item));
  return schema.every((each, index) => index >= items.length || holds(each, items[index] as Json));
}

/** Says something only beside a list of `items`. */
function additionalItemsHold(
  additional: Json,
  items: readonly Json[],
  { schema, holds }: SchemaScope,
): boolean {
  const { items: named = null } = schema;
  if (!isList(named)) return true;
  return items.slice(named.length).every((item) => holds(additional, item));
}

function has(value: JsonObject, name: string): boolean {
  return Object.hasOwn(value, name);
}

function sizeOf(value: JsonObject): number {
  return Object.keys(value).length;
}

function propertiesHold(properties: Json, value: JsonObject, { holds }: SchemaScope): boolean {
  const named = object(properties);
  // A value has fewer properties than its schema has names for.
  return Object.keys(value).every(
    (name) => !has(named, name) || holds(named[name] as Json, value[name] as Json),
  );
}

function patternPropertiesHold(
  properties: Json,
  value: JsonObject,
  { holds }: SchemaScope,
): boolean {
  return Object.entries(object(properties)).every(([pattern, schema]) =>
    Object.entries(value).every(
      ([name, each]) => !regular(pattern).test(name) || holds(schema, each),
    ),
  );
}

/** What `properties` and `patternProperties` beside it have no name for. */
function additionalPropertiesHold(
  additional: Json,
  value: JsonObject,
  { schema, holds }: SchemaScope,
): boolean {
  if (additional === true) return true;
  const { properties = {}, patternProperties = {} } = schema;
  const named = object(properties);
  const patterned = Object.keys(object(patternProperties));
  return Object.entries(value).every(
    ([name, each]) =>
      has(named, name) ||
      patterned.some((pattern) => regular(pattern).test(name)) ||
      holds(additional, each),
  );
}

function dependenciesHold(dependencies: Json, value: JsonObject, { holds }: SchemaScope): boolean {
  return Object.entries(object(dependencies)).every(
    ([name, needed]) =>
      !has(value, name) ||
      (isList(needed) ? needed.every((each) => has(value, text(each))) : holds(needed, value)),
  );
}

function oneHolds(one: Json, value: Json, { holds }: SchemaScope): boolean {
  let found = 0;
  for (const schema of list(one)) {
    if (holds(schema, value)) found += 1;
    if (found > 1) return false;
  }
  return found === 1;
}

function conditionHolds(condition: Json, value: Json, { schema, holds }: SchemaScope): boolean {
  const { then = true, else: otherwise = true } = schema;
  return holds(holds(condition, value) ? then : otherwise, value);
}
