import type { Json, JsonObject } from '../model/json.ts';
import type { RequestChange } from '../model/request.ts';
import { mapJson, mentions, objectFrom, pointerTo } from '../support/json.ts';
import { substitute, type TokenSources } from './substitute.ts';

const config = 'push_notification_config';

/**
 * Takes the webhook configuration out of a request whose run has no receiver to put into it; the same for every request,
 * so that a replay stays equal to what it replays (storyboard language, trap T7).
 */
export function withoutReceiver(
  payload: JsonObject,
  tokens: TokenSources,
): { readonly payload: JsonObject; readonly changes: readonly RequestChange[] } {
  if (!mentions(payload, config)) return { payload, changes: [] };
  const changes: RequestChange[] = [];
  const left = mapJson(payload, (value, pointer) => {
    if (!isHolder(value) || !wantsReceiver(value[config], tokens)) return undefined;
    changes.push({
      pointer: pointerTo(pointer, config),
      from: value[config],
      to: null,
      invariant: 'webhook-receiver',
      reason: 'the run takes no webhooks of this agent, so the field is left out',
    });
    return objectFrom(Object.entries(value).filter(([key]) => key !== config));
  });
  return { payload: left as JsonObject, changes };
}

function isHolder(value: Json): value is JsonObject & { readonly [config]: Json } {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, config);
}

/** True for a configuration with a URL of the runner's that there is none of. */
function wantsReceiver(value: Json, tokens: TokenSources): boolean {
  return substitute(value, tokens).unresolved.some(({ token }) => /\{\{\s*runner\./.test(token));
}
