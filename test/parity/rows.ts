import type { Json } from '../../src/model/json.ts';

/** What a runner says about one step: `passed`, `failed`, `skipped: <canonical reason>` or `no row`. */
export type Verdict = 'passed' | 'failed' | 'no row' | `skipped: ${string}`;

/** One step as one runner reports it. */
export interface StepRow {
  readonly storyboard: string;
  readonly phase: string;
  readonly step: string;
  readonly verdict: Verdict;
  /** Why it did not pass, in the runner's words. */
  readonly why: string | null;
  /** What was sent, as the runner reports it; null where nothing was. */
  readonly sent: Json;
}

/** One storyboard as one runner reports it. */
export interface StoryboardRows {
  readonly storyboard: string;
  /** Set where the runner gave one verdict for the storyboard as a whole; it then stands for each of its steps. */
  readonly whole: Pick<StepRow, 'verdict' | 'why'> | null;
  readonly steps: readonly StepRow[];
  readonly durationMs: number;
}

/** A failed validation in a line. */
export function failureText(check: string, said: string, actual: unknown): string {
  const shown = actual === undefined ? 'nothing' : JSON.stringify(actual).slice(0, 200);
  return `${check}: ${said} (actual: ${shown})`;
}
