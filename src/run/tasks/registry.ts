import { assertContribution } from './assert-contribution.ts';
import { expectRateLimitNotReplayed } from './expect-rate-limit-not-replayed.ts';
import type { RunnerTask } from './task.ts';

/** The tasks the runner performs itself. */
export const runnerTasks: readonly RunnerTask[] = [assertContribution, expectRateLimitNotReplayed];
