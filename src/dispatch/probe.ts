import { lookup as resolveName } from 'node:dns/promises';
import { isIP, type LookupFunction } from 'node:net';
import type { Exchange, WireRequest } from '../model/exchange.ts';
import type { Json } from '../model/json.ts';
import { isObject } from '../support/json.ts';
import { bareHost, ruleAgainstAddress, ruleAgainstUrl, type Trust } from './address-guard.ts';
import { beginAttempt } from './attempt.ts';
import type { CallLimits } from './transport.ts';
import { fault, hostAndPort, type Fault } from './wire/fault.ts';
import { createHttpClient } from './wire/http-client.ts';
import type { HttpRequest } from './wire/http-call.ts';
import { parseJson } from './wire/json-text.ts';

/** One plain HTTP request: no session, no credential but the headers given, no redirect followed. */
export interface ProbeRequest {
  readonly method: 'GET' | 'POST';
  readonly url: string;
  /** Path and query to the byte, where a parsed URL would tidy them up. */
  readonly path?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  /** Who wrote the URL. */
  readonly trust: Trust;
  /** Largest answer accepted, in decoded bytes; 64 KiB when not given. */
  readonly maxBytes?: number;
}

/** A URL that was not asked, and the rule of the guard that forbids it. */
export interface Blocked {
  readonly kind: 'blocked';
  readonly url: string;
  readonly rule: string;
  readonly detail: string;
}

/** What became of a probe. */
export type Probed = Exchange | Blocked;

/** Asks URLs outside of the conversation with the agent. */
export interface Prober {
  /** Requests put on the wire so far. */
  readonly requests: number;
  /** Resolves for anything the other side does; asks nothing the guard forbids. */
  send(request: ProbeRequest, limits: CallLimits): Promise<Probed>;
}

/** What a prober is made of. */
export interface ProberOptions {
  readonly now: () => Date;
  /** Milliseconds of a clock that never jumps. */
  readonly elapsed: () => number;
  readonly userAgent: string;
  /** True where the agent under test is on this machine. */
  readonly loopback: boolean;
  /** Every address of a name; the system's resolver when not given. */
  readonly resolve?: (host: string) => Promise<readonly Address[]>;
}

/** An address of a name. */
export interface Address {
  readonly address: string;
  readonly family: number;
}

/** No probe takes longer, whatever a call may take. */
const longestMs = 10_000;

const defaultMaxBytes = 64 * 1024;

/** A prober; every request has a connection of its own, pinned to an address the guard has seen. */
export function createProber(options: ProberOptions): Prober {
  let requests = 0;
  return {
    get requests() {
      return requests;
    },
    async send(request, limits) {
      if (!URL.canParse(request.url)) return blocked(request.url, 'not_a_url');
      const url = new URL(request.url);
      const route = await routeTo(url, request, options);
      if (route.kind === 'blocked') return route;
      const attempt = beginAttempt(recordOf(request), { ...options, url });
      if (route.kind === 'fault') return attempt.unanswered(route);
      const http = createHttpClient({
        maxBytes: request.maxBytes ?? defaultMaxBytes,
        lookup: pinnedTo(route.address),
      });
      try {
        const timeoutMs = Math.min(limits.timeoutMs, longestMs);
        const call = httpRequest(request, url, options.userAgent);
        const outcome = await http.call(call, { ...limits, timeoutMs });
        if (outcome.kind === 'fault') return attempt.unanswered(outcome);
        const { status, headers, text } = outcome;
        return attempt.answered({ status, headers, body: bodyOf(text) });
      } finally {
        requests += http.requests;
        http.close();
      }
    },
  };
}

type Route = { readonly kind: 'address'; readonly address: Address } | Blocked | Fault;

/** Every address of the name must be allowed: which one is connected to is not up to whoever runs the name server. */
async function routeTo(url: URL, { trust }: ProbeRequest, options: ProberOptions): Promise<Route> {
  const policy = { trust, loopback: options.loopback };
  const rule = ruleAgainstUrl(url, policy);
  if (rule !== null) return blocked(url.href, rule);
  const addresses = await addressesOf(bareHost(url), options);
  const [first] = addresses;
  if (first === undefined) {
    return fault('dns', `${hostAndPort(url)} has no address: the name does not resolve.`);
  }
  for (const { address } of addresses) {
    const denied = ruleAgainstAddress(address, url.protocol, policy);
    if (denied !== null) return blocked(url.href, denied, address);
  }
  return { kind: 'address', address: first };
}

async function addressesOf(host: string, { resolve }: ProberOptions): Promise<readonly Address[]> {
  const family = isIP(host);
  if (family !== 0) return [{ address: host, family }];
  try {
    return await (resolve ?? ((name) => resolveName(name, { all: true })))(host);
  } catch {
    return [];
  }
}

function pinnedTo({ address, family }: Address): LookupFunction {
  return (_host, { all }, callback) => {
    if (all === true) callback(null, [{ address, family }]);
    else callback(null, address, family);
  };
}

function blocked(url: string, rule: string, address: string | null = null): Blocked {
  const where = address === null ? '' : ` (it resolves to ${address})`;
  const detail = `${url} was not asked${where}: the rule ${rule} forbids it.`;
  return { kind: 'blocked', url, rule, detail };
}

function recordOf({ method, body }: ProbeRequest): WireRequest {
  const parsed = body === undefined ? null : bodyOf(body);
  const payload = isObject(parsed) ? parsed : {};
  return { protocol: 'http', operation: method, payload, credential: { kind: 'none' } };
}

function httpRequest(request: ProbeRequest, url: URL, userAgent: string): HttpRequest {
  const { method, path, headers = {}, body = null } = request;
  const defaults = { accept: 'application/json', 'accept-encoding': 'identity' };
  return {
    method,
    url,
    headers: { ...defaults, 'user-agent': userAgent, ...headers },
    body,
    ...(path !== undefined && { path }),
  };
}

function bodyOf(text: string): Json {
  const parsed = parseJson(text);
  return 'value' in parsed ? parsed.value : text;
}
