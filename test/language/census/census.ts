import type { CensusRow } from './row.ts';
import { stepRows } from './step-rows.ts';
import { phaseRows, storyboardRows } from './storyboard-rows.ts';
import { taskRows } from './task-rows.ts';
import { validationRows } from './validation-rows.ts';
import { valueRows } from './value-rows.ts';

/** Every construct that the later generations of the published suites use. */
export const census: readonly CensusRow[] = [
  ...storyboardRows,
  ...phaseRows,
  ...stepRows,
  ...taskRows,
  ...validationRows,
  ...valueRows,
];
