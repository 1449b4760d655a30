/** How often each thing is measured. */
export interface Rounds {
  readonly startUp: number;
  readonly shipped: number;
  readonly published: number;
  readonly single: number;
  /** Milliseconds after which the reference runner's suite is cut short. */
  readonly referenceLimitMs: number;
}

/** Few rounds with `--quick`. */
export function plan(argv: readonly string[]): Rounds {
  const unknown = argv.find((argument) => argument !== '--quick');
  if (unknown !== undefined) throw new Error(`bench knows --quick, not ${unknown}`);
  return argv.includes('--quick')
    ? { startUp: 7, shipped: 3, published: 3, single: 1, referenceLimitMs: 15_000 }
    : { startUp: 15, shipped: 15, published: 9, single: 3, referenceLimitMs: 60_000 };
}
