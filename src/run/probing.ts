import { createProber, type Probed, type Prober, type ProbeRequest } from '../dispatch/probe.ts';
import type { Answered } from '../model/exchange.ts';
import type { CheckOutcome } from '../model/outcome.ts';
import type { ValidationResult } from '../model/step-result.ts';
import type { RunOptions } from './run.ts';
import type { StepScope } from './scope.ts';
import type { TaskOutcome } from './tasks/task.ts';

/** URLs only the operator of a run can know; null where a flag was not given. */
export interface OperatorEndpoints {
  /** `--receiver-url`: a buyer's webhook receiver to test. */
  readonly receiver: string | null;
  /** `--publisher-context-url`: a publisher's context match endpoint. */
  readonly publisherContext: string | null;
  /** `--publisher-identity-url`: a publisher's identity match endpoint. */
  readonly publisherIdentity: string | null;
  /** `--brand-json-url`: the agent's brand.json, where its capabilities do not say. */
  readonly brandJson: string | null;
}

/** What raw HTTP tasks of a run have at hand. */
export interface Probing {
  readonly prober: Prober;
  readonly endpoints: OperatorEndpoints;
}

/** Makes the prober of one target. */
export function probingFor(options: RunOptions, loopback: boolean): Probing {
  const { now, elapsed } = options.services;
  const userAgent = `${options.runner.name}/${options.runner.version}`;
  return {
    prober: createProber({ now, elapsed, userAgent, loopback }),
    endpoints: { ...noEndpoints, ...options.endpoints },
  };
}

const noEndpoints: OperatorEndpoints = {
  receiver: null,
  publisherContext: null,
  publisherIdentity: null,
  brandJson: null,
};

/** Asks a URL within the limits of the run. */
export function probe({ session }: StepScope, request: ProbeRequest): Promise<Probed> {
  const { signal, timeoutMs } = session;
  return session.probing.prober.send(request, { signal, timeoutMs });
}

/** Something a task found by itself. */
export function finding(
  check: string,
  description: string,
  outcome: CheckOutcome,
): ValidationResult {
  const fixed = { id: null, severity: 'required', promoted: null, at: null } as const;
  return { check, description, ...fixed, outcome };
}

/** A failed finding with a stable code. */
export function fault(task: string, code: string, note: string): ValidationResult {
  const outcome = { status: 'failed', pointer: null, expected: null, actual: code, note } as const;
  return finding(task, `${task} finds nothing wrong`, outcome);
}

/** A step that fails for what its task found, without an answer to look at. */
export function foundOnly(...findings: readonly ValidationResult[]): TaskOutcome {
  return { kind: 'evidence', exchange: null, extraction: null, findings };
}

/** A plain HTTP answer as evidence: its body is the payload, any status but a 2xx is an error. */
export function httpEvidence(
  exchange: Answered,
  findings: readonly ValidationResult[] = [],
): Extract<TaskOutcome, { kind: 'evidence' }> {
  const { status, body } = exchange.response;
  return {
    kind: 'evidence',
    exchange,
    extraction: {
      outcome: isSuccess(status) ? 'success' : 'error',
      payload: body,
      path: 'text_fallback',
      note: 'the body of a plain HTTP answer',
    },
    findings,
  };
}

/** True for a 2xx. */
export function isSuccess(status: number | null): boolean {
  return status !== null && status >= 200 && status <= 299;
}

/** What a probe came to where there is nothing more to say of it: evidence, no answer, or a URL the guard forbids. */
export function outcomeOf(task: string, probed: Probed): TaskOutcome {
  switch (probed.kind) {
    case 'answered':
      return httpEvidence(probed);
    case 'unanswered':
      return { kind: 'unanswered', exchange: probed };
    case 'blocked':
      return foundOnly(fault(task, 'url_blocked', probed.detail));
  }
}
