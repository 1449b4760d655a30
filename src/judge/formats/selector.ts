import type { Json, JsonObject } from '../../model/json.ts';
import { isObject, listOf, objectsIn, sameJson } from '../../support/json.ts';

/** A format as a buyer asks for it, or as a product declares it. */
export interface FormatShape {
  readonly kind: string;
  readonly params: JsonObject;
}

/** The shape written in an object with a `format_kind`; null where there is none. */
export function shapeOf(value: Json | undefined): FormatShape | null {
  if (!isObject(value) || typeof value['format_kind'] !== 'string') return null;
  const params = isObject(value['params']) ? value['params'] : {};
  return { kind: value['format_kind'], params };
}

/** Why a selector does not say enough, or says something else than the declaration; null where it satisfies it. */
export function unsatisfiedBy(selector: FormatShape, declared: FormatShape): string | null {
  if (selector.kind !== declared.kind) {
    return `the product declares ${declared.kind}, the package asks for ${selector.kind}`;
  }
  return (
    outOfRange(selector.params, declared.params) ??
    outsideSizes(selector.params, declared.params) ??
    otherParam(selector.params, declared.params)
  );
}

/** Lowest and highest value, both allowed. */
type Range = readonly [number, number];

/** The measures of a format and the parameters that fix or bound them. */
const measures = [
  { name: 'width', exact: ['width'], least: 'min_width', most: 'max_width', pair: null },
  { name: 'height', exact: ['height'], least: 'min_height', most: 'max_height', pair: null },
  {
    name: 'duration_ms',
    exact: ['duration_ms_exact', 'duration_ms'],
    least: null,
    most: null,
    pair: 'duration_ms_range',
  },
] as const;

type Measure = (typeof measures)[number];

/** What is asked for must lie wholly inside what is declared: to overlap is not enough. */
function outOfRange(asked: JsonObject, declared: JsonObject): string | null {
  for (const measure of measures) {
    const bounds = rangeOf(declared, measure);
    if (bounds === null) continue;
    const range = rangeOf(asked, measure);
    if (range === null) return `the package leaves open the ${measure.name} the product sets`;
    if (range[0] < bounds[0] || range[1] > bounds[1]) {
      return `${measure.name} ${spell(range)} is not within ${spell(bounds)}`;
    }
  }
  return null;
}

function rangeOf(params: JsonObject, { exact, least, most, pair }: Measure): Range | null {
  const fixed = exact.map((key) => params[key]).find((value) => typeof value === 'number');
  if (typeof fixed === 'number') return [fixed, fixed];
  const [low, high] = pair === null ? [params[least], params[most]] : listOf(params[pair]);
  if (typeof low !== 'number' && typeof high !== 'number') return null;
  return [typeof low === 'number' ? low : -Infinity, typeof high === 'number' ? high : Infinity];
}

function spell([low, high]: Range): string {
  return low === high ? String(low) : `${low} to ${high}`;
}

function outsideSizes(asked: JsonObject, declared: JsonObject): string | null {
  const offered = sizesIn(declared['sizes']);
  if (offered.length === 0) return null;
  const listed = sizesIn(asked['sizes']);
  const chosen = listed.length > 0 ? listed : sizesIn([asked]);
  if (chosen.length === 0) return 'the package names none of the sizes the product lists';
  const stray = chosen.find((size) => !offered.includes(size));
  return stray === undefined ? null : `${stray} is none of the sizes the product lists`;
}

function sizesIn(value: Json | undefined): readonly string[] {
  const sizes = objectsIn(value);
  return sizes.flatMap(({ width, height }) =>
    typeof width === 'number' && typeof height === 'number' ? `${width}x${height}` : [],
  );
}

const measured = new Set<string>([
  'sizes',
  ...measures.flatMap(({ exact, least, most, pair }) => [
    ...exact,
    least ?? '',
    most ?? '',
    pair ?? '',
  ]),
]);

/** Everything else a product sets must be said too: of a list a part that is not empty, of the rest the same. */
function otherParam(asked: JsonObject, declared: JsonObject): string | null {
  for (const [key, wanted] of Object.entries(declared)) {
    if (measured.has(key) || isEmpty(wanted)) continue;
    const given = asked[key];
    if (given === undefined) return `the package leaves open ${key}, which the product sets`;
    if (!accepts(wanted, given)) {
      return `${key} ${JSON.stringify(given)} is not what the product sets: ${JSON.stringify(wanted)}`;
    }
  }
  return null;
}

function isEmpty(value: Json): boolean {
  return Array.isArray(value) && value.length === 0;
}

function accepts(wanted: Json, given: Json): boolean {
  if (sameJson(wanted, given)) return true;
  if (!Array.isArray(wanted) || !Array.isArray(given) || given.length === 0) return false;
  const offered = wanted as readonly Json[];
  return (given as readonly Json[]).every((item) => offered.some((one) => sameJson(one, item)));
}
