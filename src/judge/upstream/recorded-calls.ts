import type { UpstreamWindow } from '../../model/evidence.ts';
import type { Json, JsonObject } from '../../model/json.ts';
import { isObject, objectsIn } from '../../support/json.ts';

/** A call the agent made to somebody else while it worked, as its controller recorded it. */
export interface RecordedCall {
  /** Its place among all calls of the answer. */
  readonly index: number;
  /** Method and URL, e.g. `POST https://platform.example/members`. */
  readonly endpoint: string;
  /** Null where the agent did not classify it. */
  readonly purpose: string | null;
  readonly isJson: boolean;
  /** True where only digests of the payload were told. */
  readonly isDigest: boolean;
  readonly payload: Json;
  /** By digest: whether the payload holds the value. */
  readonly proofs: ReadonlyMap<string, boolean>;
}

/** What a controller answered. */
export interface Recording {
  readonly calls: readonly RecordedCall[];
  /** True where there are more calls than it told. */
  readonly truncated: boolean;
}

/** Reads the controller's answer; null where it is no recording. */
export function recordingIn({ extraction }: UpstreamWindow): Recording | null {
  if (extraction?.outcome !== 'success' || !isObject(extraction.payload)) return null;
  const { recorded_calls: calls, truncated } = extraction.payload;
  if (!Array.isArray(calls)) return null;
  return {
    calls: (calls as readonly Json[]).map((call, index) => callOf(call, index)),
    truncated: truncated === true,
  };
}

function callOf(value: Json, index: number): RecordedCall {
  const call: JsonObject = isObject(value) ? value : {};
  const { method, url, endpoint, purpose, content_type: type, attestation_mode: mode } = call;
  return {
    index,
    endpoint: typeof endpoint === 'string' ? endpoint : `${textOf(method)} ${textOf(url)}`,
    purpose: typeof purpose === 'string' ? purpose : null,
    isJson: /^\s*(?:application\/json|[^\s;]+\/[^\s;]*\+json)\s*(?:;|$)/i.test(textOf(type)),
    isDigest: mode === 'digest',
    payload: call['payload'] ?? null,
    proofs: proofsOf(call['identifier_match_proofs']),
  };
}

function textOf(value: Json | undefined): string {
  return typeof value === 'string' ? value : '';
}

function proofsOf(value: Json | undefined): ReadonlyMap<string, boolean> {
  const list = objectsIn(value);
  return new Map(
    list.map((proof) => [textOf(proof['identifier_value_sha256']), proof['found'] === true]),
  );
}

/** What a call must be like to count. */
export interface CallFilter {
  /** `*` stands for any characters, slashes included; everything else for itself. */
  readonly endpoint_pattern?: string | undefined;
  readonly purpose_filter?: readonly string[] | undefined;
}

/** The calls a filter leaves; one without a purpose counts as `other`. */
export function matching(
  calls: readonly RecordedCall[],
  { endpoint_pattern: pattern, purpose_filter: purposes }: CallFilter,
): readonly RecordedCall[] {
  return calls
    .filter(({ endpoint }) => pattern === undefined || matchesGlob(endpoint, pattern))
    .filter(({ purpose }) => purposes === undefined || purposes.includes(purpose ?? 'other'));
}

/** Looks for the parts between the stars one after the other, which no pattern can make slow. */
export function matchesGlob(text: string, pattern: string): boolean {
  const parts = pattern.split('*');
  const first = parts[0] ?? '';
  const last = parts.at(-1) ?? '';
  if (parts.length === 1) return text === pattern;
  if (!text.startsWith(first)) return false;
  let at = first.length;
  for (const part of parts.slice(1, -1)) {
    const found = text.indexOf(part, at);
    if (found < 0) return false;
    at = found + part.length;
  }
  return text.length - last.length >= at && text.endsWith(last);
}
