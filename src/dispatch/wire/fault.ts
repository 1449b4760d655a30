import { cut } from '../../support/cut.ts';
import type { UnansweredReason, WireResponse } from '../../model/exchange.ts';

/** Why there is no usable answer: the part of `Unanswered` that the wire knows. */
export interface Fault {
  readonly kind: 'fault';
  readonly reason: UnansweredReason;
  readonly detail: string;
  /** What HTTP said instead of an answer; missing where it said nothing. */
  readonly response?: WireResponse;
  /** Set when the agent says that it does not know the session of the call. */
  readonly sessionGone?: true;
}

/** A fault; `detail` is a sentence. */
export function fault(reason: UnansweredReason, detail: string): Fault {
  return { kind: 'fault', reason, detail };
}

/** `host:port`, with the port a URL leaves out. */
export function hostAndPort(url: URL): string {
  const port = url.port || (url.protocol === 'https:' ? '443' : '80');
  return `${url.hostname}:${port}`;
}

/** The first 200 characters of a text on one line, quoted. */
export function excerpt(text: string): string {
  return JSON.stringify(cut(cut(text, 4000).replace(/\s+/g, ' ').trim(), 200));
}

/** Puts an error of the socket, of TLS or of the HTTP parser into words. */
export function faultOf(error: unknown, url: URL): Fault {
  const { name, code, message } = rootCause(error);
  const host = hostAndPort(url);
  const known = byCode[code];
  if (known) return fault(known.reason, `${host} ${known.says} (${code}).`);
  if (isTls(code)) return fault('tls', `TLS with ${host} was not agreed: ${message} (${code}).`);
  if (name === 'HTTPParserError')
    return fault('protocol', `${host} did not answer in HTTP: ${message.replace(/\.$/, '')}.`);
  return fault('closed', `The connection to ${host} broke: ${message}${code && ` (${code})`}.`);
}

interface KnownCode {
  readonly reason: UnansweredReason;
  readonly says: string;
}

const unreachable: KnownCode = { reason: 'refused', says: 'cannot be reached' };
const hungUp: KnownCode = {
  reason: 'closed',
  says: 'closed the connection before the answer was complete',
};

const byCode: Readonly<Partial<Record<string, KnownCode>>> = {
  ECONNREFUSED: { reason: 'refused', says: 'refused the connection' },
  EHOSTUNREACH: unreachable,
  ENETUNREACH: unreachable,
  EADDRNOTAVAIL: unreachable,
  EACCES: unreachable,
  ENOTFOUND: { reason: 'dns', says: 'has no address: the name does not resolve' },
  EAI_AGAIN: { reason: 'dns', says: 'has no address: the name server did not answer' },
  ETIMEDOUT: { reason: 'timed_out', says: 'did not accept a connection in time' },
  UND_ERR_CONNECT_TIMEOUT: { reason: 'timed_out', says: 'did not accept a connection in time' },
  ECONNRESET: hungUp,
  EPIPE: hungUp,
  UND_ERR_SOCKET: hungUp,
  UND_ERR_RES_CONTENT_LENGTH_MISMATCH: {
    reason: 'closed',
    says: 'sent a body of another length than it announced',
  },
  UND_ERR_HEADERS_OVERFLOW: { reason: 'too_large', says: 'sent more headers than are accepted' },
  UND_ERR_INVALID_ARG: { reason: 'protocol', says: 'was sent nothing: a header cannot be written' },
};

function isTls(code: string): boolean {
  return /^(CERT_|ERR_TLS|ERR_SSL|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO|HOSTNAME_MISMATCH|EPROTO)/.test(
    code,
  );
}

interface Cause {
  readonly name: string;
  readonly code: string;
  readonly message: string;
}

/** Several addresses of one name fail together; the first stands for all. */
function rootCause(error: unknown): Cause {
  if (!(error instanceof Error)) return { name: '', code: '', message: String(error) };
  if (error instanceof AggregateError && error.errors.length > 0) return rootCause(error.errors[0]);
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  return { name: error.name, code, message: error.message };
}
