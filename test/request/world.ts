import type { Json, JsonObject } from '../../src/model/json.ts';
import type { RequestSpec } from '../../src/model/request.ts';
import type { Operation, Subject } from '../../src/model/subject.ts';
import type { Binding } from '../../src/request/build.ts';
import type { InvariantInput } from '../../src/request/invariant.ts';
import { invariants } from '../../src/request/invariants/registry.ts';

/** An operation that declares and requires what is listed. */
export function anOperation(
  task: string,
  declared: readonly string[],
  required: readonly string[] = [],
): Operation {
  return {
    task,
    source: 'inputSchema',
    declares: (field) => declared.includes(field) || required.includes(field),
    requires: (field) => required.includes(field),
  };
}

/** A subject at home at acme.example, acting for it, with one operator. */
export function aSubject(changed: Partial<Subject> = {}): Subject {
  return {
    home: { value: 'acme.example', origin: 'test kit acme' },
    brand: { value: 'acme.example', origin: 'test kit acme' },
    homeOperator: 'agency.example',
    operator: { value: 'agency.example', origin: 'the one operator its requests name' },
    account: {
      value: { brand: { domain: 'acme.example' }, operator: 'agency.example' },
      origin: 'the one account its requests name',
    },
    ...changed,
  };
}

/** The subject of a run with `--brand other.example`. */
export const otherBrand: Partial<Subject> = {
  brand: { value: 'other.example', origin: '--brand' },
  account: {
    value: { brand: { domain: 'other.example' }, operator: 'agency.example' },
    origin: 'the one account its requests name',
  },
};

/** What an invariant is given: a payload that is all literal, against a loopback agent. */
export function anInput(
  payload: JsonObject,
  changed: Partial<InvariantInput> = {},
): InvariantInput {
  return {
    payload,
    authored: payload,
    operation: anOperation('create_media_buy', ['brand', 'account'], ['idempotency_key']),
    subject: aSubject(),
    facts: { runId: 'run-1', loopback: true, live: false, dateShift: null },
    discovered: [],
    newId: () => '00000000-0000-4000-8000-000000000000',
    mayFill: true,
    ...changed,
  };
}

/** A request without tokens or opt-outs. */
export function aSpec(payload: JsonObject, changed: Partial<RequestSpec> = {}): RequestSpec {
  return {
    task: 'create_media_buy',
    payload,
    schemaRef: null,
    auth: { kind: 'default' },
    without: [],
    inputs: [],
    agent: null,
    ...changed,
  };
}

/** Everything a request is built from, with the whole registry of invariants. */
export function aBinding(
  changed: Partial<Binding> = {},
  context: Record<string, Json> = {},
): Binding {
  const input = anInput({});
  let minted = 0;
  return {
    protocol: 'mcp',
    operation: input.operation,
    subject: input.subject,
    facts: input.facts,
    discovered: input.discovered,
    newId: () => `id-${String((minted += 1)).padStart(20, '0')}`,
    invariants,
    tokens: {
      context,
      origins: new Map(),
      testKit: { auth: { api_key: 'demo-key', basic: { username: 'u', password: 'p' } } },
      agentUrl: 'http://127.0.0.1:1/mcp',
      generate: (_generator, alias) => `generated-${alias ?? 'fresh'}`,
      runner: () => null,
    },
    ...changed,
  };
}
