import type { Protocol, WireRequest } from '../model/exchange.ts';
import type { Json, JsonObject, JsonPointer } from '../model/json.ts';
import type {
  AuthDirective,
  Credential,
  KeptValue,
  RequestChange,
  RequestSpec,
  TokenBinding,
} from '../model/request.ts';
import type { RequestRecord } from '../model/step-result.ts';
import type { Operation, Subject } from '../model/subject.ts';
import { isObject } from '../support/json.ts';
import { valueAt } from '../support/path.ts';

import { buildAssets, type AssetSources } from './build-assets.ts';
import { bindHandles, type HandleBinding } from './handles.ts';
import type { DiscoveredProduct, Invariant, InvariantInput, RunFacts } from './invariant.ts';
import {
  substitute,
  substituteConstants,
  type TokenSources,
  type Unresolved,
} from './substitute.ts';
import { withoutReceiver } from './without-receiver.ts';

/** Everything a request is built from besides what the author wrote. The same for positive and negative steps. */
export interface Binding {
  readonly protocol: Protocol;
  readonly operation: Operation;
  readonly subject: Subject;
  readonly facts: RunFacts;
  readonly discovered: readonly DiscoveredProduct[];
  readonly tokens: TokenSources;
  /** Empty for `--verbatim`. */
  readonly invariants: readonly Invariant[];
  readonly newId: () => string;
  /** Fixtures that the agent's own things stand for. */
  readonly handles?: readonly HandleBinding[];
  /** Creative formats the agent told earlier. */
  readonly formats?: readonly JsonObject[];
}

/** A request that can go out, or the reason why it must not. */
export type Built =
  | { readonly kind: 'ready'; readonly request: WireRequest; readonly record: RequestRecord }
  | {
      readonly kind: 'unresolved';
      readonly tokens: readonly Unresolved[];
      readonly record: RequestRecord;
    }
  | { readonly kind: 'no_credential'; readonly detail: string; readonly record: RequestRecord }
  /** The test kit has not what `$build_assets_from_format` needs. */
  | {
      readonly kind: 'no_fixture';
      readonly detail: string;
      /** False where an answer to come may still tell the format. */
      readonly isFinal: boolean;
      readonly record: RequestRecord;
    };

/** The one path every request takes: substitutions, then the invariants in order, then the wire. */
export function buildRequest(spec: RequestSpec, binding: Binding): Built {
  const sendable =
    binding.invariants.length === 0
      ? { payload: spec.payload, changes: [] }
      : withoutReceiver(spec.payload, binding.tokens);
  const { value, bindings, unresolved } = substitute(sendable.payload, binding.tokens);
  if (unresolved.length > 0) {
    return { kind: 'unresolved', tokens: unresolved, record: emptyRecord(bindings) };
  }
  const assets = buildAssets(value as JsonObject, assetSources(binding));
  if ('unavailable' in assets) {
    const { unavailable: detail, isFinal } = assets;
    return { kind: 'no_fixture', detail, isFinal, record: emptyRecord(bindings) };
  }
  const injected = inject(assets.payload, spec, binding.tokens);
  const bound = bindHandles(injected.payload, binding.handles ?? [], binding.operation);
  const applied = applyInvariants(bound.payload, spec, binding);
  const credential = credentialOf(spec.auth, binding);
  const record = {
    sent: null,
    changes: [...sendable.changes, ...assets.changes, ...bound.changes, ...applied.changes],
    kept: applied.kept,
    bindings: [...bindings, ...injected.bindings],
  };
  if ('problem' in credential) return { kind: 'no_credential', detail: credential.problem, record };
  const request: WireRequest = {
    protocol: binding.protocol,
    operation: spec.task,
    payload: applied.payload,
    credential,
  };
  return { kind: 'ready', request, record: { ...record, sent: request } };
}

function assetSources({ tokens, formats = [] }: Binding): AssetSources {
  const assets = tokens.testKit?.['assets'];
  return { kitAssets: isObject(assets) ? assets : null, formats };
}

function emptyRecord(bindings: readonly TokenBinding[]): RequestRecord {
  return { sent: null, changes: [], kept: [], bindings };
}

type Writable<T> = { -readonly [K in keyof T]: T[K] };

function applyInvariants(start: JsonObject, spec: RequestSpec, binding: Binding) {
  const changes: RequestChange[] = [];
  const kept: KeptValue[] = [];
  const { operation, subject, facts, discovered, newId, invariants } = binding;
  const { standsIn = false, without } = spec;
  const known = {
    authored: asWritten(spec, binding.tokens),
    standsIn,
    operation,
    subject,
    facts,
    discovered,
    newId,
  };
  // The same object for every rule: most have nothing to do, and a new one costs more than asking them.
  const input: Writable<InvariantInput> = { payload: start, mayFill: true, ...known };
  for (const invariant of invariants) {
    input.mayFill = !without.includes(invariant.id);
    const applied = invariant.apply(input);
    input.payload = applied.payload;
    changes.push(...applied.changes);
    kept.push(...applied.kept);
  }
  return { payload: input.payload, changes, kept };
}

/** The request with what the suite wrote elsewhere in its place: a literal may stand in the kit or the context as well. */
function asWritten({ payload, inputs }: RequestSpec, tokens: TokenSources): JsonObject {
  const { context, constants } = tokens;
  const written = inputs
    .filter(({ key }) => constants?.has(key))
    .reduce<Json>(
      (body, { key, injectAt }) => setAt(body, injectAt, context[key] ?? null),
      substituteConstants(payload, tokens),
    );
  return written as JsonObject;
}

/** `context_inputs`: a missing context value is left out, as the language says. */
function inject(payload: JsonObject, spec: RequestSpec, { context, origins }: TokenSources) {
  const bindings: TokenBinding[] = [];
  let filled: Json = payload;
  for (const { key, injectAt } of spec.inputs) {
    const value = Object.hasOwn(context, key) ? context[key] : undefined;
    if (value === undefined) continue;
    filled = setAt(filled, injectAt, value);
    bindings.push({
      pointer: injectAt,
      token: `context_inputs ${key}`,
      origin: origins.get(key) ?? 'context',
    });
  }
  return { payload: filled as JsonObject, bindings };
}

/** A copy with the value at the pointer; missing objects and arrays on the way are created. */
function setAt(document: Json | undefined, pointer: JsonPointer, value: Json): Json {
  if (pointer === '') return value;
  const [, head = '', ...tail] = pointer.split('/');
  const rest: JsonPointer = tail.length === 0 ? '' : `/${tail.join('/')}`;
  const name = head.replaceAll('~1', '/').replaceAll('~0', '~');
  if (Array.isArray(document) || (!isObject(document) && /^\d+$/.test(name))) {
    const items = [...((document ?? []) as readonly Json[])];
    items[Number(name)] = setAt(items[Number(name)], rest, value);
    return items;
  }
  const object = isObject(document) ? document : {};
  return { ...object, [name]: setAt(object[name], rest, value) };
}

function credentialOf(
  auth: AuthDirective,
  { tokens, newId }: Binding,
): Credential | { readonly problem: string } {
  switch (auth.kind) {
    case 'default':
      return { kind: 'default' };
    case 'none':
      return { kind: 'none' };
    case 'random_invalid':
      return randomCredential(auth.scheme, newId);
    case 'test_kit':
      return kitCredential(auth, tokens.testKit);
  }
}

function randomCredential(scheme: 'api_key' | 'jwt' | 'basic', newId: () => string): Credential {
  const random = () => newId().replaceAll('-', '');
  switch (scheme) {
    case 'api_key':
      return { kind: 'bearer', token: `invalid-${random()}${random()}` };
    case 'jwt':
      return {
        kind: 'bearer',
        token: `${base64url('{"alg":"none"}')}.${base64url(random())}.${random()}`,
      };
    case 'basic':
      return { kind: 'basic', username: `invalid-${random()}`, password: random() };
  }
}

function base64url(text: string): string {
  return Buffer.from(text).toString('base64url');
}

function kitCredential(
  { path, scheme }: { readonly path: string; readonly scheme: 'bearer' | 'basic' },
  kit: JsonObject | null,
): Credential | { readonly problem: string } {
  const value = kit === null ? undefined : valueAt(kit, path);
  if (scheme === 'bearer' && typeof value === 'string') return { kind: 'bearer', token: value };
  if (scheme === 'basic' && isObject(value)) return basicCredential(value);
  return { problem: `the test kit has no usable credential at ${path}` };
}

function basicCredential(value: JsonObject): Credential | { readonly problem: string } {
  const { username, password, credentials } = value;
  if (typeof username === 'string' && typeof password === 'string')
    return { kind: 'basic', username, password };
  const [name, secret] = typeof credentials === 'string' ? credentials.split(/:(.*)/s) : [];
  if (name !== undefined && secret !== undefined)
    return { kind: 'basic', username: name, password: secret };
  return { problem: 'a basic credential needs username and password' };
}
