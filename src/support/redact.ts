import type { RunEvent } from '../model/event.ts';
import type { Json, JsonObject } from '../model/json.ts';
import type { RunResult } from '../model/result.ts';
import { isObject, mapItems, mapMembers, objectFrom } from './json.ts';
import { isSecretKey, reportableHeaders, secretKeyInText } from './secret-keys.ts';
import { patternOf, shortestSecret } from './secret-forms.ts';
import type { Secret } from './secret-forms.ts';

/** What stands where a secret stood. */
export const redacted = '[redacted]';

/** Takes secrets out of everything that is printed or written. */
export interface Redactor {
  readonly result: (result: RunResult) => RunResult;
  /** Plans pass unchanged: they hold what the author wrote, and the test kit with it. Print their names only. */
  readonly event: (event: RunEvent) => RunEvent;
  readonly text: (text: string) => string;
  /** Names of secrets too short to be told from ordinary words; they are not blanked. */
  readonly tooShort: readonly string[];
}

/** Redacts by key wherever JSON was sent or received, and by value everywhere but in the names of things. */
export function createRedactor(secrets: readonly Secret[]): Redactor {
  const pattern = patternOf(secrets);
  const text = (value: string) => (pattern ? value.replace(pattern, redacted) : value);
  // A step's result is heard of once by itself, then in its storyboard's, its target's and the run's.
  const cleaned = new WeakMap<object, unknown>();
  const clean = (value: unknown) => cleanRecord(value, { blank: text, cleaned });
  return {
    result: (result) => clean(result) as RunResult,
    event: (event) => cleanEvent(event, clean),
    text,
    tooShort: secrets.filter(({ value }) => value.length < shortestSecret).map(({ name }) => name),
  };
}

type Blank = (text: string) => string;

/** How records are cleaned, and which were. */
interface Cleaning {
  readonly blank: Blank;
  readonly cleaned: WeakMap<object, unknown>;
}

function cleanEvent(event: RunEvent, clean: (value: unknown) => unknown): RunEvent {
  if (event.type === 'storyboard:started') return event;
  if (event.type !== 'target:started') return clean(event) as RunEvent;
  const { plans, ...rest } = event;
  return { ...(clean(rest) as typeof rest), plans };
}

/** Members of the model that hold JSON which an author or an agent wrote. */
const jsonMembers = new Set([
  'payload',
  'body',
  'expected',
  'actual',
  'from',
  'to',
  'value',
  'agent',
]);

/** Members that name or classify; a secret equal to a word of ours must not change what a step is called. */
const nameMembers = new Set([
  'storyboardId',
  'phaseId',
  'stepId',
  'task',
  'check',
  'id',
  'name',
  'assertion',
  'invariant',
  'verdict',
  'kind',
  'type',
  'status',
  'severity',
  'protocol',
  'provenance',
  'track',
  'expects',
  'startedAt',
  'sentAt',
]);

function cleanRecord(value: unknown, cleaning: Cleaning): unknown {
  if (typeof value === 'string') return cleaning.blank(value);
  if (Array.isArray(value))
    return mapItems(value as Json[], (item) => cleanRecord(item, cleaning) as Json);
  if (!isObject(value)) return value;
  const known = cleaning.cleaned.get(value);
  if (known !== undefined) return known;
  const isSecret = namesSecret(value);
  const clean = mapMembers(value, (member, key) =>
    isSecret && holdsEvidence(key, value) ? conceal(member) : cleanMember(key, member, cleaning),
  );
  cleaning.cleaned.set(value, clean);
  return clean;
}

function cleanMember(key: string, member: Json, cleaning: Cleaning): Json {
  const { blank } = cleaning;
  if (key === 'credential') return cleanCredential(member);
  if (key === 'headers') return cleanHeaders(member, blank);
  if (jsonMembers.has(key)) return cleanJson(member, blank);
  if (nameMembers.has(key) && typeof member === 'string') return member;
  return cleanRecord(member, cleaning) as Json;
}

/** True for a change, a finding or a captured value whose pointer or name ends in a secret key. */
function namesSecret({ pointer, provenance, name, from }: JsonObject): boolean {
  const places = provenance === undefined ? [pointer] : [name, from];
  return places.some((place) => typeof place === 'string' && isSecretKey(lastSegment(place)));
}

function lastSegment(pointer: string): string {
  return pointer.slice(pointer.lastIndexOf('/') + 1);
}

// Of a captured value, `from` is a pointer and says nothing of the value.
function holdsEvidence(key: string, { provenance }: JsonObject): boolean {
  return jsonMembers.has(key) && !(key === 'from' && provenance !== undefined);
}

function cleanCredential(credential: Json): Json {
  if (!isObject(credential)) return credential;
  const { kind } = credential;
  if (kind === 'bearer') return { kind, token: redacted };
  if (kind === 'basic') return { kind, username: redacted, password: redacted };
  return credential;
}

function cleanHeaders(headers: Json, blank: Blank): Json {
  if (!isObject(headers)) return headers;
  const reported = Object.entries(headers).filter(([name]) =>
    reportableHeaders.has(name.toLowerCase()),
  );
  return objectFrom(reported.map(([name, value]) => [name, cleanJson(value, blank)]));
}

function cleanJson(value: Json, blank: Blank): Json {
  if (typeof value === 'string') return blank(cleanJsonText(value, blank));
  if (Array.isArray(value)) return mapItems(value as Json[], (item) => cleanJson(item, blank));
  if (!isObject(value)) return value;
  const clean = mapMembers(value, (member, key) =>
    isSecretKey(key) ? conceal(member) : cleanJson(member, blank),
  );
  const isKeySecret = Object.keys(clean).some((key) => blank(key) !== key);
  return isKeySecret
    ? objectFrom(Object.entries(clean).map(([key, member]) => [blank(key), member]))
    : clean;
}

/** An MCP answer says everything twice, once as JSON inside a text. */
function cleanJsonText(text: string, blank: Blank): string {
  if (!/^\s*[[{]/.test(text) || !secretKeyInText.test(text)) return text;
  try {
    return JSON.stringify(cleanJson(JSON.parse(text) as Json, blank));
  } catch {
    return text;
  }
}

/** Absence is evidence and no secret. */
function conceal(value: Json): Json {
  return value === null || typeof value === 'boolean' ? value : redacted;
}
