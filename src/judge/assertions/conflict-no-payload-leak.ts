import type { Json, JsonPointer } from '../../model/json.ts';
import { isObject, pointerTo, valueAtPointer } from '../../support/json.ts';
import type { AnsweredStep, Assertion, AssertionFinding } from '../assertion.ts';
import { answeredSteps, fault } from '../assertion.ts';

/** A refused reuse of an idempotency key says nothing about the request that used the key first. */
export const conflictNoPayloadLeak: Assertion = {
  id: 'idempotency.conflict_no_payload_leak',
  summary: 'An idempotency conflict tells nothing about the earlier request.',
  byDefault: true,
  judge: ({ steps }) => answeredSteps(steps).flatMap(leaksIn),
};

/** What says that there is a conflict, and how to go on from it, but not with what. */
const harmless = new Set([
  'code',
  'message',
  'status',
  'recovery',
  'retry_after',
  'field',
  'correlation_id',
  'request_id',
  'operation_id',
]);

const errorPlaces: readonly JsonPointer[] = [
  '/adcp_error',
  '/error/data/adcp_error',
  '/errors/0',
  '/error',
];

function leaksIn(step: AnsweredStep): readonly AssertionFinding[] {
  const { extraction } = step;
  if (extraction?.outcome !== 'error') return [];
  return errorPlaces.flatMap((place) =>
    leakedKeys(valueAtPointer(extraction.payload, place)).map((key) =>
      fault(step, pointerTo(place, key), {
        note: `an IDEMPOTENCY_CONFLICT carries "${key}"; besides code and message only ids and recovery hints are safe`,
      }),
    ),
  );
}

function leakedKeys(error: Json | undefined): readonly string[] {
  if (!isObject(error) || error['code'] !== 'IDEMPOTENCY_CONFLICT') return [];
  return Object.keys(error).filter((key) => !harmless.has(key));
}
