import { finalLine } from './final-line.ts';
import type { Io } from './io.ts';

/** What of the process is needed to hear that its output goes nowhere. */
interface Output {
  readonly stdout: Emitter;
  readonly stderr: Emitter;
  exitCode?: number | string | null | undefined;
  on(event: 'exit', listener: (code: number) => void): unknown;
}

interface Emitter {
  on(event: 'error', listener: (error: NodeJS.ErrnoException) => void): unknown;
}

/**
 * A fault of the output ends neither the command nor its reports to files. A reader that closes the pipe early (`| head`)
 * has what it wanted; any other fault of stdout is told at the end, and the command is no success.
 */
export function tellOutputFaults(output: Output, { stderr }: Pick<Io, 'stderr'>): void {
  let fault: NodeJS.ErrnoException | null = null;
  output.stdout.on('error', (error) => {
    if (error.code !== 'EPIPE') fault ??= error;
  });
  // There is nowhere left to tell it.
  output.stderr.on('error', () => undefined);
  output.on('exit', (code) => {
    if (fault === null) return;
    output.exitCode = code === 0 ? 1 : code;
    const reason = `the output could not be written: ${fault.message}`;
    stderr(finalLine({ exitCode: output.exitCode, reason }));
  });
}
