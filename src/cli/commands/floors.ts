import { writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import * as z from 'zod';
import { parseFloors } from '../../load/floors.ts';
import { raiseFloors } from '../../load/raise-floors.ts';
import type { Decision, GateResult } from '../../model/gate.ts';
import { readReport } from '../../report/json-read.ts';
import { UsageError } from '../../support/errors.ts';
import { paintFor } from '../../report/paint.ts';
import { gateLines } from '../../report/terminal-gate.ts';
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
  const base =
    flags.base === undefined
      ? null
      : readReport(flags.base, readFile('--base', flags.base, io.cwd));
  const { gate, decision } = judge(run, { floors, floorsAreExplicit: true, base });
  io.stdout(gateLines(gate, run, paintFor({ colour: wantsColour(io, flags.color) })).join('\n'));
  return action === 'check' ? decision : raise({ gate, decision, text, file: flags.floors }, io);
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
  const { text: next, raised } = raiseFloors(text, gate.targets);
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
