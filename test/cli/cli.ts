import { randomUUID } from 'node:crypto';
import { readFileSync, statSync } from 'node:fs';
import { runCli } from '../../src/cli/program.ts';
import type { Io } from '../../src/cli/io.ts';
import { readJsonReport } from '../support/json-report.ts';
import type { RunnerOutput } from '../support/runner-output.ts';

/** What a command line printed and how it ended. */
export interface Finished {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
  /** The JSON report it wrote, held to the runner output contract; null where it wrote none. */
  readonly report: RunnerOutput | null;
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
  const stdout = out.join('');
  return { code, stdout, stderr: err.join(''), report: reportOf(argv, code, stdout) };
}

/** A command that was refused, that sends nothing, or that ended with a bug of ours has written none. */
function reportOf(argv: readonly string[], code: number, stdout: string): RunnerOutput | null {
  const asked = argv.find((word, at) => argv[at - 1] === '--report' && /^json(=|$)/.test(word));
  if (asked === undefined || argv.includes('--dry-run') || [2, 70].includes(code)) return null;
  const path = asked.slice('json='.length);
  if (['', '-', '/dev/stdout'].includes(path)) return readJsonReport(stdout);
  // Nothing can be read back from a pipe, nor where a test made writing impossible.
  const isKept = statSync(path, { throwIfNoEntry: false })?.isFile() === true;
  return isKept ? readJsonReport(readFileSync(path, 'utf8')) : null;
}
