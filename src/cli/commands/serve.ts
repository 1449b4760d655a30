import * as z from 'zod';
import { startEmbeddedAgent } from '../embedded-agent.ts';
import { done, type Ending, type Io } from '../io.ts';
import { UsageError } from '../../support/errors.ts';
import { port, readFlags } from '../options.ts';

const serveFlags = z.object({
  tenant: z.array(z.string()).default([]),
  port,
  fault: z.array(z.string()).default([]),
});

/** `storyboard serve`: the embedded agent on loopback, until a signal ends it. */
export async function serveCommand(given: unknown, io: Io): Promise<Ending> {
  const flags = readFlags(serveFlags, given);
  const agent = await startEmbeddedAgent({
    tenants: flags.tenant,
    faults: flags.fault,
    ...(flags.port === undefined ? {} : { port: flags.port }),
  }).catch((error: unknown) => {
    throw flags.port === undefined ? error : (whyNotListening(error, flags.port) ?? error);
  });
  for (const { name, url } of agent.tenants) io.stdout(`${name.padEnd(18)}${url}\n`);
  io.stdout(`\nBearer token: ${agent.token} (or any that starts with demo-). Stop with Ctrl-C.\n`);
  await new Promise<void>((resolve) => {
    const forget = io.onSignal(() => {
      forget();
      resolve();
    });
  });
  await agent.close();
  return done;
}

/** Null for what has nothing to do with the port. */
function whyNotListening(error: unknown, port: number): UsageError | null {
  if (!(error instanceof Error && 'syscall' in error && error.syscall === 'listen')) return null;
  return new UsageError(
    `--port ${port}: nothing can listen there (${error.message}). Name a free port, or leave the flag out.`,
  );
}
