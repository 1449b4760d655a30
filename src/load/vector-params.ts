import type { JsonObject } from '../model/json.ts';
import type { Vectors } from './vectors.ts';

const substitutionVectors = 'catalog-macro-substitution.json';

/** What a runner task needs of the suite's vectors besides what its step says; empty for most tasks. */
export function vectorParams(task: string, params: JsonObject, vectors: Vectors): JsonObject {
  switch (task) {
    case 'replay_webhook_vector':
      return webhookVector(params, vectors);
    case 'expect_substitution_safe':
      return { vectors: vectors.file(substitutionVectors)?.['vectors'] ?? null };
    default:
      return {};
  }
}

function webhookVector({ vector_ref: reference }: JsonObject, vectors: Vectors): JsonObject {
  return {
    vector: typeof reference === 'string' ? vectors.named(reference) : null,
    signing_keys: [...vectors.keys('webhook-signing'), ...vectors.keys('request-signing')],
  };
}
