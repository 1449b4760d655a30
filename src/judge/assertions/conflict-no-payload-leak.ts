import type { Json, JsonPointer } from '../../model/json.ts';
import { isObject, pointerTo, valueAtPointer } from '../../support/json.ts';
import type { Assertion, AssertionFinding, HeardAnswer } from '../assertion.ts';
import { fault, heardAnswers } from '../assertion.ts';

/** A refused reuse of an idempotency key says nothing about the request that used the key first. */
export const conflictNoPayloadLeak: Assertion = {
  id: 'idempotency.conflict_no_payload_leak',
  summary: 'An idempotency conflict tells nothing about the earlier request.',
  byDefault: true,
  judge: ({ steps }) => heardAnswers(steps).flatMap(leaksIn),
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

function leaksIn(answer: HeardAnswer): readonly AssertionFinding[] {
  const { step, extraction, exchange, where } = answer;
  if (extraction !== null && extraction.outcome !== 'error') return [];
  const leaks =
    extraction === null
      ? leaksBelow(exchange.response.body, '')
      : errorPlaces.flatMap((place) =>
          leaksAt(valueAtPointer(extraction.payload, place) ?? null, place),
        );
  return leaks.map(({ pointer, key }) =>
    fault(step, where === '' ? pointer : null, {
      note: `${where === '' ? '' : `${where}: `}an IDEMPOTENCY_CONFLICT carries "${key}"; besides code and message only ids and recovery hints are safe`,
    }),
  );
}

interface Leak {
  readonly pointer: JsonPointer;
  readonly key: string;
}

// Where nobody has looked for the payload, an error may stand anywhere.
function leaksBelow(value: Json, pointer: JsonPointer): readonly Leak[] {
  if (typeof value !== 'object' || value === null) return [];
  return [
    ...leaksAt(value, pointer),
    ...Object.entries(value).flatMap(([key, member]: [string, Json]) =>
      leaksBelow(member, pointerTo(pointer, key)),
    ),
  ];
}

function leaksAt(error: Json, place: JsonPointer): readonly Leak[] {
  if (!isObject(error) || error['code'] !== 'IDEMPOTENCY_CONFLICT') return [];
  return Object.keys(error)
    .filter((key) => !harmless.has(key))
    .map((key) => ({ pointer: pointerTo(place, key), key }));
}
