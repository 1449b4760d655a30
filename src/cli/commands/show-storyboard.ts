import type { CapabilityPredicate, Phase, Storyboard } from '../../model/storyboard.ts';
import { printable } from '../../report/escape.ts';
import { oneLine, stepLines } from './show-step.ts';
import type { Paint } from './show-step.ts';

/** A storyboard in lines: what it needs, then its phases and their steps. */
export function storyboardLines(storyboard: Storyboard, paint: Paint): readonly string[] {
  return [
    `${paint.bold(printable(storyboard.id))}  ${oneLine(storyboard.title)}`,
    ...(storyboard.summary === null ? [] : [`  ${oneLine(storyboard.summary)}`]),
    ...[...about(storyboard), ...needs(storyboard), ...brings(storyboard)].map((line) =>
      paint.dim(`  ${printable(line)}`),
    ),
    ...storyboard.phases.flatMap((phase) => phaseLines(phase, paint)),
  ];
}

function about({ at, track, status, introducedIn }: Storyboard): readonly string[] {
  return [
    `file: ${at.file}`,
    ...(track === null ? [] : [`track: ${track}`]),
    ...(status === 'stable' ? [] : [`status: ${status}`]),
    ...(introducedIn === null ? [] : [`introduced in: ${introducedIn}`]),
  ];
}

function needs({ requirements, requiresScenarios }: Storyboard): readonly string[] {
  const { anyTool, toolFamilies, capabilities, runtime } = requirements;
  return [
    ...[anyTool, ...toolFamilies.map(({ tools }) => tools)]
      .filter((tools) => tools.length > 0)
      .map((tools) => `needs any of: ${tools.join(', ')}`),
    ...capabilities.map((each) => `needs capability: ${capabilityText(each)}`),
    ...listed('needs at run time', runtime),
    ...listed('needs scenarios', requiresScenarios),
  ];
}

/** What comes with the storyboard. */
function brings(storyboard: Storyboard): readonly string[] {
  const { testKit, fixtures, controllerSeeding, defaultAgent, context, assertions } = storyboard;
  return [
    ...(testKit === null ? [] : [`test kit: ${testKit.id} (${testKit.brandDomain ?? 'no brand'})`]),
    ...(controllerSeeding
      ? [`seeds: ${fixtures.map(({ stepId }) => stepId).join(', ') || 'nothing'}`]
      : []),
    ...(defaultAgent === null ? [] : [`default agent: ${defaultAgent}`]),
    ...listed('context', Object.keys(context)),
    ...listed('assertions turned on', assertions.enable),
    ...listed('assertions turned off', assertions.disable),
  ];
}

function listed(name: string, items: readonly string[]): readonly string[] {
  return items.length === 0 ? [] : [`${name}: ${items.join(', ')}`];
}

function capabilityText({ path, matcher }: CapabilityPredicate): string {
  return `${path} ${matcher.kind} ${JSON.stringify(matcher.value)}`;
}

function phaseLines(phase: Phase, paint: Paint): readonly string[] {
  const facts = [
    ...(phase.optional ? ['optional'] : []),
    ...(phase.branchSet === null ? [] : [`one of ${phase.branchSet}`]),
    ...(phase.skipIf === null ? [] : [`skipped if ${phase.skipIf.source}`]),
    ...(phase.dependsOn === null ? [] : [`depends on ${phase.dependsOn.join(', ') || 'nothing'}`]),
    ...phase.capabilities.map((each) => `needs capability ${capabilityText(each)}`),
  ];
  const suffix = facts.length === 0 ? '' : paint.dim(`  (${printable(facts.join('; '))})`);
  return [
    '',
    `${paint.bold(printable(phase.id))}  ${oneLine(phase.title)}${suffix}`,
    ...phase.steps.flatMap((step) => stepLines(step, paint)),
  ];
}
