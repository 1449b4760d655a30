import type { LookupFunction } from 'node:net';
import type { Dispatcher } from 'undici';
import Client from 'undici/lib/dispatcher/client.js';

/** Connecting takes this long at most, however long a call may take. */
const connectTimeoutMs = 10_000;

/** Kept-alive connections by origin, for several clients that speak to the same ones. */
export class ConnectionPool {
  private readonly origins = new Map<string, Connections>();

  /** Connections to an origin; without `lookup` its name is resolved by the system. */
  to(origin: string, lookup?: LookupFunction): Connections {
    const known = this.origins.get(origin) ?? new Connections(origin, lookup);
    this.origins.set(origin, known);
    return known;
  }

  close(): void {
    for (const connections of this.origins.values()) connections.close();
    this.origins.clear();
  }
}

/**
 * Kept-alive connections to one origin, as many as calls run at once. undici's own pool takes a connection for busy
 * until the event loop has turned once more, and opens another for a request made as soon as the last was answered.
 */
class Connections {
  private readonly origin: string;
  private readonly lookup: LookupFunction | undefined;
  private readonly idle: Dispatcher[] = [];
  private readonly open = new Set<Dispatcher>();

  constructor(origin: string, lookup: LookupFunction | undefined) {
    this.origin = origin;
    this.lookup = lookup;
  }

  /** A connection nobody uses; it belongs to the caller until it is given back or dropped. */
  take(): Dispatcher {
    const idle = this.idle.pop();
    if (idle !== undefined) return idle;
    const { lookup } = this;
    const opened = new Client(this.origin, {
      pipelining: 1,
      connect: { timeout: connectTimeoutMs, ...(lookup && { lookup }) },
      // Each call has one deadline of its own, which no trickle of bytes can put off.
      headersTimeout: 0,
      bodyTimeout: 0,
    });
    this.open.add(opened);
    return opened;
  }

  /** For a connection whose last answer has come to its end. */
  giveBack(connection: Dispatcher): void {
    this.idle.push(connection);
  }

  /** For a connection on which something may still be under way. */
  drop(connection: Dispatcher): void {
    this.open.delete(connection);
    void connection.destroy();
  }

  /** Nobody need wait for the sockets to be gone. */
  close(): void {
    for (const connection of this.open) this.drop(connection);
    this.idle.length = 0;
  }
}
