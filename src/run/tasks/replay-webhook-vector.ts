import type { Json, JsonObject } from '../../model/json.ts';
import { isObject } from '../../support/json.ts';
import { fault, foundOnly, outcomeOf, probe } from '../probing.ts';
import type { StepScope } from '../scope.ts';
import type { RunnerTask, TaskOutcome } from './task.ts';

const name = 'replay_webhook_vector';

/** Posts a published webhook to a buyer's receiver; a 2xx accepts it, anything else rejects it. */
export const replayWebhookVector: RunnerTask = {
  name,
  summary: "Posts a webhook of the suite's vectors, signed, to the receiver under test.",
  async perform(params, scope) {
    const { receiver: url } = scope.session.probing.endpoints;
    if (url === null) {
      const detail = 'the run knows no webhook receiver to test; --receiver-url names one';
      return { kind: 'skipped', skip: { reason: 'not_applicable', detail } };
    }
    const { vector, vector_ref: ref, signing_keys: keys } = params;
    if (!isObject(vector)) {
      return foundOnly(fault(name, 'vector_missing', `the suite has no ${JSON.stringify(ref)}`));
    }
    const body = bodyOf(vector, params, scope);
    if (typeof body !== 'string') return body;
    const headers = await signed({ url, body, keys: keys ?? null }, scope);
    const request = { method: 'POST', url, trust: 'operator', headers, body } as const;
    return outcomeOf(name, await probe(scope, request));
  },
};

/** The vector's body to the byte, unless it has to carry the key of an earlier event. */
function bodyOf(vector: JsonObject, params: JsonObject, scope: StepScope): string | TaskOutcome {
  const { same_event_as: earlierId } = params;
  const authored = authoredBody(vector);
  if (typeof earlierId !== 'string') return authored;
  const earlier = scope.memory.results.get(earlierId);
  const key = earlier && 'exchange' in earlier ? keyOf(earlier.exchange?.request.payload) : null;
  if (key === null) {
    const detail = `${earlierId} has sent no idempotency_key to repeat`;
    return { kind: 'skipped', skip: { reason: 'prerequisite_failed', detail } };
  }
  const payload: unknown = JSON.parse(authored);
  return JSON.stringify({ ...(isObject(payload) ? payload : {}), idempotency_key: key });
}

function authoredBody({ body, payload, request }: JsonObject): string {
  const inRequest = isObject(request) ? request['body'] : undefined;
  const authored = body ?? payload ?? inRequest ?? null;
  return typeof authored === 'string' ? authored : JSON.stringify(authored);
}

function keyOf(payload: JsonObject | undefined): string | null {
  const key = payload?.['idempotency_key'];
  return typeof key === 'string' ? key : null;
}

interface Delivery {
  readonly url: string;
  readonly body: string;
  readonly keys: Json;
}

async function signed({ url, body, keys }: Delivery, { session }: StepScope) {
  const { signDelivery } = await import('../../dispatch/signatures/delivery.ts');
  const { now, newId } = session.services;
  return signDelivery(
    { url, body, now: Math.floor(now().getTime() / 1000), id: newId() },
    Array.isArray(keys) ? keys.filter((key): key is JsonObject => isObject(key)) : [],
  );
}
