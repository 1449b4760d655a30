import type { Json, JsonObject } from '../model/json.ts';
import type { Storyboard } from '../model/storyboard.ts';
import { valueAt } from '../support/path.ts';
import { signingSpecialismId } from './capability-notices.ts';

/** What an agent's claims select of a suite (storyboard language, 1.3). */
interface Claimed {
  /** In the order of the suite. */
  readonly selected: readonly Storyboard[];
  /** Claims no bundle of the suite answers to, and specialisms whose protocol is not claimed. */
  readonly notices: readonly string[];
}

/**
 * Universal storyboards, those of the claimed protocols and specialisms, and the scenarios they require. A storyboard
 * outside the three folders of a published suite counts as universal. A claim answered by a part of the suite that is not
 * on offer is no unknown claim.
 */
export function selectByCapabilities(
  storyboards: readonly Storyboard[],
  capabilities: JsonObject | null,
  suite: readonly Storyboard[] = storyboards,
): Claimed {
  const protocols = claims(capabilities, 'supported_protocols').filter(
    (name) => name !== 'compliance_testing',
  );
  const specialisms = claims(capabilities, 'specialisms');
  const claimed = new Set([
    ...protocols.map((name) => `protocols/${name.replaceAll('_', '-')}`),
    ...specialisms.map((name) => `specialisms/${name}`),
  ]);
  const direct = storyboards.filter((storyboard) => {
    const bundle = bundleOf(storyboard);
    return bundle === null || claimed.has(bundle);
  });
  const selected = withScenarios(direct, storyboards);
  return {
    selected: storyboards.filter((storyboard) => selected.has(storyboard)),
    notices: [...unknownClaims(claimed, suite), ...orphans(direct, protocols)],
  };
}

function claims(capabilities: JsonObject | null, path: string): readonly string[] {
  const list = capabilities === null ? undefined : valueAt(capabilities, path);
  return Array.isArray(list)
    ? (list as readonly Json[]).filter((name) => typeof name === 'string')
    : [];
}

/** `protocols/media-buy`, `specialisms/sales-social`; null for what every agent is held to. */
function bundleOf({ at }: Storyboard): string | null {
  const [, kind, name] = /(?:^|\/)(protocols|domains|specialisms)\/([^/]+)\//.exec(at.file) ?? [];
  return kind === undefined || name === undefined
    ? null
    : `${kind === 'domains' ? 'protocols' : kind}/${name}`;
}

function withScenarios(
  direct: readonly Storyboard[],
  all: readonly Storyboard[],
): ReadonlySet<Storyboard> {
  const selected = new Set(direct);
  for (const { requiresScenarios } of selected) {
    for (const scenario of all) if (requiresScenarios.includes(scenario.id)) selected.add(scenario);
  }
  return selected;
}

function unknownClaims(
  claimed: ReadonlySet<string>,
  storyboards: readonly Storyboard[],
): readonly string[] {
  const bundles = new Set(storyboards.map(bundleOf));
  return (
    [...claimed]
      // Its storyboards are universal now; a notice of its own says so.
      .filter((bundle) => bundle !== `specialisms/${signingSpecialismId}`)
      .filter((bundle) => !bundles.has(bundle))
      .map((bundle) => `the agent claims ${bundle}, for which the suite has no storyboards`)
  );
}

/** A specialism belongs to a protocol, which the agent has to claim too. */
function orphans(direct: readonly Storyboard[], protocols: readonly string[]): readonly string[] {
  const claimed = new Set(protocols.map((name) => name.replaceAll('_', '-')));
  return direct
    .filter((storyboard) => bundleOf(storyboard)?.startsWith('specialisms/') ?? false)
    .filter(({ protocol }) => protocol !== null && !claimed.has(protocol))
    .map(
      ({ id, protocol }) =>
        `${id} belongs to the protocol ${protocol ?? ''}, which the agent does not claim`,
    );
}
