import { setImmediate as turn } from 'node:timers/promises';
import { isDown, silenceOf } from '../../gate/observed.ts';
import type { UnansweredReason } from '../../model/exchange.ts';
import type { Decision } from '../../model/gate.ts';
import type { RunResult } from '../../model/result.ts';
import type { RunEnd } from '../end-run.ts';
import type { Ending, Io } from '../io.ts';
import { done, wantsColour } from '../io.ts';
import { nameAgents } from '../named-agents.ts';
import { contextSlips } from '../given-context.ts';
import { readFlags, runFlags, type RunFlags } from '../options.ts';
import { outputsFor } from '../outputs.ts';
import { prepareRun } from '../prepare-run.ts';
import { execute } from '../execute.ts';
import { judge } from '../judge-run.ts';

/** What a run needs of the process. */
interface RunWorld {
  readonly io: Io;
  readonly end: RunEnd;
}

/** `storyboard run`: load, run, gate, report. */
export async function runCommand(
  what: readonly string[],
  given: object,
  { io, end }: RunWorld,
): Promise<Ending> {
  const flags = readFlags(runFlags, nameAgents(given));
  const prepared = prepareRun(what, flags, io);
  for (const slip of contextSlips(flags.context, prepared.suite.storyboards)) {
    io.stderr(`${slip}\n`);
  }
  const colour = wantsColour(io, flags.color);
  const outputs = outputsFor(flags, prepared.rerun, { io, colour });
  if (flags.dryRun) {
    const { dryRun } = await import('../dry-run.ts');
    const plan = await dryRun(prepared, flags, io);
    // A signal that came while the plan was made is heard in the second turn at the latest.
    for (let turns = 0; turns < 2; turns += 1) await turn();
    io.stdout(plan);
    return done;
  }
  const result = await execute(prepared, flags, { io, outputs, end });
  const { gate, decision } = judge(result, prepared);
  const unwritten = outputs.write(result, gate, decision);
  if (decision.exitCode === 0 && unwritten.length > 0)
    return { exitCode: 1, reason: unwritten.join('; ') };
  for (const fault of unwritten) io.stderr(`${fault}\n`);
  return { exitCode: decision.exitCode, reason: withAdvice(decision, result, flags) };
}

/** What to type when an agent could not be spoken to. */
function adviceFor(reason: UnansweredReason, { wait }: RunFlags): string | undefined {
  const advice: Readonly<Partial<Record<UnansweredReason, string>>> = {
    refused: `Start it, or wait for it ${wait === undefined ? 'with --wait SECONDS' : `longer than --wait ${wait}`}.`,
    dns: 'Check the host in --agent.',
    timed_out: 'Give it longer with --timeout SECONDS.',
    tls: 'Is it http://? For a certificate of your own, set NODE_EXTRA_CA_CERTS.',
    unauthorized: 'Give a token it knows with --auth-env VAR.',
    protocol: 'Check the path in --agent; an MCP agent often answers at /mcp.',
  };
  return advice[reason];
}

function withAdvice(
  { exitCode, reason }: Decision,
  { targets }: RunResult,
  flags: RunFlags,
): string | null {
  if (exitCode !== 3 || reason === null) return reason;
  const first = targets.filter(isDown).map(silenceOf)[0];
  const next = first ? adviceFor(first.reason, flags) : undefined;
  return next === undefined ? reason : `${reason} ${next}`;
}
