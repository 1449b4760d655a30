import type { Decision } from '../model/gate.ts';
import type { RunResult } from '../model/result.ts';
import { isGraded } from '../support/graded.ts';
import type { Style } from './reporter.ts';
import { shellWord } from './shell-word.ts';
import { isFailure } from '../support/failure.ts';

/** What to type next, and the exit code. The CLI gives the reason on stderr. */
export function nextLines(result: RunResult, decision: Decision, style: Style): readonly string[] {
  if (decision.exitCode === 0) return ['Met.'];
  const failing = result.targets
    .flatMap(({ storyboards }) => storyboards)
    .filter(isGraded)
    .filter(isFailure)
    .map(({ storyboardId, at }) =>
      style.namedByFile?.has(storyboardId) === true ? at.file : storyboardId,
    );
  const rerun = [style.command, ...[...new Set(failing)].map(shellWord)].join(' ');
  return [
    ...(failing.length > 0 ? [`To run only what failed: ${rerun}`] : []),
    `Not met: exit code ${decision.exitCode}.`,
  ];
}
