import type { Transport } from '../dispatch/transport.ts';
import type { RecordingValidator } from '../judge/schema-validator.ts';
import type { AgentProfile } from '../model/plan.ts';
import type { Credential } from '../model/request.ts';
import type { TargetName } from '../model/result.ts';
import type { Operation } from '../model/subject.ts';
import { operationFor } from '../request/operation.ts';
import type { RunFacts } from '../request/invariant.ts';
import type { Probing } from './probing.ts';
import type { ControllerScenarios } from './controller.ts';
import type { RunServices } from './services.ts';
import type { WebhookHost } from './webhooks/host.ts';

/** A target while a run is connected to it. */
export interface Session {
  /** The agent asked, and what it knows the run by. */
  readonly target: TargetName & { readonly credential: Credential };
  readonly transport: Transport;
  readonly profile: AgentProfile;
  readonly services: RunServices;
  readonly validator: RecordingValidator;
  readonly facts: Omit<RunFacts, 'dateShift'>;
  /** Per call, milliseconds. */
  readonly timeoutMs: number;
  readonly probing: Probing;
  /** Aborts when the run is to end now. */
  readonly signal: AbortSignal;
  readonly webhooks: WebhookHost;
  /** The user allows bursts that are meant to run into the agent's rate limit. */
  readonly allowRateLimitTrip: boolean;
  readonly scenarios: ControllerScenarios;
  operation(task: string, schemaRef: string | null): Operation;
}

/** Reads what each task declares once per run. */
export function operationReader(
  profile: AgentProfile,
  services: RunServices,
): (task: string, schemaRef: string | null) => Operation {
  const known = new Map<string, Operation>();
  return (task, schemaRef) => {
    const key = schemaRef === null ? task : `${task} ${schemaRef}`;
    const before = known.get(key);
    if (before !== undefined) return before;
    const operation = operationFor(task, {
      schemas: services.schemas,
      schemaRef,
      inputSchema: profile.tools.get(task)?.inputSchema ?? null,
    });
    known.set(key, operation);
    return operation;
  };
}
