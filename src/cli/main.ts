import { randomUUID } from 'node:crypto';
import type { Io } from './io.ts';
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

// A reader that closes the pipe early (`| head`) ends the output, not the run and not its exit code.
for (const stream of [process.stdout, process.stderr]) {
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
  });
}

process.exitCode = await runCli(process.argv.slice(2), io);
