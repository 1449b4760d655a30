/** Milliseconds between two readings of a clock, to a tenth: finer digits are noise. */
export function durationBetween(start: number, end: number): number {
  return Math.round((end - start) * 10) / 10;
}
