import type { Ending, Io } from '../io.ts';
import { done, wantsColour } from '../io.ts';
import { readFlags, runFlags } from '../options.ts';
import { outputsFor } from '../outputs.ts';
import { prepareRun } from '../prepare-run.ts';
import { execute } from '../execute.ts';
import { judge } from '../judge-run.ts';

/** `storyboard run`: load, run, gate, report. */
export async function runCommand(what: readonly string[], given: unknown, io: Io): Promise<Ending> {
  const flags = readFlags(runFlags, given);
  const prepared = prepareRun(what, flags, io);
  if (flags.dryRun) {
    const { dryRun } = await import('../dry-run.ts');
    io.stdout(dryRun(prepared, flags, io));
    return done;
  }
  const colour = wantsColour(io, flags.color);
  const outputs = outputsFor(flags, prepared.command, { io, colour });
  const result = await execute(prepared, flags, { io, outputs });
  const { gate, decision } = judge(result, prepared);
  outputs.write(result, gate, decision);
  return { exitCode: decision.exitCode, reason: decision.reason };
}
