import type {
  Exchange,
  Extraction,
  Protocol,
  Unanswered,
  WireRequest,
  WireResponse,
} from '../model/exchange.ts';
import type { AdvertisedTool } from '../model/plan.ts';
import type { Credential } from '../model/request.ts';
import type { ConnectionPool } from './wire/connections.ts';

/** How long one call may take, handshake included, and what ends it early. */
export interface CallLimits {
  readonly signal: AbortSignal;
  readonly timeoutMs: number;
}

/** What an agent says about itself before any task is sent. */
export interface AgentDescription {
  readonly kind: 'described';
  readonly name: string | null;
  readonly version: string | null;
  readonly protocolVersion: string | null;
  readonly tools: readonly AdvertisedTool[];
  /** False where the tool that tells the capabilities may exist although it is not listed. */
  readonly isComplete: boolean;
}

/** How a protocol asks for a task of its own. */
export interface TaskProtocol {
  /** The id of the task an answer stands for; null where it has ended or there is none. */
  idOf(response: WireResponse): string | null;
  /** Asks how a task stands, with the credential of the request that started it. */
  get(id: string, started: Exchange, limits: CallLimits): Promise<Exchange>;
}

/** One agent, spoken to over one protocol for a whole run. */
export interface Transport {
  readonly protocol: Protocol;
  /** Requests put on the wire so far, handshakes included. */
  readonly requests: number;
  /** Sentences about what the agent did between the calls, e.g. a session it forgot. */
  readonly notices: readonly string[];
  /** Opens the connection of the run's own credential; null when that worked or had been done. */
  connect(limits: CallLimits): Promise<Unanswered | null>;
  /** Reads name and tools; connects first where that is still to do. */
  describe(limits: CallLimits): Promise<AgentDescription | Unanswered>;
  /** Resolves for anything the agent does, including nothing. Rejects only for our own bugs. Sends nothing twice. */
  send(request: WireRequest, limits: CallLimits): Promise<Exchange>;
  /** Null where the protocol knows no tasks. */
  readonly tasks: TaskProtocol | null;
  /** The headers that put a request of our own making into the run's session; missing where there is none. */
  readonly sessionHeaders?: () => Readonly<Record<string, string>>;
  /** What follows has nothing to do with what was said before. Sends nothing. */
  startConversation(): void;
  /** Finds the AdCP payload in an answer of this protocol. */
  extract(response: WireResponse): Extraction;
  /** Ends every session and frees every socket. */
  close(): Promise<void>;
}

/** What a transport needs to know about the run. */
export interface OpenOptions {
  readonly url: URL;
  /** Carried by requests whose credential is `default`. */
  readonly credential: Credential;
  readonly now: () => Date;
  /** Milliseconds of a clock that never jumps. */
  readonly elapsed: () => number;
  readonly clientInfo: { readonly name: string; readonly version: string };
  /** Connections of the run; without them the transport opens its own. */
  readonly pool?: ConnectionPool;
  /** Largest answer accepted, in decoded bytes; 16 MiB when not given. */
  readonly maxResponseBytes?: number;
}

/** Makes transports of one protocol. Opening sends nothing. */
export interface TransportFactory {
  readonly protocol: Protocol;
  readonly summary: string;
  open(options: OpenOptions): Transport;
}
