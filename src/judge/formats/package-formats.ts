import type { Json, JsonObject } from '../../model/json.ts';
import { isObject, listOf, objectsIn, sameJson } from '../../support/json.ts';
import { shapeOf, unsatisfiedBy } from './selector.ts';

/** Whether what a package asks for is among what its product declares. */
export type FormatVerdict =
  | { readonly kind: 'satisfied' }
  | { readonly kind: 'unsatisfied'; readonly detail: string }
  | { readonly kind: 'unknown'; readonly detail: string };

const satisfied: FormatVerdict = { kind: 'satisfied' };

/** Holds every way in which a package names formats against the product's `format_options`. */
export function judgeFormats(bought: JsonObject, product: JsonObject): FormatVerdict {
  const routes = [
    ...listOf(bought['format_option_refs']).map((ref) => judgeRef(ref, product)),
    ...listOf(bought['format_ids']).map((id) => judgeFormatId(id, product)),
    ...(shapeOf(bought) === null ? [] : [judgeShape(bought, product)]),
  ];
  return (
    routes.find(({ kind }) => kind === 'unsatisfied') ??
    routes.find(({ kind }) => kind === 'unknown') ??
    // A package that names no format takes all that the product has.
    satisfied
  );
}

function judgeRef(ref: Json, product: JsonObject): FormatVerdict {
  const wanted = isObject(ref) ? ref : {};
  const domain = wanted['scope'] === 'publisher' ? (wanted['publisher_domain'] ?? null) : null;
  const found = declarationsOf(product).some(
    (declared) =>
      declared['format_option_id'] === wanted['format_option_id'] &&
      (declared['publisher_domain'] ?? null) === domain,
  );
  if (found) return satisfied;
  return unsatisfied(`${JSON.stringify(ref)} is none of the product's format_options`);
}

function judgeFormatId(id: Json, product: JsonObject): FormatVerdict {
  const declarations = declarationsOf(product);
  const linked = declarations.flatMap((declared) => refsAt(declared['v1_format_ref']));
  if (linked.some((ref) => sameFormat(ref, id))) return satisfied;
  if (listOf(product['format_ids']).some((known) => sameFormat(known, id))) {
    return declarations.length === 0 ? satisfied : unlinked(id);
  }
  return declarations.length === 0
    ? unsatisfied(`${JSON.stringify(id)} is none of the product's format_ids`)
    : unlinked(id);
}

/** What a format id stands for among the canonical formats is written in catalogs no run reads. */
function unlinked(id: Json): FormatVerdict {
  const detail = `no v1_format_ref of the product links ${JSON.stringify(id)} to a canonical format, and this runner has no catalog that does`;
  return { kind: 'unknown', detail };
}

function judgeShape(bought: JsonObject, product: JsonObject): FormatVerdict {
  const selector = shapeOf(bought);
  const declared = declarationsOf(product).flatMap((each) => shapeOf(each) ?? []);
  if (selector === null || declared.length === 0) {
    return unsatisfied('the product declares no format_options');
  }
  const faults = declared.map((each) => unsatisfiedBy(selector, each));
  if (faults.includes(null)) return satisfied;
  // The declaration of the kind asked for says more than the ones of other kinds.
  const sameKind = declared.findIndex(({ kind }) => kind === selector.kind);
  return unsatisfied(faults[Math.max(0, sameKind)] ?? '');
}

function unsatisfied(detail: string): FormatVerdict {
  return { kind: 'unsatisfied', detail };
}

function declarationsOf(product: JsonObject): readonly JsonObject[] {
  return objectsIn(product['format_options']);
}

function refsAt(value: Json | undefined): readonly Json[] {
  if (Array.isArray(value)) return value as readonly Json[];
  return value === undefined ? [] : [value];
}

/** What identifies a format besides the agent that defines it. */
const identity = ['id', 'width', 'height', 'duration_ms'];

function sameFormat(a: Json, b: Json): boolean {
  if (!isObject(a) || !isObject(b)) return false;
  return urlOf(a) === urlOf(b) && identity.every((key) => sameJson(a[key] ?? null, b[key] ?? null));
}

function urlOf({ agent_url: url }: JsonObject): string {
  const text = typeof url === 'string' ? url : '';
  return (URL.canParse(text) ? new URL(text).href : text).replace(/\/$/, '');
}
