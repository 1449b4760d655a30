import type { JsonObject } from '../model/json.ts';
import type { SourceRange } from '../model/source.ts';
import type { Step, Validation } from '../model/storyboard.ts';
import type { VectorFile, Vectors } from './vectors.ts';

const folder = 'request-signing';

const kinds: Readonly<Partial<Record<string, 'positive' | 'negative'>>> = {
  positive_vectors: 'positive',
  negative_vectors: 'negative',
};

/** The steps of a phase that authors leave to the suite's vectors: one per file; none in any other phase. */
export function vectorSteps(phaseId: string, at: SourceRange, vectors: Vectors): readonly Step[] {
  const kind = kinds[phaseId];
  if (kind === undefined) return [];
  const keys = vectors.keys(folder);
  const files = vectors.folder(`${folder}/${kind}`);
  return [...files.filter((file) => !usesUpKey(file)), ...files.filter(usesUpKey)].map((file) =>
    stepFor(file, kind, { keys, at }),
  );
}

/** A vector that runs into a key's cap comes last, or the vectors after it would meet the cap instead of their fault. */
function usesUpKey({ document }: VectorFile): boolean {
  return document['requires_contract'] === 'rate_abuse';
}

interface Common {
  readonly keys: readonly JsonObject[];
  readonly at: SourceRange;
}

function stepFor(
  { id, document }: VectorFile,
  kind: 'positive' | 'negative',
  { keys, at }: Common,
): Step {
  const { name } = document;
  return {
    id: `${kind}-${id}`,
    title: typeof name === 'string' ? name : id,
    stateful: false,
    requiresTool: null,
    requiresContract: null,
    action: {
      kind: 'runner_task',
      task: 'request_signing_probe',
      params: { vector: document, keys },
    },
    expectation: {
      outcome: kind === 'positive' ? 'success' : 'error',
      responseSchemaRef: null,
      validations: [statusOf(kind, at)],
    },
    captures: [],
    providesStateFor: [],
    contributesTo: null,
    contributesIf: null,
    mutedAssertions: [],
    at,
  };
}

function statusOf(kind: 'positive' | 'negative', at: SourceRange): Validation {
  const common = { id: null, severity: 'required', promoted: null, at } as const;
  if (kind === 'positive') {
    const description = 'The agent accepts the signed request';
    const params = { allowed_values: [200, 201, 202, 203, 204] };
    return { ...common, check: 'http_status_in', description, params };
  }
  const description = 'The agent rejects the request with 401';
  return { ...common, check: 'http_status', description, params: { value: 401 } };
}
