import type { SuiteName } from '../../model/result.ts';

/**
 * What `adcp_use` a key that signs webhooks may have, the one keys are made for first. AdCP up to 3.1.0-beta.0 has
 * keys for webhooks alone; 3.2 allows the agent's keys for requests too. A suite that names no AdCP version is held to
 * the stricter rule.
 */
export function webhookKeyPurposes(suite: SuiteName): readonly string[] {
  return isFrom32(suite) ? ['webhook-signing', 'request-signing'] : ['webhook-signing'];
}

/** The pre-releases of 3.2 included. Suites of other names count versions of their own. */
function isFrom32({ name, version }: SuiteName): boolean {
  const [, major, minor] = /^(\d+)\.(\d+)/.exec(version ?? '') ?? [];
  if (name !== 'adcp' || major === undefined) return false;
  return Number(major) > 3 || (major === '3' && Number(minor) >= 2);
}
