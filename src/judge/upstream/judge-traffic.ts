import type { Answered } from '../../model/exchange.ts';
import type { Json, JsonObject, JsonPointer } from '../../model/json.ts';
import type { CheckOutcome } from '../../model/outcome.ts';
import { failed, notApplicable, passedObserving } from '../outcome.ts';
import { carries, identifierValues } from './identifiers.ts';
import { isReadable, judgeEntry, meets, type PayloadEntry } from './payload-entries.ts';
import { matching, type CallFilter, type RecordedCall, type Recording } from './recorded-calls.ts';

/** What an author demands of the calls. */
export interface TrafficDemand extends CallFilter {
  readonly min_count?: number | undefined;
  readonly payload_must_contain?: readonly PayloadEntry[] | undefined;
  readonly identifier_paths?: readonly string[] | undefined;
  readonly since?: string | undefined;
  readonly attestation_mode_required?: 'raw' | undefined;
}

/** A demand as a failure reports it: what the author declared, and the one call that is wanted where no number is. */
export function expectedTraffic(demand: TrafficDemand): Json {
  return { min_count: 1, ...demand } as JsonObject;
}

/** What the demand is held against. */
export interface TrafficCase {
  readonly recording: Recording;
  readonly sent: JsonObject | null;
  /** The controller's answer. */
  readonly exchange: Answered | null;
}

/** Holds recorded calls against a demand; `min_count: 0` demands that none matches (storyboard language, 7.6). */
export function judgeTraffic(demand: TrafficDemand, input: TrafficCase): CheckOutcome {
  const matched = matching(input.recording.calls, demand);
  if (demand.attestation_mode_required === 'raw' && matched.some(({ isDigest }) => isDigest)) {
    return notApplicable('the controller tells digests where the check needs payloads');
  }
  if (demand.min_count === 0) return judgeAbsence(demand, matched, input);
  return judgePresence(demand, matched, input);
}

/** Where payload entries are given, only a call that meets all of them is one that must not be. */
function judgeAbsence(
  demand: TrafficDemand,
  matched: readonly RecordedCall[],
  input: TrafficCase,
): CheckOutcome {
  const entries = demand.payload_must_contain ?? [];
  const found = entries.length === 0 ? matched : matched.filter((call) => meetsAll(call, entries));
  if (found.length > 0)
    return faultOf(demand, input, { matched: found, note: 'no call may match' });
  const opaque = entries.length > 0 && matched.some((call) => !isReadable(call));
  if (opaque) return notApplicable('calls without a readable JSON payload may be what must not be');
  if (input.recording.truncated) return notApplicable(truncatedAnswer);
  return passedObserving();
}

const truncatedAnswer = 'the controller did not tell all calls it recorded';

function meetsAll(call: RecordedCall, entries: readonly PayloadEntry[]): boolean {
  return isReadable(call) && entries.every((entry) => meets(call, entry));
}

function judgePresence(
  demand: TrafficDemand,
  matched: readonly RecordedCall[],
  input: TrafficCase,
): CheckOutcome {
  const entries = demand.payload_must_contain ?? [];
  const grades = entries.map((entry) => ({ path: entry.path, grade: judgeEntry(entry, matched) }));
  const missingPaths = grades.filter(({ grade }) => grade === 'missing').map(({ path }) => path);
  const identifiers = judgeIdentifiers(demand, matched, input.sent);
  const { missing } = identifiers;
  const isShown = matched.length >= (demand.min_count ?? 1) && missingPaths.length === 0;
  if (isShown && missing.length === 0) return shown(grades, identifiers.observations);
  if (input.recording.truncated) return notApplicable(truncatedAnswer);
  if (isShown && identifiers.unprovable) {
    return notApplicable('the controller tells only digests of payloads that are not JSON');
  }
  return faultOf(demand, input, { matched, missingPaths, missing });
}

/** Nothing is missing; what could not be looked into is told, or is all there is to tell. */
function shown(
  grades: readonly { readonly path: string; readonly grade: string }[],
  observations: readonly string[],
): CheckOutcome {
  const unknown = grades.filter(({ grade }) => grade === 'unknown').map(({ path }) => path);
  if (unknown.length === 0) return passedObserving(...observations);
  const note = `no matching call shows a JSON payload to find ${unknown.join(', ')} in`;
  if (unknown.length === grades.length) return notApplicable(note);
  return passedObserving(note, ...observations);
}

interface Identifiers {
  readonly missing: readonly (string | number)[];
  /** True where what is missing may be there all the same. */
  readonly unprovable: boolean;
  readonly observations: readonly string[];
}

function judgeIdentifiers(
  { identifier_paths: paths = [] }: TrafficDemand,
  matched: readonly RecordedCall[],
  sent: JsonObject | null,
): Identifiers {
  const values = identifierValues(paths, sent);
  const silent = paths.length > 0 && values.length === 0;
  return {
    missing: values.filter((value) => !matched.some((call) => carries(call, value))),
    unprovable: matched.length > 0 && matched.every((call) => call.isDigest && !call.isJson),
    observations: silent ? [`the request has no value at ${paths.join(', ')}`] : [],
  };
}

interface Found {
  readonly matched: readonly RecordedCall[];
  readonly missingPaths?: readonly string[];
  readonly missing?: readonly (string | number)[];
  readonly note?: string;
}

function faultOf(
  demand: TrafficDemand,
  { recording, exchange }: TrafficCase,
  { matched, missingPaths = [], missing = [], note }: Found,
): CheckOutcome {
  const [first] = matched;
  const pointsAt = missingPaths.length > 0 && first !== undefined;
  const pointer: JsonPointer | null = pointsAt ? `/recorded_calls/${first.index}/payload` : null;
  const unclassified = recording.calls.filter(({ purpose }) => purpose === null).length;
  const showUnclassified = demand.purpose_filter !== undefined && matched.length === 0;
  return failed({
    pointer,
    expected: expectedTraffic(demand),
    actual: {
      matched_count: matched.length,
      total_calls: recording.calls.length,
      missing_payload_paths: missingPaths,
      missing_identifier_values: missing,
      ...(showUnclassified && { unclassified_count: unclassified }),
    },
    exchange,
    ...(note !== undefined && { note }),
  });
}
