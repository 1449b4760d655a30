import { createServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Json } from '../../model/json.ts';
import { parseJson } from '../wire/json-text.ts';
import { Mailbox } from './mailbox.ts';
import { readBody } from './read-body.ts';

/** Where the receiver listens and how agents reach it. */
export interface ReceiverOptions {
  /** On 127.0.0.1; 0 for a free one. */
  readonly port: number;
  /** The address agents are given, without a slash at its end; null for the receiver's own. */
  readonly publicUrl: string | null;
  readonly now: () => Date;
  /** Milliseconds of a clock that never jumps. */
  readonly elapsed: () => number;
  readonly newId: () => string;
}

/** Takes what agents send back between the calls. */
export interface WebhookReceiver {
  /** The address below which every mailbox lies. */
  readonly base: string;
  /** Where it listens on 127.0.0.1; a proxy in front of it hands requests on to there. */
  readonly port: number;
  /** A new mailbox with a URL of its own. */
  mailboxFor(stepId: string): Mailbox;
  close(): Promise<void>;
}

/** Largest body taken, and how much is kept in all; bytes. */
const maxBody = 1024 * 1024;
const maxKept = 64 * maxBody;

/** Starts listening on loopback; rejects with the system's error when it cannot. */
export async function startReceiver(options: ReceiverOptions): Promise<WebhookReceiver> {
  const mailboxes = new Map<string, Mailbox>();
  let kept = 0;

  const receive = async (request: IncomingMessage): Promise<number> => {
    const { pathname, search } = targetOf(request);
    const mailbox = mailboxes.get(keyOf(pathname));
    if (mailbox === undefined) return 404;
    if (request.method !== 'POST') return turnedAway(mailbox, 405, `a ${request.method ?? ''}`);
    const body = await readBody(request, maxBody);
    if (body === 'hung_up') return turnedAway(mailbox, 400, 'a request that broke off');
    if (body === 'too_large') return turnedAway(mailbox, 413, 'a body above 1 MiB');
    if (mailbox.isFull || kept + body.length > maxKept)
      return turnedAway(mailbox, 410, 'more deliveries than the receiver keeps');
    kept += body.length;
    return mailbox.keep({
      at: options.elapsed(),
      receivedAt: options.now(),
      method: request.method,
      url: `${mailbox.url}${search}`,
      headers: headersOf(request),
      body,
      json: parse(body),
    });
  };

  const answering = new Set<Promise<void>>();
  const server = createServer((request, response) => {
    void receive(request).then((status) => {
      const answered = answer(response, status).finally(() => answering.delete(answered));
      answering.add(answered);
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  const base = options.publicUrl ?? `http://127.0.0.1:${port}`;
  return {
    base,
    port,
    mailboxFor(stepId) {
      const id = options.newId();
      const path = `/step/${encodeURIComponent(stepId)}/${id}`;
      const mailbox = new Mailbox(`${base}${path}`, id);
      mailboxes.set(path, mailbox);
      return mailbox;
    },
    close: () => closeAfter(answering, server),
  };
}

/** The run may end with the very delivery that is being answered. */
async function closeAfter(answering: Iterable<Promise<void>>, server: Server): Promise<void> {
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  await Promise.all(answering);
  server.closeAllConnections();
  await closed;
}

/** A proxy in front may or may not hand on the path of the public address, so only its end counts. */
function keyOf(pathname: string): string {
  return /\/step\/[^/]+\/[^/]+$/.exec(pathname)?.[0] ?? '';
}

function targetOf({ url = '/' }: IncomingMessage) {
  const [pathname = '', ...query] = url.split('?');
  return { pathname, search: query.length === 0 ? '' : `?${query.join('?')}` };
}

function turnedAway(mailbox: Mailbox, status: number, what: string): number {
  mailbox.turnAway(`${what} (answered ${status})`);
  return status;
}

/** Repeated headers are one list, as signatures see them. */
function headersOf({ headersDistinct }: IncomingMessage): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(headersDistinct).map(([name, values = []]) => [name, values.join(', ')]),
  );
}

function parse(body: Buffer): Json | undefined {
  const parsed = parseJson(body.toString('utf8'));
  return 'value' in parsed ? parsed.value : undefined;
}

/** Resolves when the answer is written or nobody is there to read it. */
function answer(response: ServerResponse, status: number): Promise<void> {
  if (response.req.socket.destroyed) return Promise.resolve();
  // What is left of a body nobody reads would be taken for the next request.
  const whole = response.req.complete;
  return new Promise((resolve) => {
    response.once('close', resolve);
    response.writeHead(status, whole ? {} : { connection: 'close' });
    response.end(() => {
      if (!whole) response.req.destroy();
      resolve();
    });
  });
}
