import type { Command } from 'commander';
import { endedAtOnce, endRunOn } from './end-run.ts';
import type { Ending, Io } from './io.ts';

/** Adds one command; `end` takes how it ended. */
export type AddCommand = (program: Command, io: Io, end: (ending: Ending) => void) => void;

const repeat = (value: string, before: readonly string[] = []) => [...before, value];

/** `storyboard run`. */
export const addRunCommand: AddCommand = (program, io, end) => {
  const command = program
    .command('run')
    .description('run storyboards and report a verdict for every step')
    .argument(
      '[what...]',
      'storyboard ids, storyboard files, or a suite directory; all of the suite when left out',
    );
  addTargetOptions(command);
  addSelectionOptions(command);
  addIdentityOptions(command);
  addGateOptions(command);
  addOutputOptions(command);
  command.action(async (what: string[], flags: object) => {
    // Before anything takes its time.
    const runEnd = 'dryRun' in flags ? endedAtOnce() : endRunOn(io);
    try {
      // Before any schema is made.
      await import('./one-shot-schemas.ts');
      const { runCommand } = await import('./commands/run.ts');
      end(await runCommand(what, flags, { io, end: runEnd }));
    } finally {
      runEnd.stop();
    }
  });
};

function addTargetOptions(command: Command): void {
  command
    .optionsGroup('What to run against:')
    .option(
      '--agent <url>',
      'the agent, or one of several as name=url (repeatable); without it the embedded training agent is started',
      repeat,
    )
    .option('--default-agent <name>', 'the agent of steps that nothing else routes')
    .option('--protocol <name>', 'mcp, a2a, or auto: a2a for a URL that says so (default: mcp)')
    .option(
      '--auth <token>',
      'bearer token, or that of one named agent as name=token (repeatable; others on this machine can see it in the process list: prefer --auth-env)',
      repeat,
    )
    .option(
      '--auth-env <var>',
      'environment variable that holds the bearer token, or name=var (repeatable)',
      repeat,
    )
    .option(
      '--tenant <name>',
      'tenant of the embedded agent (repeatable; all six when left out)',
      repeat,
    )
    .option('--webhook-url <url>', 'public https address in front of the webhook receiver')
    .option('--webhook-port <port>', 'port of the receiver on 127.0.0.1; a free one when left out')
    .option('--webhook-jwks <place>', 'file or URL of the keys the agent signs webhooks with')
    .option('--no-webhooks', 'take no webhooks; what needs them does not apply')
    .option('--receiver-url <url>', 'webhook receiver to test, for storyboards about receivers')
    .option('--publisher-context-url <url>', "a publisher's context match endpoint to test")
    .option('--publisher-identity-url <url>', "a publisher's identity match endpoint to test")
    .option('--brand-json-url <url>', "the agent's brand.json, where its capabilities do not say")
    .option('--target <name>', 'what floors and reports call the agent')
    .option('--wait <seconds>', 'wait until the agent answers')
    .option('--timeout <seconds>', 'longest time for one call (default: 30)');
}

function addSelectionOptions(command: Command): void {
  command
    .optionsGroup('What to run:')
    .option('--storyboard <id>', 'a storyboard by id (repeatable)', repeat)
    .option('--suite <dir>', 'a suite: a directory, or an installed npm package such as @adcp/sdk')
    .option('--schemas <dir>', "JSON Schemas to judge by, instead of the suite's own")
    .option(
      '--kit <file>',
      "a test kit to use instead of every storyboard's own; the run acts for its brand",
    )
    .option('--suite-date <day>', 'the day the suite was published, where it does not say')
    .option(
      '--select <how>',
      'capabilities: only what the agent claims to be; all: whatever applies (default)',
    )
    .option('--filter <glob>', 'storyboards whose id matches, e.g. "media_buy_*"')
    .option('--track <name>', 'storyboards of one track')
    .option('--bail', 'stop after the first step that fails')
    .option('--budget <seconds>', 'longest time for the whole run')
    .option(
      '--allow-rate-limit-trip',
      "allow steps that send up to 500 calls in a row to run into the agent's rate limit",
    )
    .option('--dry-run', 'show the plan and the requests; send nothing');
}

function addIdentityOptions(command: Command): void {
  command
    .optionsGroup('Who the run acts for:')
    .option('--brand <domain>', "the brand every step acts for, instead of the storyboard's own")
    .option(
      '--context <name=value>',
      'a context value for storyboards that expect the operator to give it (repeatable)',
      repeat,
    )
    .option('--operator <domain>', 'the operator every account names')
    .option('--adcp-version <release>', 'what requests that can name a version say, e.g. 3.1')
    .option('--verbatim', 'change nothing in the authored requests but their tokens')
    .option(
      '--live',
      'allow accounts without sandbox: true on agents that are not on this machine',
    );
}

function addGateOptions(command: Command): void {
  command
    .optionsGroup('What must be reached:')
    .option(
      '--floors <file>',
      'the floors to reach; a filtered or truncated run does not judge them',
    )
    .option('--base <report>', 'JSON report of the base branch, to tell what this change broke');
}

function addOutputOptions(command: Command): void {
  command
    .optionsGroup('What to show:')
    .option('--report <name[=path]>', 'write a report: terminal, json (repeatable)', repeat)
    .option('--verbose', 'show every change to a request, every answer, and what does not apply')
    .option('--quiet', 'no line per step')
    .option('--no-color', 'no colours (also: NO_COLOR)');
}

/** `storyboard list`. */
export const addListCommand: AddCommand = (program, io, end) => {
  program
    .command('list')
    .description('list storyboards, or what the runner supports')
    .argument(
      '[what]',
      'storyboards, checks, tasks, assertions, invariants, reporters, or faults of the embedded agent',
      'storyboards',
    )
    .option('--suite <dir>', 'a suite: a directory, or an installed npm package')
    .option('--no-color', 'no colours; lists have none')
    .action(async (what: string, flags: unknown) => {
      const { listCommand } = await import('./commands/list.ts');
      end(listCommand(what, flags, io));
    });
};

/** `storyboard show`. */
export const addShowCommand: AddCommand = (program, io, end) => {
  program
    .command('show')
    .description('show one storyboard: phases, steps, checks, and what it needs')
    .argument('<id>', 'storyboard id or file')
    .option('--suite <dir>', 'a suite: a directory, or an installed npm package')
    .option('--no-color', 'no colours (also: NO_COLOR)')
    .action(async (id: string, flags: unknown) => {
      const { showCommand } = await import('./commands/show.ts');
      end(showCommand(id, flags, io));
    });
};

/** `storyboard lint`. */
export const addLintCommand: AddCommand = (program, io, end) => {
  program
    .command('lint')
    .description('find every authoring mistake; sends nothing')
    .argument('[path...]', 'storyboard files or suite directories; the shipped suite when left out')
    .option('--suite <dir>', 'a suite: a directory, or an installed npm package')
    .option('--schemas <dir>', "JSON Schemas, instead of the suite's own")
    .option('--no-color', 'no colours (also: NO_COLOR)')
    .action(async (paths: string[], flags: unknown) => {
      const { lintCommand } = await import('./commands/lint.ts');
      end(lintCommand(paths, flags, io));
    });
};

/** `storyboard serve`. */
export const addServeCommand: AddCommand = (program, io, end) => {
  program
    .command('serve')
    .description('serve the embedded training agent until interrupted')
    .option('--tenant <name>', 'tenant to serve (repeatable; all six when left out)', repeat)
    .option('--port <port>', 'port on 127.0.0.1; a free one when left out')
    .option(
      '--fault <name>',
      'break the agent in one way, to see a storyboard go red (repeatable)',
      repeat,
    )
    .action(async (flags: unknown) => {
      const { serveCommand } = await import('./commands/serve.ts');
      end(await serveCommand(flags, io));
    });
};

/** `storyboard floors check` and `storyboard floors raise`. */
export const addFloorsCommand: AddCommand = (program, io, end) => {
  const floors = program
    .command('floors')
    .description('judge or raise floors from a saved JSON report');
  for (const [name, description] of [
    ['check', 'judge a saved report by the floors'],
    ['raise', 'raise the floors to what a saved report reached; never lowers one'],
  ] as const) {
    floors
      .command(name)
      .description(description)
      .argument('<report>', 'JSON report of a run (storyboard run --report json=report.json)')
      .requiredOption('--floors <file>', 'the floors file')
      .option('--base <report>', 'JSON report of the base branch')
      .option('--no-color', 'no colours (also: NO_COLOR)')
      .action(async (report: string, flags: unknown) => {
        const { floorsCommand } = await import('./commands/floors.ts');
        end(floorsCommand(name, report, { flags, io }));
      });
  }
};
