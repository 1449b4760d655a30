import type { Json, JsonObject } from '../model/json.ts';
import type { Storyboard } from '../model/storyboard.ts';
import { valueAt } from '../support/path.ts';

/**
 * Why a storyboard is newer than every version the agent supports (`introduced_in`, compared as `major.minor`); null
 * where it is not, and where either of the two is not told.
 */
export function whyTooNew(
  { introducedIn }: Storyboard,
  capabilities: JsonObject | null,
): string | null {
  if (introducedIn === null || capabilities === null) return null;
  const supported = valueAt(capabilities, 'adcp.supported_versions');
  if (!Array.isArray(supported)) return null;
  const versions = (supported as readonly Json[]).filter((version) => typeof version === 'string');
  if (versions.some((version) => isAtLeast(version, introducedIn))) return null;
  return `introduced in ${introducedIn}; the agent supports ${versions.join(', ') || 'no version it names'}`;
}

function isAtLeast(version: string, floor: string): boolean {
  const [major = 0, minor = 0] = version.split('.').map((part) => Number.parseInt(part, 10));
  const [floorMajor = 0, floorMinor = 0] = floor
    .split('.')
    .map((part) => Number.parseInt(part, 10));
  return major > floorMajor || (major === floorMajor && minor >= floorMinor);
}
