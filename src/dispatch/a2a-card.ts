import type { Json, JsonObject } from '../model/json.ts';
import type { AdvertisedTool } from '../model/plan.ts';
import { isObject, listOf } from '../support/json.ts';
import { isLoopbackHost } from '../support/loopback.ts';
import { readStatus } from './rpc-answer.ts';
import { excerpt, fault, hostAndPort, type Fault } from './wire/fault.ts';
import type { HttpOutcome } from './wire/http-call.ts';
import { parseJson } from './wire/json-text.ts';

/** What an agent says of itself, as far as it is needed to speak to it. */
export interface AgentCard {
  readonly kind: 'card';
  /** Where messages go. */
  readonly endpoint: URL;
  readonly name: string | null;
  readonly version: string | null;
  readonly protocolVersion: string | null;
  /** The card's skills. */
  readonly tools: readonly AdvertisedTool[];
  readonly notices: readonly string[];
}

/** Newest first: A2A 0.3 renamed the card. */
const cardPaths = ['/.well-known/agent-card.json', '/.well-known/agent.json'];

/** Looks for the card below the URL the user gave, then at the root of its host; `anonymous` without a credential. */
export async function findCard(
  given: URL,
  get: (url: URL) => Promise<HttpOutcome>,
  anonymous: boolean,
): Promise<AgentCard | Fault> {
  let unreadable: Fault | null = null;
  const places = cardUrls(given);
  for (const url of places) {
    const found = parseAnswer(await get(url), url, anonymous);
    if (found.kind === 'document') return readCard(found.document, given);
    if (found.kind === 'fault') return found;
    unreadable ??= found.fault;
  }
  const tried = places.map(({ pathname }) => pathname).join(', ');
  const none = `${hostAndPort(given)} has no agent card (tried ${tried}).`;
  return unreadable ?? fault('protocol', none);
}

function cardUrls(given: URL): readonly URL[] {
  if (cardPaths.some((path) => given.pathname.endsWith(path))) return [given];
  const base = given.pathname.replace(/\/$/, '');
  const paths = new Set([base, ''].flatMap((start) => cardPaths.map((path) => start + path)));
  return [...paths].map((path) => new URL(path, given.origin));
}

type Place =
  | { readonly kind: 'document'; readonly document: JsonObject }
  /** The next place may have it. `fault` says what stands here instead. */
  | { readonly kind: 'elsewhere'; readonly fault: Fault | null }
  | Fault;

function parseAnswer(answer: HttpOutcome, url: URL, anonymous: boolean): Place {
  if (answer.kind === 'fault') return answer;
  const asked = { url, id: 0, authored: false, anonymous, inSession: false };
  const refusal = readStatus(answer, asked);
  if (refusal?.kind === 'fault') return refusal;
  if (answer.status !== 200) return { kind: 'elsewhere', fault: null };
  const parsed = parseJson(answer.text);
  if ('value' in parsed && isObject(parsed.value))
    return { kind: 'document', document: parsed.value };
  const problem = 'problem' in parsed ? parsed.problem : 'it is no object';
  const detail = `${url.href} is not an agent card (${problem}): ${excerpt(answer.text)}.`;
  return { kind: 'elsewhere', fault: fault('protocol', detail) };
}

function readCard(card: JsonObject, given: URL): AgentCard | Fault {
  const interfaces = interfacesOf(card);
  const spoken = interfaces.find(({ transport }) => /^json-?rpc$/i.test(transport));
  if (interfaces.length > 0 && spoken === undefined) {
    const theirs = interfaces.map(({ transport }) => transport).join(', ');
    return fault('protocol', `${hostAndPort(given)} speaks A2A over ${theirs}; JSONRPC is needed.`);
  }
  return {
    kind: 'card',
    ...endpointOf(spoken?.url ?? null, given),
    name: textOrNull(card['name']),
    version: textOrNull(card['version']),
    protocolVersion: textOrNull(card['protocolVersion']),
    tools: skillsOf(card),
  };
}

interface Interface {
  readonly url: string;
  readonly transport: string;
}

function interfacesOf(card: JsonObject): readonly Interface[] {
  const main = { url: card['url'] ?? null, transport: card['preferredTransport'] ?? 'JSONRPC' };
  return [main, ...listOf(card['additionalInterfaces'])].flatMap((each) => {
    const { url, transport } = isObject(each) ? each : {};
    return typeof url === 'string' && typeof transport === 'string' ? [{ url, transport }] : [];
  });
}

/** A card may name any host; credentials go only to the one the user named. */
function endpointOf(
  named: string | null,
  given: URL,
): { readonly endpoint: URL; readonly notices: readonly string[] } {
  const base = new URL(given);
  base.pathname = given.pathname.replace(/\/\.well-known\/[^/]+$/, '') || '/';
  if (named === null || !URL.canParse(named, base.href)) return { endpoint: base, notices: [] };
  const url = new URL(named, base.href);
  if (isSameHost(url, given))
    return { endpoint: new URL(url.pathname + url.search, given.origin), notices: [] };
  const notice = `The agent card names the endpoint ${url.href} on another host; messages went to ${base.href}.`;
  return { endpoint: base, notices: [notice] };
}

function isSameHost(a: URL, b: URL): boolean {
  if (a.protocol !== b.protocol || a.port !== b.port) return false;
  return a.hostname === b.hostname || (isLoopbackHost(a.hostname) && isLoopbackHost(b.hostname));
}

function skillsOf(card: JsonObject): readonly AdvertisedTool[] {
  const names = listOf(card['skills']).flatMap((skill) => {
    const { id, name } = isObject(skill) ? skill : {};
    return [id, name].filter((each) => typeof each === 'string' && isTaskName(each));
  });
  return [...new Set(names)].map((name) => ({ name: name as string, inputSchema: null }));
}

/** A skill's `name` is often meant for people; tasks are spelled like `get_products` or `tasks/get`. */
function isTaskName(text: string): boolean {
  return /^[a-z][a-z0-9_/.-]*$/.test(text);
}

function textOrNull(value: Json | undefined): string | null {
  return typeof value === 'string' ? value : null;
}
