import { assertContribution } from './assert-contribution.ts';
import { expectRateLimitNotReplayed } from './expect-rate-limit-not-replayed.ts';
import { expectNoWebhook } from './expect-no-webhook.ts';
import { expectWebhookRetryKeysStable } from './expect-webhook-retry-keys-stable.ts';
import { expectWebhookSignatureValid } from './expect-webhook-signature-valid.ts';
import { expectWebhook } from './expect-webhook.ts';
import type { RunnerTask } from './task.ts';

/** The tasks the runner performs itself. */
export const runnerTasks: readonly RunnerTask[] = [
  assertContribution,
  expectRateLimitNotReplayed,
  expectWebhook,
  expectNoWebhook,
  expectWebhookRetryKeysStable,
  expectWebhookSignatureValid,
];
