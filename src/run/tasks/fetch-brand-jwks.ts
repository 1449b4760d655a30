import { brandJsonPlace, isSameUrl } from '../../dispatch/signatures/brand-json.ts';
import type { Answered } from '../../model/exchange.ts';
import type { Json, JsonObject } from '../../model/json.ts';
import { isObject } from '../../support/json.ts';
import { fault, foundOnly, httpEvidence, probe } from '../probing.ts';
import type { StepScope } from '../scope.ts';
import type { RunnerTask, TaskOutcome } from './task.ts';

const name = 'fetch_brand_jwks';

/** Goes from the agent's brand.json to the key set of an agent in it; the key set is what is judged. */
export const fetchBrandJwks: RunnerTask = {
  name,
  summary: "Reads the key set that the agent's brand.json points to.",
  async perform(_params, scope) {
    const brand = await brandOf(scope);
    if ('kind' in brand) return brand;
    const uris = keySetUrls(brand.agents, scope.session.target.url);
    if (uris.length === 0) return missing('no entry of agents[] has a jwks_uri');
    const tried: string[] = [];
    for (const url of uris) {
      const probed = await probe(scope, { method: 'GET', url, trust: 'agent' });
      if (probed.kind === 'answered' && isKeySet(probed)) return httpEvidence(probed);
      tried.push(`${url} ${whatCame(probed)}`);
    }
    return missing(tried.join('; '));
  },
};

interface Brand {
  readonly agents: readonly Json[];
}

async function brandOf(scope: StepScope): Promise<Brand | TaskOutcome> {
  const { profile, probing } = scope.session;
  const place = brandJsonPlace(probing.endpoints.brandJson, profile.capabilities);
  if (place === null) {
    return unreachable('the capabilities name no identity.brand_json_url; --brand-json-url does');
  }
  const probed = await probe(scope, { method: 'GET', ...place, maxBytes: 256 * 1024 });
  if (probed.kind !== 'answered') return unreachable(probed.detail);
  const { status, body } = probed.response;
  if (status !== 200) return unreachable(`${place.url} ${whatCame(probed)}`);
  const agents = isObject(body) ? body['agents'] : undefined;
  if (Array.isArray(agents)) return { agents: agents as readonly Json[] };
  const note = `${place.url} ${isObject(body) ? 'has no agents list' : 'is no JSON object'}`;
  return foundOnly(fault(name, 'brand_json_malformed', note));
}

/** The agent's own entry speaks for it; where none names it, any may. */
function keySetUrls(agents: readonly Json[], agentUrl: string): readonly string[] {
  const entries = agents.filter((entry): entry is JsonObject => isObject(entry));
  const own = entries.filter(({ url }) => typeof url === 'string' && isSameUrl(url, agentUrl));
  return (own.length > 0 ? own : entries).flatMap(({ jwks_uri: uri }) =>
    typeof uri === 'string' ? [uri] : [],
  );
}

function isKeySet({ response: { status, body } }: Answered): boolean {
  return status === 200 && isObject(body) && Array.isArray(body['keys']);
}

function whatCame(probed: Awaited<ReturnType<typeof probe>>): string {
  if (probed.kind !== 'answered') return probed.detail;
  const { status } = probed.response;
  return status === 200 ? 'gave no JWK set' : `gave HTTP ${String(status)}`;
}

const unreachable = (note: string) => foundOnly(fault(name, 'brand_json_unreachable', note));

const missing = (note: string) => foundOnly(fault(name, 'agents_jwks_uri_missing', note));
