import { z } from 'zod';
import { judge } from '../../src/cli/judge-run.ts';
import type { RunResult } from '../../src/model/result.ts';
import { json } from '../../src/report/json.ts';
import { runnerOutput, type RunnerOutput } from './runner-output.ts';

const style = { colour: false, width: 80, verbose: false, command: 'storyboard run' };

/** A JSON report that was written, held to the runner output contract. */
export function readJsonReport(text: string): RunnerOutput {
  return z.parse(runnerOutput, JSON.parse(text) as unknown);
}

/** The JSON report of a run without floors, held to the runner output contract. */
export function jsonReportOf(run: RunResult): RunnerOutput {
  const { gate, decision } = judge(run, { floors: null, floorsAreExplicit: false, base: null });
  return readJsonReport(json.render(run, gate, decision, style));
}
