import type { EndingSignal } from '../model/result.ts';

/** The process as a command sees it, so that tests can be one. */
export interface Io {
  readonly stdout: (text: string) => void;
  readonly stderr: (text: string) => void;
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Terminal facts; `columns` is null where stdout is no terminal. */
  readonly columns: number | null;
  readonly stderrIsTerminal: boolean;
  /** Calls back on the signals a process ends by until the returned function is called. */
  readonly onSignal: (listener: (signal: EndingSignal) => void) => () => void;
  readonly now: () => Date;
  /** Milliseconds of a clock that never jumps. */
  readonly elapsed: () => number;
  readonly newId: () => string;
  /** Ends the process at once. */
  readonly exit: (code: number) => void;
}

/** How a command ends: its exit code, and for every code but 0 the one line that says why. */
export interface Ending {
  readonly exitCode: number;
  readonly reason: string | null;
}

/** The command did what it was asked. */
export const done: Ending = { exitCode: 0, reason: null };

/** True when output may be coloured: a terminal that has colours and did not say no (https://no-color.org). */
export function wantsColour(io: Io, flag: boolean): boolean {
  const { NO_COLOR: never = '', FORCE_COLOR: forced = '', TERM: terminal } = io.env;
  if (!flag || never !== '' || /^(0|false)$/.test(forced)) return false;
  return (io.columns !== null && terminal !== 'dumb') || forced !== '';
}
