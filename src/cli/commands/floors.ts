import { writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import * as z from 'zod';
import { ledgerProblems, namesInRun } from '../../gate/ledger.ts';
import { assertions } from '../../judge/assertions/registry.ts';
import { parseFloors } from '../../load/floors.ts';
import { raiseFloors } from '../../load/raise-floors.ts';
import type { Decision, Floors, GateResult } from '../../model/gate.ts';
import { readReport, type SavedReport } from '../../report/json-read.ts';
import { SourceError, UsageError } from '../../support/errors.ts';
import { paintFor } from '../../report/paint.ts';
import { gateLines } from '../../report/terminal-gate.ts';
import { readBaseOf } from '../base-report.ts';
import { wantsColour, type Ending, type Io } from '../io.ts';
import { judge } from '../judge-run.ts';
import { readFlags } from '../options.ts';
import { readFile } from '../read-file.ts';

const floorsFlags = z.object({
  floors: z.string(),
  base: z.string().optional(),
  color: z.boolean().default(true),
});

/** `storyboard floors check` and `storyboard floors raise`, on a saved JSON report. */
export function floorsCommand(
  action: 'check' | 'raise',
  report: string,
  { flags: given, io }: { readonly flags: unknown; readonly io: Io },
): Ending {
  const flags = readFlags(floorsFlags, given);
  const run = readReport(report, readFile('report', report, io.cwd));
  const text = readFile('--floors', flags.floors, io.cwd);
  const floors = parseFloors(flags.floors, text);
  const base = flags.base === undefined ? null : readBaseOf(run.suite, flags.base, io);
  checkLedger(report, run, floors);
  const { gate, decision } = judge(run, { floors, floorsAreExplicit: true, base });
  io.stdout(`${report}: a run of the suite ${run.suite.name} ${run.suite.version ?? ''}`.trimEnd());
  io.stdout('\n');
  io.stdout(gateLines(gate, run, paintFor({ colour: wantsColour(io, flags.color) })).join('\n'));
  return action === 'check' ? decision : raise({ gate, decision, text, file: flags.floors }, io);
}

/** A name that no step of the report has is misspelt, or the report is of another suite. */
function checkLedger(file: string, run: SavedReport, floors: Floors): void {
  const names = namesInRun(
    run,
    assertions.map(({ id }) => id),
  );
  const problems = names === null ? [] : ledgerProblems(floors, names);
  if (problems.length === 0) return;
  const all = [...floors.targets.values()].flatMap(({ knownFailures }) => knownFailures);
  if (problems.length === all.length && problems.every(({ hint }) => hint === null)) {
    throw new UsageError(
      `${file} is of the suite ${run.suite.name} and has no known failure of ${floors.file}; give a report of the suite the floors are for.`,
    );
  }
  throw new SourceError(problems);
}

interface Judged {
  readonly gate: GateResult;
  readonly decision: Decision;
  readonly file: string;
  readonly text: string;
}

/** A run that fell short raises nothing: its figures are not what the next run should be held to. */
function raise({ gate, decision, file, text }: Judged, io: Io): Ending {
  if (decision.exitCode !== 0 && decision.exitCode !== 5) return decision;
  const { text: next, raised, shared } = raiseFloors(text, gate.targets);
  if (shared.length > 0) {
    const names = shared.map(({ target, metric }) => `${target} ${metric}`).join(', ');
    throw new UsageError(
      `--floors ${file}: nothing was raised: an anchor (&) shares the number of ${names}; write it out in each block.`,
    );
  }
  if (raised.length > 0) rewrite(file, next, io.cwd);
  for (const { target, metric, from, to } of raised) {
    io.stdout(`${file}: ${target} ${metric} ${from} → ${to}\n`);
  }
  if (raised.length === 0)
    io.stdout(`${file}: nothing to raise; every floor is at what the run reached.\n`);
  return decision;
}

function rewrite(file: string, text: string, cwd: string): void {
  try {
    writeFileSync(resolve(cwd, file), text);
  } catch (thrown) {
    const why = thrown instanceof Error ? thrown.message : String(thrown);
    throw new UsageError(`--floors ${file}: it cannot be written: ${why}.`);
  }
}
