import type { Delivery } from '../../dispatch/webhooks/delivery.ts';
import type { Extraction } from '../../model/exchange.ts';
import type { Json } from '../../model/json.ts';
import type { CheckOutcome } from '../../model/outcome.ts';
import type { ValidationResult } from '../../model/step-result.ts';
import { isObject, objectFrom } from '../../support/json.ts';
import type { StepScope } from '../scope.ts';
import { taskOf } from '../step-frame.ts';
import type { TaskOutcome } from '../tasks/task.ts';
import type { Watched } from './watched.ts';

/** One code of the language (6.3) and what it is about. */
export interface WebhookFault {
  readonly code: string;
  readonly detail: string;
  readonly outcome?: Partial<Extract<CheckOutcome, { status: 'failed' }>>;
}

/** What a webhook step found. */
interface Finding {
  readonly watched: Watched;
  /** In a sentence, what should have come. */
  readonly description: string;
  readonly fault: WebhookFault | null;
  /** Worth knowing although nothing is wrong. */
  readonly observations?: readonly string[];
}

/** What a webhook step found, and the delivery its own validations look at. */
export interface Conclusion extends Finding {
  /** Null where none came. */
  readonly payload: Delivery | null;
  /** Why the shape of what came is not judged; missing or null where it is. */
  readonly shapeless?: string | null;
  /** When the step began; milliseconds of the run's clock. */
  readonly startedAt: number;
}

/** The outcome of a webhook step: one finding named after its task, whose note starts with the code. */
export function concluded(scope: StepScope, conclusion: Conclusion): TaskOutcome {
  const { payload, startedAt, shapeless = null } = conclusion;
  const finding = findingOf(scope, conclusion);
  const findings: readonly ValidationResult[] = [
    finding,
    ...(shapeless === null
      ? []
      : [
          {
            ...finding,
            check: 'response_schema',
            description: 'What is delivered fits its schema.',
            outcome: { status: 'not_applicable', note: shapeless } as const,
          },
        ]),
  ];
  return {
    kind: 'evidence',
    exchange: null,
    extraction: payload && extractionOf(payload),
    findings,
    durationMs: scope.session.services.elapsed() - startedAt,
  };
}

/** The finding of a conclusion alone. */
export function findingOf(scope: StepScope, conclusion: Finding): ValidationResult {
  return {
    check: taskOf(scope.step),
    id: null,
    description: conclusion.description,
    severity: 'required',
    promoted: null,
    at: scope.step.at,
    outcome: outcomeOf(conclusion),
  };
}

function outcomeOf({ watched, fault, observations = [] }: Finding): CheckOutcome {
  const { deliveries, turnedAway } = watched.mailbox;
  const odd = turnedAway.map((reason) => `turned away: ${reason}`);
  if (fault === null) {
    const worthKnowing = [...observations, ...odd];
    return { status: 'passed', ...(worthKnowing.length > 0 && { observations: worthKnowing }) };
  }
  return {
    status: 'failed',
    pointer: null,
    expected: null,
    actual: deliveries.map(summaryOf),
    ...fault.outcome,
    note: `${fault.code}: ${fault.detail}`,
    ...(odd.length > 0 && { observations: odd }),
  };
}

/** The fields of a body that tell deliveries apart. */
const telling = [
  'idempotency_key',
  'operation_id',
  'task_id',
  'status',
  'notification_type',
] as const;

/** A delivery in a report: when it came, how it was answered, and what tells it from the others. */
function summaryOf({ receivedAt, answered, json }: Delivery): Json {
  const body = isObject(json) ? json : {};
  const fields = telling.flatMap((name) => {
    const value = body[name];
    return value === undefined ? [] : [[name, value] as const];
  });
  return { received_at: receivedAt.toISOString(), answered, ...objectFrom(fields) };
}

/** A delivered body stands where the answer to a call would stand. */
function extractionOf({ json }: Delivery): Extraction {
  const note = 'the body of the delivered webhook';
  if (json === undefined) {
    return { outcome: 'success', payload: null, path: 'none', note: `${note} is no JSON` };
  }
  return { outcome: 'success', payload: json, path: 'structured_content', note };
}
