import type { JsonObject } from '../../model/json.ts';
import { valueAt } from '../../support/path.ts';

/** Where the operator says an agent's brand.json is, else where the agent's capabilities do; null where neither does. */
export function brandJsonPlace(given: string | null, capabilities: JsonObject | null) {
  if (given !== null) return { url: given, trust: 'operator' } as const;
  const url = capabilities === null ? null : valueAt(capabilities, 'identity.brand_json_url');
  return typeof url === 'string' ? ({ url, trust: 'agent' } as const) : null;
}

/** True where two URLs of an agent differ in a trailing slash at most. */
export function isSameUrl(left: string, right: string): boolean {
  return bare(left) === bare(right);
}

function bare(url: string): string {
  return URL.canParse(url) ? new URL(url).href.replace(/\/$/, '') : url;
}
