import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';

/** One request a site got. */
export interface Asked {
  readonly method: string;
  /** Path and query as they were on the wire. */
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** What a site answers; an object is sent as JSON. */
export interface Served {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

/** A plain web site on loopback. */
export interface Site {
  readonly origin: string;
  readonly asked: readonly Asked[];
}

/** Serves until the test ends; what `answer` leaves undefined is a 404. */
export async function startSite(
  answer: (asked: Asked, origin: string) => Served | undefined,
): Promise<Site> {
  const asked: Asked[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const { method = '', url: path = '', headers } = request;
      const one = { method, path, headers, body: Buffer.concat(chunks).toString('utf8') };
      asked.push(one);
      const { status = 200, headers: extra = {}, body = '' } = answer(one, site.origin) ?? missing;
      const isText = typeof body === 'string';
      const type = { 'content-type': isText ? 'text/plain' : 'application/json' };
      response.writeHead(status, { ...type, ...extra }).end(isText ? body : JSON.stringify(body));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(
    () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  );
  const site = { origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, asked };
  return site;
}

const missing: Served = { status: 404, body: 'nothing here' };
