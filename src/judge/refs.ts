import type { EvidenceByNeed } from '../model/evidence.ts';
import type { Json, JsonObject } from '../model/json.ts';
import { isObject, sameJson, valueAtPointer } from '../support/json.ts';
import { captured, contextKeyAbsent, fieldsAt } from './field.ts';
import { agentOf } from './url.ts';

/** What `refs_resolve` compares. */
export interface RefComparison {
  readonly source: RefSide;
  readonly target: RefSide;
  readonly match_keys: readonly string[];
  readonly scope?: { readonly key: string; readonly equals: string } | undefined;
  readonly on_out_of_scope?: 'warn' | 'ignore' | 'fail' | undefined;
}

/** Where references stand. */
interface RefSide {
  readonly from: 'current_step' | 'context';
  readonly path: string;
}

/** What the comparison found: references nobody defines, and what is worth knowing besides. */
export interface RefFindings {
  readonly missing: readonly JsonObject[];
  readonly observations: readonly string[];
  readonly note?: string;
  /** Why not every reference was looked up; missing where each was. */
  readonly unseen?: string;
}

/** Most observations one comparison reports. */
const mostObservations = 50;

/** Looks every reference up among the targets. */
export function compareRefs(
  params: RefComparison,
  evidence: EvidenceByNeed['payload'],
): RefFindings {
  const found = compareSeen(params, evidence);
  const unseen = sideOf(params.source, evidence).unseen ?? sideOf(params.target, evidence).unseen;
  return unseen === undefined ? found : { ...found, unseen };
}

function compareSeen(params: RefComparison, evidence: EvidenceByNeed['payload']): RefFindings {
  const absent = absentFrom(params.source, evidence);
  if (absent !== null) return { missing: [], observations: [absent] };
  const refs = tuplesAt(params.source, params, evidence);
  if (refs.length === 0) {
    return { missing: [], observations: [`no references stand at "${params.source.path}"`] };
  }
  const defined = new Set(tuplesAt(params.target, params, evidence).map(identity));
  // Without a source there are no references; without a target there are, and nobody defines them.
  const undefinedBy = [absentFrom(params.target, evidence)].filter((absent) => absent !== null);
  const inScope = refs.filter((ref) => ref.inScope);
  const unresolved = inScope.filter((ref) => !defined.has(identity(ref)));
  const strays = params.on_out_of_scope === 'ignore' ? [] : refs.filter((ref) => !ref.inScope);
  const strayNotes = distinct(strays).map((tuple) => `out of scope: ${JSON.stringify(tuple)}`);
  if (params.on_out_of_scope === 'fail' && strays.length > 0) {
    return {
      missing: distinct([...unresolved, ...strays]),
      observations: capped(strayNotes),
      note: 'references out of scope count as missing here',
    };
  }
  return hasMore(params, evidence)
    ? { missing: [], observations: capped([...strayNotes, ...notOnThisPage(unresolved)]) }
    : { missing: distinct(unresolved), observations: capped([...undefinedBy, ...strayNotes]) };
}

interface Ref {
  readonly tuple: JsonObject;
  readonly key: string | null;
  readonly inScope: boolean;
}

function absentFrom({ from, path }: RefSide, { run }: EvidenceByNeed['payload']): string | null {
  const name = /^[^.[]*/.exec(path)?.[0] ?? '';
  const isAbsent = from === 'context' && captured(run.context, name) === undefined;
  return isAbsent ? contextKeyAbsent(name) : null;
}

function tuplesAt(
  side: RefSide,
  params: RefComparison,
  evidence: EvidenceByNeed['payload'],
): readonly Ref[] {
  return sideOf(side, evidence)
    .found.map(({ value }) => value)
    .filter(isObject)
    .map((value) => refOf(value, params, evidence.run.agentUrl));
}

function sideOf({ from, path }: RefSide, { extraction, run }: EvidenceByNeed['payload']) {
  return fieldsAt(from === 'context' ? run.context : extraction.payload, path);
}

function refOf(value: JsonObject, { match_keys: keys, scope }: RefComparison, url: string): Ref {
  const own = keys.filter((key) => Object.hasOwn(value, key));
  const tuple = Object.fromEntries(own.map((key) => [key, value[key] ?? null]));
  const complete = own.length === keys.length;
  const key = complete
    ? JSON.stringify(keys.map((name) => comparable(name, value[name] ?? null)))
    : null;
  return { tuple, key, inScope: isInScope(value, scope, url) };
}

function isInScope(value: JsonObject, scope: RefComparison['scope'], agentUrl: string): boolean {
  if (!scope) return true;
  const wanted = scope.equals === '$agent_url' ? agentUrl : scope.equals;
  const actual = Object.hasOwn(value, scope.key) ? (value[scope.key] ?? null) : null;
  return sameJson(comparable(scope.key, actual), comparable(scope.key, wanted));
}

const comparable = (key: string, value: Json): Json =>
  typeof value === 'string' && /url$/i.test(key) ? agentOf(value) : value;

// A reference that lacks a match key equals nothing, not even its like.
const identity = ({ key }: Ref): unknown => key ?? Symbol('incomplete');

function distinct(refs: readonly Ref[]): readonly JsonObject[] {
  return [...new Map(refs.map(({ tuple }) => [JSON.stringify(tuple), tuple])).values()];
}

// A page that is not the last one may leave a definition to the next.
function hasMore({ target }: RefComparison, { extraction }: EvidenceByNeed['payload']): boolean {
  return (
    target.from === 'current_step' &&
    valueAtPointer(extraction.payload, '/pagination/has_more') === true
  );
}

const notOnThisPage = (refs: readonly Ref[]) =>
  distinct(refs).map((tuple) => `not on this page: ${JSON.stringify(tuple)}`);

function capped(observations: readonly string[]): readonly string[] {
  const rest = observations.length - mostObservations;
  return rest <= 0 ? observations : [...observations.slice(0, mostObservations), `${rest} more`];
}
