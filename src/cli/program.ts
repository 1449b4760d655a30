import { Command, CommanderError } from 'commander';
import { didYouMean } from '../support/did-you-mean.ts';
import { SourceError, UsageError } from '../support/errors.ts';
import { exitCodeHelp } from './exit-codes.ts';
import { finalLine } from './final-line.ts';
import type { Ending, Io } from './io.ts';
import {
  addFloorsCommand,
  addLintCommand,
  addListCommand,
  addRunCommand,
  addServeCommand,
  addShowCommand,
} from './commands.ts';
import { version } from './version.ts';

/** Runs one command line and gives its exit code; every code but 0 has one line on stderr that says why. */
export async function runCli(argv: readonly string[], io: Io): Promise<number> {
  const ending = await endingOf(argv, io);
  if (ending.exitCode !== 0 && ending.reason !== null) {
    io.stderr(finalLine(ending));
  }
  return ending.exitCode;
}

async function endingOf(argv: readonly string[], io: Io): Promise<Ending> {
  let ending: Ending = { exitCode: 0, reason: null };
  const program = createProgram(io, (end) => {
    ending = end;
  });
  try {
    await program.parseAsync([...argv], { from: 'user' });
    return ending;
  } catch (error) {
    if (error instanceof CommanderError) return usageEnding(error, program, argv);
    return await endingFor(error, io);
  }
}

function createProgram(io: Io, end: (ending: Ending) => void): Command {
  const program = new Command('storyboard')
    .description('Runs conformance storyboards against an agent, with a verdict for every step.')
    .version(version, '-V, --version')
    .exitOverride()
    .configureOutput({ writeOut: io.stdout, writeErr: io.stderr, outputError: () => undefined })
    .showSuggestionAfterError()
    .addHelpText('after', exitCodeHelp());
  for (const add of [
    addRunCommand,
    addListCommand,
    addShowCommand,
    addLintCommand,
    addServeCommand,
    addFloorsCommand,
  ]) {
    add(program, io, end);
  }
  return program;
}

function endingFor(error: unknown, io: Io): Ending | Promise<Ending> {
  if (error instanceof SourceError) return sourceEnding(error, io);
  if (error instanceof UsageError) return { exitCode: 2, reason: error.message };
  io.stderr(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
  return { exitCode: 70, reason: 'a bug of this program; the lines above say where' };
}

function usageEnding(error: CommanderError, program: Command, argv: readonly string[]): Ending {
  if (error.exitCode === 0) return { exitCode: 0, reason: null };
  const [asked, about] = argv;
  if (error.code === 'commander.help' && asked === 'help' && about !== undefined)
    return { exitCode: 2, reason: unknownCommand(about, program) };
  if (error.code === 'commander.help')
    return { exitCode: 2, reason: 'no command given; the commands are listed above' };
  const message = error.message.replace(/^error: |\.$/g, '').replace(/\n/g, ' ');
  return { exitCode: 2, reason: `${message}. See ${commandIn(program, argv)} --help.` };
}

function unknownCommand(name: string, { commands }: Command): string {
  const names = commands.map((command) => command.name());
  return `unknown command '${name}'.${didYouMean(name, names)} The commands are listed above.`;
}

/** The command that an argument list names, as it is typed. */
function commandIn(command: Command, [first, ...rest]: readonly string[]): string {
  const named = command.commands.find((each) => each.name() === first);
  return named ? `${command.name()} ${commandIn(named, rest)}` : command.name();
}

async function sourceEnding({ problems }: SourceError, io: Io): Promise<Ending> {
  const { codeFrame } = await import('../load/code-frame.ts');
  for (const problem of problems) io.stderr(`${codeFrame(problem)}\n\n`);
  const count = `${problems.length} problem${problems.length === 1 ? '' : 's'}`;
  return { exitCode: 2, reason: `${count} in the sources; nothing was sent` };
}
