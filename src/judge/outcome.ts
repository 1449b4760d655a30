import type { Answered } from '../model/exchange.ts';
import type { Json, JsonPointer } from '../model/json.ts';
import type { CheckOutcome, SchemaRef } from '../model/outcome.ts';

/** The check holds. */
export const passed: CheckOutcome = { status: 'passed' };

/** The check holds, and there is something worth knowing about how. */
export function passedObserving(...observations: readonly string[]): CheckOutcome {
  return observations.length === 0 ? passed : { status: 'passed', observations };
}

/** What a failure is made of; what is left out is null or absent. */
export interface Fault {
  readonly pointer?: JsonPointer | null;
  readonly expected?: Json;
  readonly actual?: Json | undefined;
  readonly note?: string;
  readonly schema?: SchemaRef;
  readonly exchange?: Answered | null;
  readonly observations?: readonly string[];
}

/** The check does not hold. */
export function failed(fault: Fault): CheckOutcome {
  const { pointer, expected, actual, note, schema, exchange, observations } = fault;
  return {
    status: 'failed',
    pointer: pointer ?? null,
    expected: expected ?? null,
    actual: actual ?? null,
    ...(note !== undefined && { note }),
    ...(schema && { schema }),
    ...(exchange && { exchange }),
    ...(observations && observations.length > 0 && { observations }),
  };
}

/** The check says nothing here, and why. */
export function notApplicable(note: string): CheckOutcome {
  return { status: 'not_applicable', note };
}
