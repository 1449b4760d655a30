import type { Decision } from '../model/gate.ts';
import type { RunResult } from '../model/result.ts';
import { isGraded } from '../support/graded.ts';
import { printable } from './escape.ts';
import type { Style } from './reporter.ts';
import { isFailure } from '../support/failure.ts';

/** What to type next, and the exit code. The CLI gives the reason on stderr. */
export function nextLines(result: RunResult, decision: Decision, style: Style): readonly string[] {
  if (decision.exitCode === 0) return ['Met.'];
  const failing = result.targets
    .flatMap(({ storyboards }) => storyboards)
    .filter(isGraded)
    .filter(isFailure)
    .map(({ storyboardId }) => storyboardId);
  const rerun = [style.command, ...new Set(failing)].map(shellWord).join(' ');
  return [
    ...(failing.length > 0 ? [`To run only what failed: ${rerun}`] : []),
    `Not met: exit code ${decision.exitCode}.`,
  ];
}

// The command is the CLI's own; ids are the author's and may hold anything.
function shellWord(word: string, index: number): string {
  const text = printable(word);
  return index === 0 || /^[\w./@:-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
}
