import type { JsonObject } from '../model/json.ts';
import type { RequestSpec } from '../model/request.ts';
import { buildRequest, type Built } from '../request/build.ts';
import { formatsTold } from './asset-fixtures.ts';
import { tokenSources, type StepScope } from './scope.ts';

/** Builds a request where a step stands: its storyboard's subject and tokens, the run's invariants. */
export function buildIn(scope: StepScope, spec: RequestSpec): Built {
  const { session, memory, subject, facts } = scope;
  return buildRequest(spec, {
    protocol: session.transport.protocol,
    operation: session.operation(spec.task, spec.schemaRef),
    subject,
    facts,
    discovered: memory.discovered,
    tokens: tokenSources(scope),
    invariants: session.services.invariants,
    newId: session.services.newId,
    formats: formatsTold(memory),
    handles: memory.handles,
  });
}

/** A call the runner makes itself: the run's own credentials, every invariant. */
export function ownCall(task: string, payload: JsonObject): RequestSpec {
  return {
    task,
    payload,
    schemaRef: null,
    auth: { kind: 'default' },
    without: [],
    inputs: [],
    agent: null,
  };
}
