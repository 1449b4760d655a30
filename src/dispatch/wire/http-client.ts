import type { LookupFunction } from 'node:net';
import { ConnectionPool } from './connections.ts';
import { startCall } from './http-call.ts';
import type { HttpLimits, HttpOutcome, HttpRequest, ReaderFor } from './http-call.ts';

/** Largest answer accepted when nothing else is said, in decoded bytes. */
const defaultMaxBytes = 16 * 1024 * 1024;

/** Sends requests over kept-alive connections: no redirect is followed, nothing is sent twice. */
export interface HttpClient {
  /** Requests put on the wire so far. */
  readonly requests: number;
  /** Resolves for anything the other side does. `readerFor` may read the body as it comes in. */
  call(request: HttpRequest, limits: HttpLimits, readerFor?: ReaderFor): Promise<HttpOutcome>;
  close(): void;
}

/** What a client may be told; without `lookup` names are resolved by the system. */
interface ClientOptions {
  readonly maxBytes?: number | undefined;
  readonly lookup?: LookupFunction;
  /** Whose connections it uses; without one it has its own. */
  readonly pool?: ConnectionPool | undefined;
}

/** A client; one that uses another's connections leaves them open when it closes. */
export function createHttpClient(options: ClientOptions): HttpClient {
  const { pool = new ConnectionPool() } = options;
  const maxBytes = options.maxBytes ?? defaultMaxBytes;
  let requests = 0;
  const onSent = () => {
    requests += 1;
  };
  return {
    get requests() {
      return requests;
    },
    async call(request, limits, readerFor) {
      const connections = pool.to(request.url.origin, options.lookup);
      const connection = connections.take();
      const call = { connection, request, limits, maxBytes, readerFor, onSent };
      const { outcome, isOver } = await startCall(call);
      if (isOver) connections.giveBack(connection);
      else connections.drop(connection);
      return outcome;
    },
    close() {
      if (pool !== options.pool) pool.close();
    },
  };
}
