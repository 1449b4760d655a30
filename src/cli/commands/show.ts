import { resolve } from 'node:path';
import { Chalk } from 'chalk';
import * as z from 'zod';
import type { Expectation, Phase, Step, Storyboard } from '../../model/storyboard.ts';
import { UsageError } from '../../support/errors.ts';
import { done, wantsColour, type Ending, type Io } from '../io.ts';
import { readFlags } from '../options.ts';
import { chooseSuite, loadChoice } from '../suite-choice.ts';

const showFlags = z.object({ suite: z.string().optional(), color: z.boolean().default(true) });

/** `storyboard show ID`: what a storyboard does, step by step, and what it needs. */
export function showCommand(id: string, given: unknown, io: Io): Ending {
  const flags = readFlags(showFlags, given);
  const choice = { suite: flags.suite, what: [id] };
  const { storyboards } = loadChoice(chooseSuite(choice, io.cwd), choice);
  const paint = new Chalk({ level: wantsColour(io, flags.color) ? 1 : 0 });
  io.stdout(`${lines(named(id, storyboards, io.cwd), paint).join('\n')}\n`);
  return done;
}

/** The storyboard the user named by its id or its file; scenarios it requires are loaded beside it. */
function named(name: string, storyboards: readonly Storyboard[], cwd: string): Storyboard {
  const path = resolve(cwd, name);
  const found = storyboards.find(({ id, at }) => id === name || resolve(cwd, at.file) === path);
  if (found !== undefined) return found;
  const ids = storyboards.map(({ id }) => id).join(', ');
  throw new UsageError(`${name} is a folder; name one of its storyboards: ${ids}.`);
}

type Paint = InstanceType<typeof Chalk>;

function lines(storyboard: Storyboard, paint: Paint): readonly string[] {
  return [
    `${paint.bold(storyboard.id)}  ${storyboard.title}`,
    ...(storyboard.summary === null ? [] : [`  ${storyboard.summary}`]),
    ...needs(storyboard).map((need) => paint.dim(`  ${need}`)),
    ...storyboard.phases.flatMap((phase) => phaseLines(phase, paint)),
  ];
}

function needs(storyboard: Storyboard): readonly string[] {
  const { requirements, testKit, fixtures, controllerSeeding } = storyboard;
  const { anyTool, capabilities, runtime } = requirements;
  return [
    `file: ${storyboard.at.file}`,
    ...(storyboard.track === null ? [] : [`track: ${storyboard.track}`]),
    ...(anyTool.length === 0 ? [] : [`needs any of: ${anyTool.join(', ')}`]),
    ...capabilities.map(
      ({ path, matcher }) =>
        `needs capability: ${path} ${matcher.kind} ${JSON.stringify(matcher.value)}`,
    ),
    ...(runtime.length === 0 ? [] : [`needs at run time: ${runtime.join(', ')}`]),
    ...(testKit === null ? [] : [`test kit: ${testKit.id} (${testKit.brandDomain ?? 'no brand'})`]),
    ...(controllerSeeding
      ? [`seeds: ${fixtures.map(({ stepId }) => stepId).join(', ') || 'nothing'}`]
      : []),
  ];
}

function phaseLines(phase: Phase, paint: Paint): readonly string[] {
  const facts = [
    ...(phase.optional ? ['optional'] : []),
    ...(phase.branchSet === null ? [] : [`one of ${phase.branchSet}`]),
    ...(phase.skipIf === null ? [] : [`skipped if ${phase.skipIf.source}`]),
    ...(phase.dependsOn === null ? [] : [`depends on ${phase.dependsOn.join(', ') || 'nothing'}`]),
  ];
  const suffix = facts.length === 0 ? '' : paint.dim(`  (${facts.join('; ')})`);
  return [
    '',
    `${paint.bold(phase.id)}  ${phase.title}${suffix}`,
    ...phase.steps.flatMap((step) => stepLines(step, paint)),
  ];
}

function stepLines({ id, title, action, expectation }: Step, paint: Paint): readonly string[] {
  const task = action.kind === 'call' ? action.request.task : action.task;
  return [
    `  ${paint.cyan(id)}  ${task}  ${paint.dim(title)}`,
    ...(expectation.outcome === 'error' ? [`      ${paint.yellow('expects an error')}`] : []),
    ...checksOf(expectation),
  ];
}

function checksOf({ validations }: Expectation): readonly string[] {
  return validations.map(({ check, description, severity, params }) => {
    const about = typeof params?.['path'] === 'string' ? ` ${params['path']}` : '';
    return `      ${check}${about}: ${description}${severity === 'advisory' ? ' (advisory)' : ''}`;
  });
}
