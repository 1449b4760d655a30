import type { LookupFunction } from 'node:net';
import Pool from 'undici/lib/dispatcher/pool.js';
import type { Dispatcher } from 'undici';
import { startCall } from './http-call.ts';
import type { HttpLimits, HttpOutcome, HttpRequest, ReaderFor } from './http-call.ts';

/** Connecting takes this long at most, however long a call may take. */
const connectTimeoutMs = 10_000;

/** Largest answer accepted when nothing else is said, in decoded bytes. */
const defaultMaxBytes = 16 * 1024 * 1024;

/** Sends requests over kept-alive connections: no redirect is followed, nothing is sent twice. */
export interface HttpClient {
  /** Requests put on the wire so far. */
  readonly requests: number;
  /** Resolves for anything the other side does. `readerFor` may read the body as it comes in. */
  call(request: HttpRequest, limits: HttpLimits, readerFor?: ReaderFor): Promise<HttpOutcome>;
  close(): Promise<void>;
}

/** What a client may be told; without `lookup` names are resolved by the system. */
interface ClientOptions {
  readonly maxBytes?: number | undefined;
  readonly lookup?: LookupFunction;
}

/** A client with one pool of connections per origin. */
export function createHttpClient(options: ClientOptions): HttpClient {
  const pools = new Map<string, Dispatcher>();
  const maxBytes = options.maxBytes ?? defaultMaxBytes;
  let requests = 0;
  return {
    get requests() {
      return requests;
    },
    async call(request, limits, readerFor) {
      await freedConnection();
      const pool = poolOf(pools, request.url.origin, options.lookup);
      const onSent = () => {
        requests += 1;
      };
      return startCall({ pool, request, limits, maxBytes, readerFor, onSent });
    },
    async close() {
      const open = [...pools.values()];
      pools.clear();
      await Promise.all(open.map((pool) => pool.destroy()));
    },
  };
}

function poolOf(
  pools: Map<string, Dispatcher>,
  origin: string,
  lookup: LookupFunction | undefined,
): Dispatcher {
  const known = pools.get(origin);
  if (known) return known;
  const pool = new Pool(origin, {
    pipelining: 1,
    connect: { timeout: connectTimeoutMs, ...(lookup && { lookup }) },
    // Each call has one deadline of its own, which no trickle of bytes can put off.
    headersTimeout: 0,
    bodyTimeout: 0,
  });
  pools.set(origin, pool);
  return pool;
}

/** A connection is free again only after the callback that brought its last answer; a request made before would open another. */
function freedConnection(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
