import type { Json, JsonObject } from '../model/json.ts';
import type { Storyboard } from '../model/storyboard.ts';
import type { Sourced, Subject } from '../model/subject.ts';
import { isObject, mapJson, mentions, sameJson } from '../support/json.ts';
import { isBrandReference, isNaturalKey, isOperatorPlace } from './places.ts';
import { looksLikeToken } from './substitute.ts';

/** What the user asked for on the command line; null where a flag was not given. */
export interface SubjectOptions {
  readonly brand: string | null;
  readonly operator: string | null;
  /** True where requests go out as authored; a kit given with `--kit` then changes nobody's brand. */
  readonly verbatim: boolean;
}

// Every target of a run asks for the same.
const resolved = new WeakMap<Storyboard, WeakMap<SubjectOptions, Subject>>();

/** Who a storyboard acts for: resolved from its own text, its kit and the command line, before anything is sent. */
export function resolveSubject(storyboard: Storyboard, options: SubjectOptions): Subject {
  const known = resolved.get(storyboard) ?? new WeakMap<SubjectOptions, Subject>();
  resolved.set(storyboard, known);
  const subject = known.get(options) ?? resolve(storyboard, options);
  known.set(options, subject);
  return subject;
}

function resolve(storyboard: Storyboard, options: SubjectOptions): Subject {
  const payloads = authoredPayloads(storyboard);
  const home = homeBrand(storyboard, payloads);
  const kitBrand = options.verbatim ? null : givenKitBrand(storyboard);
  const brand: Sourced<string> | null =
    options.brand === null ? (kitBrand ?? home) : { value: options.brand, origin: '--brand' };
  const homeOperator = only(payloads.flatMap(operatorsIn));
  const operator = resolveOperator(options.operator, homeOperator, brand);
  const parts = { home, kitBrand, brand, homeOperator, operator };
  return { ...parts, account: resolveAccount(payloads, parts) };
}

/** Every request a storyboard authors, tokens included. */
export function authoredPayloads(storyboard: Storyboard): readonly JsonObject[] {
  return storyboard.phases
    .flatMap((phase) => phase.steps)
    .flatMap(({ action }) => (action.kind === 'call' ? [action.request.payload] : []));
}

function homeBrand(
  storyboard: Storyboard,
  payloads: readonly JsonObject[],
): Sourced<string> | null {
  const { testKit, authoredKit: kit = testKit } = storyboard;
  if (kit !== null && kit.brandDomain !== null)
    return { value: kit.brandDomain, origin: `test kit ${kit.id}` };
  const shared = only(payloads.flatMap(brandsIn));
  return shared === null ? null : { value: shared, origin: 'the one brand its requests name' };
}

function givenKitBrand({ testKit, authoredKit }: Storyboard): Sourced<string> | null {
  if (authoredKit === undefined || testKit === null || testKit.brandDomain === null) return null;
  return { value: testKit.brandDomain, origin: `test kit ${testKit.id}, by --kit` };
}

function resolveOperator(
  asked: string | null,
  authored: string | null,
  brand: Sourced<string> | null,
): Sourced<string> | null {
  if (asked !== null) return { value: asked, origin: '--operator' };
  if (authored !== null) return { value: authored, origin: 'the one operator its requests name' };
  return brand === null
    ? null
    : { value: brand.value, origin: `the brand itself (${brand.origin})` };
}

function resolveAccount(
  payloads: readonly JsonObject[],
  parts: Omit<Subject, 'account'>,
): Sourced<JsonObject> | null {
  const accounts = payloads.flatMap(accountsIn);
  const [first, ...others] = accounts;
  if (
    first !== undefined &&
    others.every((other) => sameJson(withoutSandbox(other), withoutSandbox(first)))
  ) {
    const sandbox = accounts
      .map((account) => account['sandbox'])
      .find((value) => value !== undefined);
    const stated = { ...withoutSandbox(first), ...(sandbox === undefined ? {} : { sandbox }) };
    return { value: aligned(stated, parts), origin: 'the one account its requests name' };
  }
  const { brand, operator } = parts;
  if (brand === null || operator === null) return null;
  const value = { brand: { domain: brand.value }, operator: operator.value };
  return { value, origin: 'the brand and its operator' };
}

/** The account under the run's brand and operator, by the same rules the invariants apply to requests. */
function aligned(
  account: JsonObject,
  { home, kitBrand, brand, homeOperator, operator }: Omit<Subject, 'account'>,
): JsonObject {
  if (!isNaturalKey(account)) return account;
  const own = account['brand'];
  const names = [home, kitBrand].flatMap((each) => (each ? [each.value] : []));
  const rename = isObject(own) && names.some((name) => name === own['domain']) && brand !== null;
  const reoperate = account['operator'] === homeOperator && operator !== null;
  return {
    ...account,
    ...(rename ? { brand: { ...own, domain: brand.value } } : {}),
    ...(reoperate ? { operator: operator.value } : {}),
  };
}

function withoutSandbox(account: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(account).filter(([key]) => key !== 'sandbox'));
}

/** Accounts the requests name in full at their root: no tokens, no fragments. */
function accountsIn(payload: JsonObject): readonly JsonObject[] {
  const account = payload['account'];
  if (!isObject(account) || carriesToken(account)) return [];
  const named =
    typeof account['account_id'] === 'string' ||
    (isObject(account['brand']) && 'operator' in account);
  return named ? [account] : [];
}

function carriesToken(value: Json): boolean {
  if (!mentions(value, '$', '{{')) return false;
  let found = false;
  mapJson(value, (part) => {
    if (typeof part === 'string' && looksLikeToken(part)) found = true;
    return undefined;
  });
  return found;
}

function brandsIn(payload: JsonObject): readonly string[] {
  if (!mentions(payload, '"domain"')) return [];
  const found: string[] = [];
  mapJson(payload, (value, _pointer, key) => {
    if (isBrandReference(value, key) && !looksLikeToken(value.domain)) found.push(value.domain);
    return undefined;
  });
  return found;
}

function operatorsIn(payload: JsonObject): readonly string[] {
  if (!mentions(payload, '"operator"')) return [];
  const found: string[] = [];
  mapJson(payload, (value, pointer) => {
    if (isOperatorPlace(pointer) && typeof value === 'string' && !looksLikeToken(value))
      found.push(value);
    return undefined;
  });
  return found;
}

/** The one distinct value of a list, or null. */
function only(values: readonly string[]): string | null {
  const distinct = new Set(values);
  const [first] = distinct;
  return distinct.size === 1 && first !== undefined ? first : null;
}
