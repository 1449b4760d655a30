import type { Partiality } from '../model/result.ts';

/** Why a run is not the whole suite, as a sentence without a full stop. */
export function describePartial(partial: Partiality): string {
  return partial.kind === 'filtered'
    ? `the run was filtered by ${partial.by}`
    : `the run was cut short by ${cutters[partial.by] ?? partial.by}`;
}

const cutters: Readonly<Record<string, string>> = { bail: '--bail', budget: '--budget' };
