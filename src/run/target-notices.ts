import type { Notice } from '../model/notice.ts';
import { capabilityNotices } from '../plan/capability-notices.ts';
import type { Selection } from '../plan/selection.ts';
import type { Agents, MetAgent } from './agents.ts';
import { capabilitiesFaults } from './capabilities-schema.ts';
import { informing, type Heard } from './notices.ts';
import type { RunOptions } from './run.ts';
import type { Shared } from './target.ts';

/** A target, and what it is run with. */
interface Told {
  readonly name: string;
  readonly agents: Agents;
  readonly selection: Selection;
  readonly options: RunOptions;
  readonly validator: Shared['validator'];
}

/** What there is to tell of a target besides verdicts, once its storyboards have run. */
export async function targetNotices(told: Told): Promise<readonly Heard[]> {
  const { name, agents, selection } = told;
  const ofAgents = [...agents.met].map(async ([member, agent]) =>
    saidOf(agents.isCrew ? memberOf(name, member) : name, await noticesOn(agent, told)),
  );
  return [
    ...saidOf(name, selection.notices.map(informing('unmatched_claim'))),
    ...saidOf(name, agents.notices.map(informing('agent_connection'))),
    ...(await Promise.all(ofAgents)).flat(),
  ];
}

/** An agent of several, beside its target; the target may be called after it. */
function memberOf(target: string, member: string): string {
  return member === target ? member : `${target}: ${member}`;
}

async function noticesOn(
  { profile: { capabilities } }: MetAgent,
  { options: { suite }, validator }: Told,
): Promise<readonly Notice[]> {
  return [
    ...(await capabilitiesFaults(capabilities, suite.schemas, validator)),
    ...capabilityNotices(capabilities, suite.storyboards),
  ];
}

function saidOf(about: string, notices: readonly Notice[]): readonly Heard[] {
  return notices.map((notice) => ({ about, notice }));
}
