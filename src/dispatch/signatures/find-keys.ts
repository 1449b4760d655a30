import type { Json, JsonObject } from '../../model/json.ts';
import { isObject, objectsIn } from '../../support/json.ts';
import type { Trust } from '../address-guard.ts';
import type { Prober } from '../probe.ts';
import type { CallLimits } from '../transport.ts';
import { brandJsonPlace, isSameUrl } from './brand-json.ts';

/** Keys the operator gave: a key set, or where it is. */
export type GivenKeys =
  | { readonly kind: 'keys'; readonly keys: readonly JsonObject[] }
  | { readonly kind: 'url'; readonly url: string };

/** Whose keys to find, and what is known of where they are. */
export interface KeySearch {
  readonly agentUrl: string;
  readonly capabilities: JsonObject | null;
  readonly given: GivenKeys | null;
  /** The agent's brand.json, where the operator says; null to look where agents publish it. */
  readonly brandJson: string | null;
  readonly prober: Prober;
  readonly limits: CallLimits;
}

/** Published keys, or the sentence why there are none. */
export type FoundKeys =
  | { readonly kind: 'found'; readonly keys: readonly JsonObject[] }
  | { readonly kind: 'missing'; readonly detail: string };

/** Finds an agent's keys: what the operator gave, else what the agent's entry in its brand.json points to. */
export async function findKeys(search: KeySearch): Promise<FoundKeys> {
  const { given } = search;
  if (given?.kind === 'keys') return { kind: 'found', keys: given.keys };
  if (given?.kind === 'url') return keysAt(given.url, 'operator', search);
  const { url, trust } =
    brandJsonPlace(search.brandJson, search.capabilities) ?? usualPlace(search);
  const brand = await readDocument(url, trust, search);
  if (typeof brand === 'string') return missing(brand);
  const entry = entryOf(brand, search.agentUrl);
  if (entry === null) return missing(`${url} has no entry for ${search.agentUrl} in agents`);
  const { jwks_uri: uri } = entry;
  const fallback = new URL('/.well-known/jwks.json', search.agentUrl).href;
  return keysAt(typeof uri === 'string' ? uri : fallback, 'agent', search);
}

/** Later versions say where it is; the others have it at the well-known place of the agent's origin. */
function usualPlace({ agentUrl }: KeySearch) {
  return { url: new URL('/.well-known/brand.json', agentUrl).href, trust: 'agent' } as const;
}

/** The agent's entry, wherever in the document its list of agents stands. */
function entryOf(document: Json, agentUrl: string): JsonObject | null {
  if (Array.isArray(document)) {
    return firstEntry(document as readonly Json[], agentUrl);
  }
  if (!isObject(document)) return null;
  const { agents } = document;
  const listed = objectsIn(agents);
  const own = listed.find(({ url }) => typeof url === 'string' && isSameUrl(url, agentUrl));
  return own ?? firstEntry(Object.values(document), agentUrl);
}

function firstEntry(parts: readonly Json[], agentUrl: string): JsonObject | null {
  for (const part of parts) {
    const entry = entryOf(part, agentUrl);
    if (entry !== null) return entry;
  }
  return null;
}

async function keysAt(url: string, trust: Trust, search: KeySearch): Promise<FoundKeys> {
  const document = await readDocument(url, trust, search);
  if (typeof document === 'string') return missing(document);
  const { keys } = document;
  if (!Array.isArray(keys)) return missing(`${url} holds no key set: it has no list "keys"`);
  return { kind: 'found', keys: (keys as readonly Json[]).filter(isObject) };
}

/** The JSON object at a URL; a string says why there is none. */
async function readDocument(
  url: string,
  trust: Trust,
  { prober, limits }: KeySearch,
): Promise<JsonObject | string> {
  const probed = await prober.send({ method: 'GET', url, trust }, limits);
  if (probed.kind !== 'answered') return probed.detail;
  const { status, body } = probed.response;
  if (status !== 200) return `${url} answered ${String(status)}`;
  return isObject(body) ? body : `${url} holds no JSON object`;
}

function missing(detail: string): FoundKeys {
  return { kind: 'missing', detail };
}
