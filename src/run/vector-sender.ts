import type { ProbeRequest } from '../dispatch/probe.ts';
import { nonceFrom } from '../dispatch/signatures/nonce.ts';
import { signingKeyOf, type SigningKey } from '../dispatch/signatures/sign.ts';
import { vectorHeaders } from '../dispatch/signatures/vector-request.ts';
import type { SigningVector } from '../dispatch/signatures/vector.ts';
import type { JsonObject } from '../model/json.ts';
import { probe } from './probing.ts';
import type { StepScope } from './scope.ts';
import type { VectorSender } from './tasks/request-signing-probe.ts';
import type { VectorRoute } from './vector-route.ts';

/** All that sending a vector needs. */
interface Sending {
  readonly route: VectorRoute;
  /** Of `keys.json`. */
  readonly keys: readonly JsonObject[];
  readonly scope: StepScope;
}

/** A sender of one vector; null where none of the keys can sign it. */
export function vectorSender(vector: SigningVector, sending: Sending): VectorSender | null {
  const key = keyFor(vector, sending.keys);
  if (key === null) return null;
  let last: ProbeRequest | null = null;
  const { scope, route } = sending;
  return {
    route,
    async fresh() {
      last = await requestFor(vector, key, sending);
      return probe(scope, last);
    },
    again: async () => probe(scope, (last ??= await requestFor(vector, key, sending))),
  };
}

/** The key the vector names, or, where it names one nobody has, the first that signs. */
function keyFor({ request, keyids }: SigningVector, keys: readonly JsonObject[]) {
  const input = Object.entries(request.headers).find(([name]) => /^signature-input$/i.test(name));
  const stated = /\bkeyid="?([^";]+)/.exec(input?.[1] ?? '')?.[1];
  const named = [stated, ...keyids].map((kid) => keys.find((key) => key['kid'] === kid));
  return [...named, ...keys]
    .map((jwk) => (jwk === undefined ? null : signingKeyOf(jwk)))
    .reduce<SigningKey | null>((found, key) => found ?? key, null);
}

async function requestFor(
  vector: SigningVector,
  key: SigningKey,
  { route, scope }: Sending,
): Promise<ProbeRequest> {
  const { services } = scope.session;
  const place = route.kind === 'mcp' ? mcpPlace(vector, route, scope) : plainPlace(vector, scope);
  const headers = await vectorHeaders(
    vector,
    {
      url: place.url,
      body: place.body,
      headers: place.headers,
      now: Math.floor(services.now().getTime() / 1000),
      nonce: nonceFrom(services.newId()),
      coverDigest: route.coverDigest,
    },
    key,
  );
  return {
    ...place,
    method: vector.request.method === 'GET' ? 'GET' : 'POST',
    trust: 'operator',
    maxBytes: largestAnswer,
    headers: { ...headers, ...bearer(headers, scope) },
  };
}

/** An accepted request is answered in full, as any call is. */
const largestAnswer = 1024 * 1024;

interface Place {
  readonly url: string;
  readonly path?: string;
  readonly body: string;
  readonly headers: Readonly<Record<string, string>>;
}

/** One endpoint takes every call, so the operation moves into the body. */
function mcpPlace({ request }: SigningVector, { operation }: VectorRoute, scope: StepScope): Place {
  const body: unknown = request.body === '' ? {} : JSON.parse(request.body);
  const call = {
    jsonrpc: '2.0',
    id: scope.session.services.newId(),
    method: 'tools/call',
    params: { name: operation, arguments: body },
  };
  return {
    url: scope.session.target.url,
    body: JSON.stringify(call),
    headers: {
      accept: 'application/json, text/event-stream',
      ...scope.session.transport.sessionHeaders?.(),
    },
  };
}

/** The vector's path, to the byte, below the path of the agent. */
function plainPlace({ request }: SigningVector, scope: StepScope): Place {
  const { origin, pathname } = new URL(scope.session.target.url);
  const authored = request.url.replace(/^[a-z]+:\/\/[^/?#]*/i, '').replace(/#.*$/, '');
  const path = `${pathname.replace(/\/$/, '')}${authored}`;
  return { url: `${origin}${path}`, path, body: request.body, headers: {} };
}

/** A vector that is authorized by a bearer token means one the agent knows. */
function bearer(headers: Readonly<Record<string, string>>, { session }: StepScope) {
  const { credential } = session.target;
  const replaces = headers['authorization'] !== undefined && credential.kind === 'bearer';
  return replaces ? { authorization: `Bearer ${credential.token}` } : {};
}
