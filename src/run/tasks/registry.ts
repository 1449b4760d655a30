import { assertContribution } from './assert-contribution.ts';
import type { RunnerTask } from './task.ts';

/** The tasks the runner performs itself. */
export const runnerTasks: readonly RunnerTask[] = [assertContribution];
