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
        return null;
      case 'missing':
        return {
          code: 'schema_violation',
          detail: `there is no schema ${verdict.ref} to judge by`,
        };
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
