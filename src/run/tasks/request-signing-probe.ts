import type { Probed } from '../../dispatch/probe.ts';
import { signatureError } from '../../dispatch/signatures/signature-error.ts';
import { signingVectorOf, type SigningVector } from '../../dispatch/signatures/vector.ts';
import type { Answered } from '../../model/exchange.ts';
import type { ValidationResult } from '../../model/step-result.ts';
import { isObject, objectsIn } from '../../support/json.ts';
import { valueAt } from '../../support/path.ts';
import { fault, finding, foundOnly, isSuccess } from '../probing.ts';
import type { StepScope } from '../scope.ts';
import { vectorRoute, type VectorRoute } from '../vector-route.ts';
import type { RunnerTask, TaskOutcome } from './task.ts';

const name = 'request_signing_probe';

/** Sends one vector of the request-signing profile, signed anew, and reads what the agent's verifier says. */
export const requestSigningProbe: RunnerTask = {
  name,
  summary: 'Sends a published request-signing vector, signed anew, to the agent.',
  async perform({ vector: document, keys }, scope) {
    const vector = isObject(document) ? signingVectorOf(document) : null;
    if (vector === null) {
      return foundOnly(fault(name, 'vector_unreadable', 'the file holds no signing vector'));
    }
    const route = vectorRoute(vector, scope);
    if ('skip' in route) return { kind: 'skipped', skip: route.skip };
    const { vectorSender } = await import('../vector-sender.ts');
    const sender = vectorSender(vector, { route, keys: objectsIn(keys), scope });
    if (sender === null) {
      return foundOnly(fault(name, 'key_missing', 'keys.json has no private key for this vector'));
    }
    return grade(vector, sender, scope);
  },
};

/** Sends the vector; each call with a fresh nonce, or the same bytes again. */
export interface VectorSender {
  fresh(): Promise<Probed>;
  again(): Promise<Probed>;
  readonly route: VectorRoute;
}

function grade(
  vector: SigningVector,
  sender: VectorSender,
  scope: StepScope,
): Promise<TaskOutcome> {
  switch (vector.contract) {
    case 'replay_window':
      return replay(vector, sender);
    case 'rate_abuse':
      return flood(vector, sender, scope);
    case 'revocation':
    case null:
      return once(vector, sender);
    default:
      return Promise.resolve(unmet(`this runner does not know the contract ${vector.contract}`));
  }
}

async function once(vector: SigningVector, sender: VectorSender): Promise<TaskOutcome> {
  return outcome(vector, await sender.fresh());
}

/** The first copy has to be accepted, or the refusal of the second says nothing of replays. */
async function replay(vector: SigningVector, sender: VectorSender): Promise<TaskOutcome> {
  const first = await sender.fresh();
  if (first.kind !== 'answered') return outcome(vector, first);
  if (!isSuccess(first.response.status)) {
    const note = `the first copy was answered with HTTP ${String(first.response.status)}${coded(first)}; it has to be accepted`;
    return judgedBy(first, [fault(name, 'contract_unmet', note)]);
  }
  return outcome(vector, await sender.again());
}

/** Requests with nonces of their own until the agent has had enough, one more than the contract's cap at most. */
async function flood(
  vector: SigningVector,
  sender: VectorSender,
  scope: StepScope,
): Promise<TaskOutcome> {
  const document = scope.storyboard.testKit?.document ?? {};
  const cap = valueAt(
    document,
    'stateful_vector_contract.rate_abuse.grading_target_per_keyid_cap_requests',
  );
  if (typeof cap !== 'number') return unmet('the test kit states no cap of requests per key');
  let last = await sender.fresh();
  for (let sent = 1; sent <= Math.min(cap, largestCap) && isAccepted(last); sent += 1) {
    last = await sender.fresh();
  }
  return outcome(vector, last);
}

/** A kit that asks for more is not obeyed. */
const largestCap = 1000;

function isAccepted(probed: Probed): boolean {
  return probed.kind === 'answered' && isSuccess(probed.response.status);
}

function unmet(note: string): TaskOutcome {
  return foundOnly(fault(name, 'contract_unmet', note));
}

function outcome(vector: SigningVector, probed: Probed): TaskOutcome {
  if (probed.kind === 'blocked') return foundOnly(fault(name, 'url_blocked', probed.detail));
  if (probed.kind === 'unanswered') return { kind: 'unanswered', exchange: probed };
  const { errorCode } = vector;
  return judgedBy(probed, errorCode === null ? [] : [codeFinding(errorCode, probed)]);
}

/** The answer's own payload is none of this task's business: a signature is judged by status and header. */
function judgedBy(exchange: Answered, findings: readonly ValidationResult[]): TaskOutcome {
  return { kind: 'evidence', exchange, extraction: null, findings };
}

function codeFinding(expected: string, exchange: Answered): ValidationResult {
  const actual = signatureError(exchange.response.headers['www-authenticate']);
  const description = 'WWW-Authenticate names the error of the vector';
  if (actual === expected) return finding(name, description, { status: 'passed' });
  const note = tooLate(expected, actual);
  const failure = { status: 'failed', pointer: null, expected, actual } as const;
  return finding(name, description, { ...failure, ...(note !== null && { note }) });
}

/** Two faults must be found before the costly check of the signature, which their vectors fail on purpose. */
function tooLate(expected: string, actual: string | null): string | null {
  const early = ['request_signature_key_revoked', 'request_signature_rate_abuse'];
  if (actual !== 'request_signature_invalid' || !early.includes(expected)) return null;
  return 'the signature was checked before the key was: the order of the checks is wrong';
}

function coded({ response }: Answered): string {
  const code = signatureError(response.headers['www-authenticate']);
  return code === null ? '' : ` (${code})`;
}
