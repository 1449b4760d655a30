import type { UnansweredReason } from '../../model/exchange.ts';
import type { Decision } from '../../model/gate.ts';
import type { RunResult } from '../../model/result.ts';
import type { Ending, Io } from '../io.ts';
import { done, wantsColour } from '../io.ts';
import { nameAgents } from '../named-agents.ts';
import { readFlags, runFlags } from '../options.ts';
import { outputsFor } from '../outputs.ts';
import { prepareRun } from '../prepare-run.ts';
import { execute } from '../execute.ts';
import { judge } from '../judge-run.ts';

/** `storyboard run`: load, run, gate, report. */
export async function runCommand(what: readonly string[], given: object, io: Io): Promise<Ending> {
  const flags = readFlags(runFlags, nameAgents(given));
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
  return { exitCode: decision.exitCode, reason: withAdvice(decision, result) };
}

/** What to type when an agent could not be spoken to. */
const advice: Readonly<Partial<Record<UnansweredReason, string>>> = {
  refused: 'Start it, or wait for it with --wait SECONDS.',
  dns: 'Check the host in --agent.',
  timed_out: 'Give it longer with --timeout SECONDS.',
  unauthorized: 'Give a token it knows with --auth-env VAR.',
  protocol: 'Check the path in --agent; an MCP agent often answers at /mcp.',
};

function withAdvice({ exitCode, reason }: Decision, { targets }: RunResult): string | null {
  if (exitCode !== 3 || reason === null) return reason;
  const first = targets.find(({ unreachable }) => unreachable !== null)?.unreachable;
  const next = first ? advice[first.reason] : undefined;
  return next === undefined ? reason : `${reason} ${next}`;
}
