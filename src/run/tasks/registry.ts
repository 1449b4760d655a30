import { assertContribution } from './assert-contribution.ts';
import { expectRateLimitNotReplayed } from './expect-rate-limit-not-replayed.ts';
import { expectNoWebhook } from './expect-no-webhook.ts';
import { expectWebhookRetryKeysStable } from './expect-webhook-retry-keys-stable.ts';
import { expectWebhookSignatureValid } from './expect-webhook-signature-valid.ts';
import { expectWebhook } from './expect-webhook.ts';
import { assertJwksPurpose } from './assert-jwks-purpose.ts';
import { expectSubstitutionSafe } from './expect-substitution-safe.ts';
import { fetchBrandJwks } from './fetch-brand-jwks.ts';
import { oauthAuthServerMetadata } from './oauth-auth-server-metadata.ts';
import { protectedResourceMetadata } from './protected-resource-metadata.ts';
import { replayWebhookVector } from './replay-webhook-vector.ts';
import { requestSigningProbe } from './request-signing-probe.ts';
import type { RunnerTask } from './task.ts';
import { trustedMatchProbes } from './trusted-match-probes.ts';

/** The tasks the runner performs itself. */
export const runnerTasks: readonly RunnerTask[] = [
  assertContribution,
  expectRateLimitNotReplayed,
  expectWebhook,
  expectNoWebhook,
  expectWebhookRetryKeysStable,
  expectWebhookSignatureValid,
  protectedResourceMetadata,
  oauthAuthServerMetadata,
  fetchBrandJwks,
  assertJwksPurpose,
  replayWebhookVector,
  requestSigningProbe,
  expectSubstitutionSafe,
  ...trustedMatchProbes,
];
