import type { Dispatcher } from 'undici';
import type { CallLimits } from '../transport.ts';
import { heardOnAbort } from './aborts.ts';
import { decodeBody, type BodyDecoder } from './body.ts';
import { fault, faultOf, hostAndPort, type Fault } from './fault.ts';

/** One HTTP request, ready to be written. */
export interface HttpRequest {
  readonly method: 'GET' | 'POST' | 'DELETE';
  readonly url: URL;
  /** Path and query to the byte, where the URL's own would be tidied up. */
  readonly path?: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | null;
}

/** Status line and headers; header names in lower case. */
interface HttpHead {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
}

/** A complete answer, or as much of it as its reader wanted. `text` is empty where a reader took it. */
export interface HttpAnswer extends HttpHead {
  readonly kind: 'answer';
  readonly text: string;
}

/** What became of a request. */
export type HttpOutcome = HttpAnswer | Fault;

/** Reads a body as it comes in; says `enough` when it needs no more of it. */
export type BodyReader = (text: string) => 'more' | 'enough';

/** Chooses a reader by status and headers; null collects the text. */
export type ReaderFor = (head: HttpHead) => BodyReader | null;

/** Limits of a call that shares its time with calls before it. */
export interface HttpLimits extends CallLimits {
  /** How much of the time is gone already. */
  readonly spentMs?: number;
}

/** All that one call needs. */
interface Call {
  /** Carries nothing else until this call is over. */
  readonly connection: Dispatcher;
  readonly request: HttpRequest;
  readonly limits: HttpLimits;
  readonly maxBytes: number;
  readonly readerFor: ReaderFor | undefined;
  /** Called when the request goes out. */
  readonly onSent: () => void;
}

/** How a call came out, and whether its answer came to its end, which leaves the connection usable. */
interface CallEnd {
  readonly outcome: HttpOutcome;
  readonly isOver: boolean;
}

/** A server may close its stream a moment after its last word; waiting for that keeps the connection usable. */
const lingerMs = 100;

/** Sends one request once and resolves with what became of it. */
export function startCall(call: Call): Promise<CallEnd> {
  return new Promise((resolve) => new RunningCall(call, resolve).start());
}

class RunningCall implements Dispatcher.DispatchHandler {
  private readonly call: Call;
  private readonly resolve: (end: CallEnd) => void;
  private controller: Dispatcher.DispatchController | null = null;
  private head: HttpHead | null = null;
  private decoder: BodyDecoder | null = null;
  private reader: BodyReader | null = null;
  private text = '';
  private enough = false;
  private isOver = false;
  private settled = false;
  private deadline: NodeJS.Timeout | undefined;
  private linger: NodeJS.Timeout | undefined;
  private readonly onAbort = () => this.giveUp(this.aborted());

  constructor(call: Call, resolve: (end: CallEnd) => void) {
    this.call = call;
    this.resolve = resolve;
  }

  start(): void {
    const { limits, request, connection } = this.call;
    if (limits.signal.aborted) {
      this.settle(this.aborted());
      return;
    }
    heardOnAbort(limits.signal).add(this.onAbort);
    const leftMs = Math.max(0, limits.timeoutMs - (limits.spentMs ?? 0));
    if (leftMs === 0) {
      this.settle(this.timedOut());
      return;
    }
    this.deadline = setTimeout(() => this.giveUp(this.timedOut()), leftMs);
    const { method, url, headers, body } = request;
    const path = request.path ?? `${url.pathname}${url.search}`;
    try {
      connection.dispatch({ path, method, headers, body }, this);
    } catch (error) {
      this.settle(faultOf(error, url));
    }
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    // A request given up while connecting never reaches the wire.
    if (this.settled) {
      controller.abort(new Error('given up'));
      return;
    }
    this.controller = controller;
    this.call.onSent();
  }

  onResponseStart(
    _controller: Dispatcher.DispatchController,
    status: number,
    headers: Readonly<Record<string, string | string[] | undefined>>,
  ): void {
    if (status < 200 || this.settled) return;
    this.head = { status, headers: flat(headers) };
    this.reader = this.call.readerFor?.(this.head) ?? null;
    const contentEncoding = this.head.headers['content-encoding'] ?? '';
    this.decoder = decodeBody(
      { contentEncoding, maxBytes: this.call.maxBytes },
      {
        onText: (text) => this.read(text),
        onEnd: () => this.finish(),
        onFault: (found) => this.giveUp(this.named(found)),
      },
    );
  }

  onResponseData(_controller: Dispatcher.DispatchController, chunk: Uint8Array): void {
    if (!this.settled) this.decoder?.write(chunk);
  }

  onResponseEnd(): void {
    this.isOver = true;
    if (!this.settled) this.decoder?.end();
  }

  onResponseError(_controller: Dispatcher.DispatchController, error: Error): void {
    if (this.enough) this.finish();
    else this.settle(faultOf(error, this.call.request.url));
  }

  private read(text: string): void {
    if (this.settled || this.enough) return;
    if (!this.reader) this.text += text;
    else if (this.reader(text) === 'enough') {
      this.enough = true;
      this.linger = setTimeout(() => {
        this.finish();
        this.controller?.abort(new Error('read as much as was wanted'));
      }, lingerMs);
    }
  }

  private finish(): void {
    if (this.head) this.settle({ kind: 'answer', ...this.head, text: this.text });
  }

  private giveUp(found: Fault): void {
    if (this.settled) return;
    if (this.enough) this.finish();
    else this.settle(found);
    this.controller?.abort(new Error(found.detail));
  }

  private settle(outcome: HttpOutcome): void {
    if (this.settled) return;
    this.settled = true;
    clearTimeout(this.deadline);
    clearTimeout(this.linger);
    heardOnAbort(this.call.limits.signal).delete(this.onAbort);
    this.decoder?.drop();
    this.resolve({ outcome, isOver: this.isOver });
  }

  private aborted(): Fault {
    return fault('aborted', `The run ended before ${this.host()} had answered.`);
  }

  private timedOut(): Fault {
    const limit = `within ${this.call.limits.timeoutMs} ms`;
    if (this.head) return fault('timed_out', `${this.host()} did not finish its answer ${limit}.`);
    if (this.controller) return fault('timed_out', `${this.host()} sent no answer ${limit}.`);
    if (this.call.limits.spentMs)
      return fault('timed_out', `${this.host()} did not finish the handshake ${limit}.`);
    return fault('timed_out', `${this.host()} did not accept a connection ${limit}.`);
  }

  private named(found: Fault): Fault {
    return { ...found, detail: `${this.host()}: ${found.detail}` };
  }

  private host(): string {
    return hostAndPort(this.call.request.url);
  }
}

function flat(
  headers: Readonly<Record<string, string | string[] | undefined>>,
): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value = '']) => [
      name.toLowerCase(),
      Array.isArray(value) ? value.join(', ') : value,
    ]),
  );
}
