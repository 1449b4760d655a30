import { randomUUID } from 'node:crypto';
import type { Io } from './io.ts';
import { tellOutputFaults } from './output-faults.ts';
import { runCli } from './program.ts';
import { endOnSignals } from './signals.ts';

const stderr = (text: string) => process.stderr.write(text);
const exit = (code: number) => process.exit(code);

const io: Io = {
  stdout: (text) => process.stdout.write(text),
  stderr,
  cwd: process.cwd(),
  env: process.env,
  columns: process.stdout.isTTY ? process.stdout.columns : null,
  stderrIsTerminal: process.stderr.isTTY,
  onSignal: endOnSignals(process, { stderr, exit }),
  now: () => new Date(),
  elapsed: () => performance.now(),
  newId: randomUUID,
  exit,
};

tellOutputFaults(process, io);

process.exitCode = await runCli(process.argv.slice(2), io);
