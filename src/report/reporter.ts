import type { Decision, GateResult } from '../model/gate.ts';
import type { RunResult } from '../model/result.ts';

/** Turns one finished run into text. Same input, same bytes: no clock, no disk, no terminal, no opinion of its own. */
export interface Reporter {
  /** What `--report` is given. */
  readonly name: string;
  /** One line for `storyboard list reporters`. */
  readonly summary: string;
  render(result: RunResult, gate: GateResult, decision: Decision, style: Style): string;
}

/** Decided by the CLI; ignored by formats that have no use for it. */
export interface Style {
  readonly colour: boolean;
  /** Columns of the terminal; Infinity where there is none, so that logs lose nothing. */
  readonly width: number;
  readonly verbose: boolean;
  /** What the user typed up to the selection, without secrets and quoted for a shell, e.g. `storyboard run --agent https://a.example`. */
  readonly command: string;
  /** Ids of storyboards outside the suite: only their files name them. */
  readonly namedByFile?: ReadonlySet<string>;
}
