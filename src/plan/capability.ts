import type { Json } from '../model/json.ts';
import type { Declared } from '../model/plan.ts';
import type { CapabilityPredicate } from '../model/storyboard.ts';
import { containsJson, sameJson } from '../support/json.ts';
import { valueAt } from '../support/path.ts';

/**
 * Why a condition on the agent's capabilities does not hold, or null when it does. An absent path satisfies
 * only `present: false`; without capabilities nothing holds.
 */
export function unmetCapability(predicate: CapabilityPredicate, agent: Declared): string | null {
  const { capabilities } = agent;
  const declared = capabilities === null ? undefined : valueAt(capabilities, predicate.path);
  if (capabilities !== null && holds(predicate.matcher, declared)) return null;
  const found =
    declared === undefined
      ? 'the agent does not declare it'
      : `the agent declares ${JSON.stringify(declared)}`;
  return `requires ${predicate.path} ${inWords(predicate.matcher)}; ${whyUnread(agent) ?? found}`;
}

/** What is said of all that rests on capabilities an agent should have told and did not; null where it did. */
export function whyUnread({ capabilitiesUnread: why }: Declared): string | null {
  return why === undefined ? null : `capabilities could not be read (${why})`;
}

function holds(matcher: CapabilityPredicate['matcher'], declared: Json | undefined): boolean {
  switch (matcher.kind) {
    case 'equals':
      return sameJson(declared, matcher.value);
    case 'contains':
      return Array.isArray(declared) && holdsMember(declared as readonly Json[], matcher.value);
    case 'not_contains':
      return Array.isArray(declared) && !holdsMember(declared as readonly Json[], matcher.value);
    case 'present':
      return (declared !== undefined && declared !== null) === matcher.value;
  }
}

/** An object operand matches a member that has at least its keys and values, arrays as sets. */
function holdsMember(members: readonly Json[], wanted: Json): boolean {
  return members.some((member) => containsJson(member, wanted));
}

function inWords(matcher: CapabilityPredicate['matcher']): string {
  if (matcher.kind === 'present') return matcher.value ? 'to be declared' : 'not to be declared';
  const verb = { equals: 'to equal', contains: 'to contain', not_contains: 'not to contain' }[
    matcher.kind
  ];
  return `${verb} ${JSON.stringify(matcher.value)}`;
}
