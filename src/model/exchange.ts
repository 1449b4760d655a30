import type { Json, JsonObject } from './json.ts';
import type { Credential } from './request.ts';

/** The protocols a target can be spoken to over. */
export type Protocol = 'mcp' | 'a2a' | 'http';

/** One request, as handed to a transport. `payload` is exactly what goes out as the operation's arguments. */
export interface WireRequest {
  readonly protocol: Protocol;
  readonly operation: string;
  readonly payload: JsonObject;
  readonly credential: Credential;
}

/** What came back over HTTP. */
export interface WireResponse {
  /** Null on transports without one. */
  readonly status: number | null;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  /** The parsed body: the JSON-RPC message on MCP and A2A, the JSON document or the text over plain HTTP. */
  readonly body: Json;
}

/** One request and what became of it. An agent that hangs up is a value here, never an exception. */
export type Exchange = Answered | Unanswered;

/** The agent answered, with whatever status. */
export interface Answered extends Attempt {
  readonly kind: 'answered';
  readonly response: WireResponse;
}

/** No usable answer; `detail` is a sentence that names the host or the fault. */
export interface Unanswered extends Attempt {
  readonly kind: 'unanswered';
  readonly reason: UnansweredReason;
  readonly detail: string;
  /** The refusal or the failure of HTTP that came instead; missing where none did. */
  readonly response?: WireResponse;
}

/** Why there is no answer to judge. `aborted` is the run's own doing (budget or signal). */
export type UnansweredReason =
  | 'refused'
  | 'dns'
  | 'timed_out'
  | 'tls'
  | 'closed'
  | 'too_large'
  | 'unauthorized'
  | 'server_error'
  | 'protocol'
  | 'aborted';

interface Attempt {
  readonly request: WireRequest;
  readonly url: string;
  /** ISO 8601, UTC. */
  readonly sentAt: string;
  readonly durationMs: number;
}

/** The AdCP payload found inside a response, and where it was found. */
export interface Extraction {
  /** `pending`: a task that has not ended and says nothing of its own is neither. */
  readonly outcome: 'success' | 'error' | 'pending';
  /** Null when nothing was found; a string when an error came as bare text. */
  readonly payload: Json;
  readonly path: 'structured_content' | 'text_fallback' | 'error' | 'none';
  /** Anything odd about the place it was found, e.g. `text is not JSON`. */
  readonly note: string | null;
}
