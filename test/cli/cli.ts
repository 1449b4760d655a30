import { randomUUID } from 'node:crypto';
import { runCli } from '../../src/cli/program.ts';
import type { Io } from '../../src/cli/io.ts';

/** What a command line printed and how it ended. */
export interface Finished {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a command line in this process, without a terminal. */
export async function cli(argv: readonly string[], changed: Partial<Io> = {}): Promise<Finished> {
  const out: string[] = [];
  const err: string[] = [];
  const code = await runCli(argv, {
    stdout: (text) => out.push(text),
    stderr: (text) => err.push(text),
    cwd: process.cwd(),
    env: {},
    columns: null,
    stderrIsTerminal: false,
    onSignal: () => () => undefined,
    now: () => new Date(),
    elapsed: () => performance.now(),
    newId: randomUUID,
    exit: (status) => {
      throw new Error(`exit ${status}`);
    },
    ...changed,
  });
  return { code, stdout: out.join(''), stderr: err.join('') };
}
