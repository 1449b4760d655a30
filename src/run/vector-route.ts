import {
  capabilityOf,
  operationOf,
  testedUrlPart,
  type SigningVector,
} from '../dispatch/signatures/vector.ts';
import type { Skip } from '../model/step-result.ts';
import { valueAt } from '../support/path.ts';
import type { StepScope } from './scope.ts';

/** How a vector reaches the agent: as it is written, below the agent's URL, or as a call of one of its tools. */
export interface VectorRoute {
  readonly kind: 'plain' | 'mcp';
  /** The tool that is called. */
  readonly operation: string;
  /** True where the agent's verifier insists on a digest and the vector leaves it open. */
  readonly coverDigest: boolean;
}

/** The route of a vector, or why this agent cannot be asked what it asks. */
export function vectorRoute(
  vector: SigningVector,
  scope: StepScope,
): VectorRoute | { readonly skip: Skip } {
  const kind = scope.session.transport.protocol === 'http' ? 'plain' : 'mcp';
  const reason =
    reasonOfRun(vector, scope) ?? reasonOfUrl(vector, kind) ?? reasonOfPolicy(vector, scope);
  if (reason !== null) return notApplicable(reason);
  const operation = chosenOperation(vector, scope);
  if (operation === null) {
    return {
      skip: {
        reason: 'missing_tool',
        detail: `needs ${operationOf(vector)} or another tool of request_signing.required_for; the agent lists none that fits`,
      },
    };
  }
  const { contentDigest } = policyOf(scope);
  const isOpen = vector.capability.contentDigest === 'either';
  return { kind, operation, coverDigest: isOpen && contentDigest === 'required' };
}

function reasonOfRun({ replacesKeys, contract }: SigningVector, scope: StepScope): string | null {
  const { protocol } = scope.session.transport;
  if (protocol === 'a2a') return 'signing vectors are sent over MCP or plain HTTP, not over A2A';
  if (replacesKeys) {
    return 'the vector gives the verifier a key set of its own (jwks_override), which only the agent could install';
  }
  if (scope.facts.live && (contract === 'replay_window' || contract === 'rate_abuse')) {
    return 'the vector changes state on purpose, and --live says that this is no sandbox';
  }
  return null;
}

function reasonOfUrl(vector: SigningVector, kind: VectorRoute['kind']): string | null {
  const part = testedUrlPart(vector);
  if (part === null || (part === 'path' && kind === 'plain')) return null;
  return `the vector tests the ${part} of its URL "${vector.request.url}", and the agent has another`;
}

/** A vector whose verifier is not the agent's has nothing to say of the agent. */
function reasonOfPolicy(vector: SigningVector, scope: StepScope): string | null {
  const { contentDigest: wanted } = vector.capability;
  const { contentDigest: declared } = policyOf(scope);
  if (wanted === 'either' || wanted === declared) return null;
  // Who takes both treats a request as strictly as one who takes only its kind.
  const isOfKind = coversDigest(vector) === (wanted === 'required');
  if (declared === 'either' && isOfKind) return null;
  return `the vector is for covers_content_digest "${wanted}"; the agent declares "${declared}"`;
}

function coversDigest({ request }: SigningVector): boolean {
  return Object.values(request.headers).some((value) => value.includes('"content-digest"'));
}

/** The vector's tool, or one the agent insists on signatures for; the absence of a signature is only a fault there. */
function chosenOperation(vector: SigningVector, scope: StepScope): string | null {
  const { tools } = scope.session.profile;
  const own = operationOf(vector);
  const required = policyOf(scope).requiredFor.filter((tool) => tools.has(tool));
  const names = Object.keys(vector.request.headers);
  const isSigned = names.some((header) => /^signature/i.test(header));
  const isForRequired = vector.capability.requiredFor.length > 0;
  if (isSigned || !isForRequired) {
    if (tools.has(own)) return own;
    return isSigned ? (required[0] ?? null) : null;
  }
  return required.find((tool) => tool === own) ?? required[0] ?? null;
}

function policyOf({ session }: StepScope) {
  return capabilityOf(valueAt(session.profile.capabilities ?? {}, 'request_signing'));
}

const notApplicable = (detail: string): { readonly skip: Skip } => ({
  skip: { reason: 'not_applicable', detail },
});
