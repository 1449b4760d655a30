import type { JsonObject } from '../../model/json.ts';
import { substitute } from '../../request/substitute.ts';
import { isObject } from '../../support/json.ts';
import { outcomeOf, probe, type OperatorEndpoints } from '../probing.ts';
import { tokenSources, type StepScope } from '../scope.ts';
import type { RunnerTask, TaskOutcome } from './task.ts';

interface Endpoint {
  readonly operation: 'context' | 'identity';
  readonly member: keyof OperatorEndpoints;
  readonly flag: string;
}

const context: Endpoint = {
  operation: 'context',
  member: 'publisherContext',
  flag: '--publisher-context-url',
};

const identity: Endpoint = {
  operation: 'identity',
  member: 'publisherIdentity',
  flag: '--publisher-identity-url',
};

/** Post a match request to a publisher's endpoint, without a credential or with one that cannot be right. */
export const trustedMatchProbes: readonly RunnerTask[] = [context, identity].flatMap((endpoint) => [
  probing(endpoint, 'missing'),
  probing(endpoint, 'invalid'),
]);

function probing(endpoint: Endpoint, credential: 'missing' | 'invalid'): RunnerTask {
  const { operation } = endpoint;
  const name = `trusted_match_${credential}_auth_${operation}_probe`;
  const without = credential === 'missing' ? 'without a credential' : 'with a made-up credential';
  return {
    name,
    summary: `Posts a match request to the publisher's ${operation} endpoint ${without}.`,
    perform: (params, scope) => post({ name, endpoint, credential }, params, scope),
  };
}

interface MatchProbe {
  readonly name: string;
  readonly endpoint: Endpoint;
  readonly credential: 'missing' | 'invalid';
}

async function post(
  { name, endpoint: { operation, member, flag }, credential }: MatchProbe,
  params: JsonObject,
  scope: StepScope,
): Promise<TaskOutcome> {
  const url = scope.session.probing.endpoints[member];
  if (url === null) {
    const detail = `the run knows no ${operation} endpoint of a publisher; ${flag} names one`;
    return { kind: 'skipped', skip: { reason: 'not_applicable', detail } };
  }
  const { value, unresolved } = substitute(params['sample_request'] ?? {}, tokenSources(scope));
  if (unresolved.length > 0) return { kind: 'unresolved', tokens: unresolved };
  const probed = await probe(scope, {
    method: 'POST',
    url,
    trust: 'operator',
    headers: {
      'content-type': 'application/json',
      ...(credential === 'invalid' && {
        authorization: `Bearer invalid-${scope.session.services.newId()}`,
      }),
    },
    body: JSON.stringify(isObject(value) ? value : {}),
  });
  return outcomeOf(name, probed);
}
