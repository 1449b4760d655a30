import type { Ajv, ErrorObject } from 'ajv';
import type { Json } from '../model/json.ts';
import type { SchemaError } from '../model/schema.ts';
import { isObject } from '../support/json.ts';
import { visitObjects } from './schema-documents.ts';

/** Most errors reported for one value. */
const mostErrors = 20;

/**
 * The errors a reader needs: of a failed union only those of the branch the value comes closest to,
 * every error with the place of its keyword in the published schema.
 */
export function explainErrors(ajv: Ajv, errors: readonly ErrorObject[]): readonly SchemaError[] {
  const places = placesIn.get(ajv) ?? new Places(ajv);
  placesIn.set(ajv, places);
  return explain(errors, places)
    .slice(0, mostErrors)
    .map((error) => ({
      instance_path: error.instancePath,
      schema_path: schemaPath(error, places),
      keyword: error.keyword,
      message: error.message ?? `does not satisfy "${error.keyword}"`,
    }));
}

const placesIn = new WeakMap<Ajv, Places>();

function explain(errors: readonly ErrorObject[], places: Places): readonly ErrorObject[] {
  let rest = errors;
  const explained: ErrorObject[] = [];
  // A union is reported after its branches, so the outermost one comes last.
  for (const union of errors.filter(isUnion).reverse()) {
    if (!rest.includes(union)) continue;
    const branches = branchesOf(union, places);
    const [best] = branches;
    if (!best) continue;
    const inside = new Set(branches.flatMap((branch) => branch.errors.map(identity)));
    rest = rest.filter((error) => error !== union && !inside.has(identity(error)));
    explained.push(...explain(best.errors, places), union);
  }
  return [...rest, ...explained];
}

const isUnion = ({ keyword }: ErrorObject) => keyword === 'oneOf' || keyword === 'anyOf';

const identity = (error: ErrorObject) =>
  `${error.instancePath} ${error.keyword} ${error.message ?? ''}`;

interface Branch {
  readonly errors: readonly ErrorObject[];
  /** How many properties of the value the branch has a name for. */
  readonly named: number;
}

/** The branches the value does not satisfy, the one it comes closest to first. */
function branchesOf(union: ErrorObject, places: Places): readonly Branch[] {
  const at = places.of(union.parentSchema);
  if (at === null || !Array.isArray(union.schema)) return [];
  const branches = union.schema.map((schema: Json, index) => ({
    errors: places
      .errorsOf(`${at}/${union.keyword}/${index}`, union.data as Json)
      .map((error) => ({ ...error, instancePath: `${union.instancePath}${error.instancePath}` })),
    named: namedIn(schema, union.data as Json),
  }));
  const depth = union.instancePath.split('/').length;
  return branches
    .filter((branch) => branch.errors.length > 0)
    .sort(
      (a, b) =>
        tagMismatches(a, depth) - tagMismatches(b, depth) ||
        b.named - a.named ||
        a.errors.length - b.errors.length,
    );
}

// A wrong constant right below the union means that the value belongs to another branch.
function tagMismatches({ errors }: Branch, depth: number): number {
  return errors.filter(
    ({ keyword, instancePath }) =>
      (keyword === 'const' || keyword === 'enum') && instancePath.split('/').length <= depth + 1,
  ).length;
}

function namedIn(schema: Json, value: Json): number {
  const properties = isObject(schema) ? schema['properties'] : undefined;
  if (!isObject(properties) || !isObject(value)) return 0;
  return Object.keys(value).filter((key) => Object.hasOwn(properties, key)).length;
}

function schemaPath(error: ErrorObject, places: Places): string {
  const at = places.of(error.parentSchema);
  return at === null ? error.schemaPath : `${at}/${error.keyword}`;
}

/** Where schema objects stand; found out only once something failed. */
class Places {
  readonly #ajv: Ajv;
  readonly #known = new Map<object, string>();
  readonly #visited = new Set<string>();

  constructor(ajv: Ajv) {
    this.#ajv = ajv;
  }

  /** The URI of a schema object, or null for one of no document. */
  of(schema: object | undefined): string | null {
    if (!schema) return null;
    if (!this.#known.has(schema)) this.#visitNew();
    return this.#known.get(schema) ?? null;
  }

  /** What the schema at a URI holds against a value. */
  errorsOf(uri: string, value: Json): readonly ErrorObject[] {
    const validate = this.#ajv.getSchema(uri);
    if (!validate || validate(value) === true) return [];
    return validate.errors ?? [];
  }

  #visitNew(): void {
    for (const [uri, added] of Object.entries(this.#ajv.schemas)) {
      if (this.#visited.has(uri) || !added || typeof added.schema !== 'object') continue;
      this.#visited.add(uri);
      const base = uri.replace(/#$/, '');
      visitObjects(added.schema, (object, pointer) => {
        this.#known.set(object, `${base}#${pointer}`);
      });
    }
  }
}
