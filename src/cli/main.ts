import { randomUUID } from 'node:crypto';
import type { Io } from './io.ts';
import { runCli } from './program.ts';

const io: Io = {
  stdout: (text) => process.stdout.write(text),
  stderr: (text) => process.stderr.write(text),
  cwd: process.cwd(),
  env: process.env,
  columns: process.stdout.isTTY ? process.stdout.columns : null,
  stderrIsTerminal: process.stderr.isTTY,
  onSignal,
  now: () => new Date(),
  elapsed: () => performance.now(),
  newId: randomUUID,
  exit: (code) => process.exit(code),
};

// A reader that closes the pipe early (`| head`) ends the output, not the run and not its exit code.
for (const stream of [process.stdout, process.stderr]) {
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
  });
}

process.exitCode = await runCli(process.argv.slice(2), io);

function onSignal(listener: (signal: 'SIGINT' | 'SIGTERM') => void): () => void {
  const signals = ['SIGINT', 'SIGTERM'] as const;
  for (const signal of signals) process.on(signal, listener);
  return () => {
    for (const signal of signals) process.off(signal, listener);
  };
}
