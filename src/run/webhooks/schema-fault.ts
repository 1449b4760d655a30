import type { Delivery } from '../../dispatch/webhooks/delivery.ts';
import type { JsonObject } from '../../model/json.ts';
import { isObject } from '../../support/json.ts';
import type { StepScope } from '../scope.ts';
import type { WebhookFault } from './findings.ts';

/** True where every delivery can be held against the step's schema now. */
export function canBeJudged(
  { webhook_payload_schema_ref: ref }: JsonObject,
  { session }: StepScope,
  deliveries: readonly Delivery[],
): boolean {
  return (
    typeof ref !== 'string' ||
    deliveries.every(({ json }) => !isObject(json) || session.validator.isReady(ref, json))
  );
}

/** Why the shape of a delivery is not judged although the step asks for it; null where it is. */
export function whyShapeless(
  { webhook_payload_schema_ref: ref }: JsonObject,
  { session }: StepScope,
  delivery: Delivery | null,
): string | null {
  if (typeof ref !== 'string' || !isObject(delivery?.json)) return null;
  const verdict = session.validator.validate(ref, delivery.json);
  switch (verdict.kind) {
    case 'valid':
    case 'invalid':
      return null;
    case 'missing':
      return `there is no schema "${verdict.ref}" to judge by`;
    case 'broken':
      return `the suite's schema "${verdict.ref}" is broken: ${verdict.detail}`;
  }
}

/** The judge of a delivery's shape: a JSON object, and what the step's `webhook_payload_schema_ref` says. */
export function schemaFaultOf(
  { webhook_payload_schema_ref: ref }: JsonObject,
  { session }: StepScope,
): (delivery: Delivery) => WebhookFault | null {
  return ({ json }) => {
    if (!isObject(json))
      return { code: 'schema_violation', detail: 'the body of a delivery is no JSON object' };
    if (typeof ref !== 'string') return null;
    const verdict = session.validator.validate(ref, json);
    switch (verdict.kind) {
      case 'valid':
      // What the suite does not bring along, or brings broken, is no fault of the agent.
      case 'missing':
      case 'broken':
        return null;
      case 'invalid': {
        const { errors, schema } = verdict;
        return {
          code: 'schema_violation',
          detail: `a delivery does not fit ${ref}`,
          outcome: { expected: schema.id, actual: errors.map((error) => ({ ...error })), schema },
        };
      }
    }
  };
}
