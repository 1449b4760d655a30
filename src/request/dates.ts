import type { Json } from '../model/json.ts';
import { mapJson } from '../support/json.ts';
import type { DateShift } from './invariant.ts';

const dateText = /^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:?\d{2})?)?$/;

/** True for a string that is, as a whole, an ISO 8601 date or date-time. */
export function isDateText(text: string): boolean {
  return dateText.test(text) && !Number.isNaN(Date.parse(text));
}

/** The same day and time `years` later; 29 February becomes the 28th where the year has none. */
export function moveYears(text: string, years: number): string {
  const year = Number(text.slice(0, 4)) + years;
  const leap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
  const day = text.slice(4, 10) === '-02-29' && !leap ? '-02-28' : text.slice(4, 10);
  return `${String(year).padStart(4, '0')}${day}${text.slice(10)}`;
}

/** The literal dates of an authored value. */
export function datesIn(value: Json): readonly string[] {
  const found: string[] = [];
  mapJson(value, (part) => {
    if (typeof part === 'string' && isDateText(part)) found.push(part);
    return undefined;
  });
  return found;
}

/** True for a date that lay ahead when the suite was published and is past now. */
export function isRotted(date: string, publishedAt: string, now: Date): boolean {
  const at = Date.parse(date);
  return at > Date.parse(publishedAt) && at < now.getTime();
}

/**
 * The one shift of a run: the fewest whole years that bring every rotted date of its storyboards past the run clock;
 * null when nothing rotted or the publication day is unknown.
 */
export function planDateShift(
  dates: readonly string[],
  publishedAt: string | null,
  now: Date,
): DateShift | null {
  if (publishedAt === null) return null;
  const rotted = dates.filter((date) => isRotted(date, publishedAt, now));
  const [first] = [...rotted].sort((a, b) => Date.parse(a) - Date.parse(b));
  if (first === undefined) return null;
  let years = 1;
  while (Date.parse(moveYears(first, years)) <= now.getTime()) years += 1;
  return { after: publishedAt, years };
}
