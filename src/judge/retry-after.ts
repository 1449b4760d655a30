import type { Extraction } from '../model/exchange.ts';
import type { JsonPointer } from '../model/json.ts';
import { valueAtPointer } from '../support/json.ts';
import { errorCodes } from './error-code.ts';

/** Seconds an error with this code asks the caller to wait; null where the answer has no such error, or no such wish. */
export function retryAfterOf(extraction: Extraction, code: string): RetryAfter | null {
  const found = errorCodes(extraction).filter((each) => each.code === code);
  if (found.length === 0) return null;
  const places = found.flatMap(({ pointer }) => placesBeside(pointer));
  const seconds = places
    .map((pointer) => valueAtPointer(extraction.payload, pointer))
    .find((value) => typeof value === 'number' && Number.isFinite(value) && value > 0);
  return { seconds: typeof seconds === 'number' ? seconds : null };
}

/** An error that may say when to try again. */
export interface RetryAfter {
  readonly seconds: number | null;
}

/** `retry_after` stands beside the code, or among the error's details. */
function placesBeside(pointer: JsonPointer): readonly JsonPointer[] {
  const holder = pointer.slice(0, Math.max(0, pointer.lastIndexOf('/')));
  return [`${holder}/retry_after`, `${holder}/details/retry_after`] as JsonPointer[];
}
