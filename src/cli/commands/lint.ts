import { Chalk } from 'chalk';
import * as z from 'zod';
import { codeFrame, type FramePart } from '../../load/code-frame.ts';
import { lintSuite } from '../../load/lint.ts';
import type { SourceProblem } from '../../model/source.ts';
import { done, wantsColour, type Ending, type Io } from '../io.ts';
import { readFlags } from '../options.ts';
import { chooseSuite, loadOptions, suiteBySuite } from '../suite-choice.ts';

const lintFlags = z.object({
  suite: z.string().optional(),
  schemas: z.string().optional(),
  color: z.boolean().default(true),
});

/** `storyboard lint`: every authoring mistake at once; nothing is sent. */
export function lintCommand(paths: readonly string[], given: unknown, io: Io): Ending {
  const flags = readFlags(lintFlags, given);
  const now = io.now().toISOString();
  const problems = suiteBySuite({ ...flags, what: [...new Set(paths)] }, io.cwd).flatMap((what) => {
    const choice = chooseSuite({ ...flags, what }, io.cwd);
    return lintSuite({ ...loadOptions(choice, flags), now });
  });
  const colour = wantsColour(io, flags.color);
  for (const problem of problems) io.stdout(`${drawn(problem, colour)}\n\n`);
  return ending(problems, io);
}

/** How the parts of a problem's code frame are coloured. */
function frameColours(
  { severity }: Pick<SourceProblem, 'severity'>,
  colour: boolean,
): (part: FramePart, text: string) => string {
  const chalk = new Chalk({ level: colour ? 1 : 0 });
  const colours: Readonly<Record<FramePart, (text: string) => string>> = {
    place: chalk.bold,
    message: severity === 'error' ? chalk.red : chalk.yellow,
    context: chalk.dim,
    line: (text) => text,
    caret: chalk.yellow,
  };
  return (part, text) => colours[part](text);
}

function drawn(problem: SourceProblem, colour: boolean): string {
  const message = `${problem.severity}: ${problem.message} [${problem.rule}]`;
  return codeFrame({ ...problem, message }, { paint: frameColours(problem, colour) });
}

function ending(problems: readonly SourceProblem[], io: Io): Ending {
  const errors = problems.filter(({ severity }) => severity === 'error').length;
  const warnings = problems.length - errors;
  io.stdout(`${counted(errors, 'error')}, ${counted(warnings, 'warning')}\n`);
  return errors === 0
    ? done
    : { exitCode: 2, reason: `${counted(errors, 'error')} in the sources` };
}

function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}
