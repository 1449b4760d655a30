import type { Storyboard } from '../model/storyboard.ts';
import { capabilityNotices } from '../plan/capability-notices.ts';
import type { Selection } from '../plan/selection.ts';
import type { Agents } from './agents.ts';
import { informing, type Heard } from './notices.ts';

/** What there is to tell of a target besides verdicts, once its storyboards have run. */
export function targetNotices(
  name: string,
  agents: Agents,
  { selection, suite }: { readonly selection: Selection; readonly suite: readonly Storyboard[] },
): readonly Heard[] {
  const said = [
    ...selection.notices.map(informing('unmatched_claim')),
    ...agents.notices.map(informing('agent_connection')),
  ];
  return [
    ...said.map((notice) => ({ about: name, notice })),
    ...[...agents.met].flatMap(([member, { profile }]) =>
      capabilityNotices(profile.capabilities, suite).map((notice) => ({
        about: agents.isCrew ? `${name}: ${member}` : name,
        notice,
      })),
    ),
  ];
}
