import type { Json } from '../../model/json.ts';
import { valueAt } from '../../support/path.ts';
import { fault, foundOnly, outcomeOf, probe } from '../probing.ts';
import type { StepScope } from '../scope.ts';
import type { RunnerTask } from './task.ts';

const name = 'oauth_auth_server_metadata';

/** Asks the first authorization server that the metadata of an earlier step names. */
export const oauthAuthServerMetadata: RunnerTask = {
  name,
  summary: 'Reads the metadata of the first authorization server the agent names (RFC 8414).',
  async perform(_params, scope) {
    const issuer = firstIssuer(scope);
    if (issuer === undefined) {
      const detail = 'no earlier protected_resource_metadata step found authorization_servers';
      return { kind: 'skipped', skip: { reason: 'prerequisite_failed', detail } };
    }
    const url = typeof issuer === 'string' ? authorizationServerUrl(issuer) : null;
    if (url === null) {
      const note = `authorization_servers[0] is ${JSON.stringify(issuer)}, which is no URL`;
      return foundOnly(fault(name, 'issuer_is_no_url', note));
    }
    return outcomeOf(name, await probe(scope, { method: 'GET', url, trust: 'agent' }));
  },
};

/** The well-known URL of an issuer: inserted between host and path (RFC 8414, 3.1); null where the issuer is no URL. */
export function authorizationServerUrl(issuer: string): string | null {
  if (!URL.canParse(issuer)) return null;
  const { origin, pathname } = new URL(issuer);
  if (origin === 'null') return null;
  return `${origin}/.well-known/oauth-authorization-server${pathname.replace(/\/$/, '')}`;
}

function firstIssuer({ memory }: StepScope): Json | undefined {
  const earlier = [...memory.results.values()].findLast(
    ({ task }) => task === 'protected_resource_metadata',
  );
  if (earlier === undefined || !('extraction' in earlier)) return undefined;
  return valueAt(earlier.extraction?.payload ?? null, 'authorization_servers[0]');
}
