import * as z from 'zod';
import { startEmbeddedAgent } from '../embedded-agent.ts';
import { done, type Ending, type Io } from '../io.ts';
import { readFlags } from '../options.ts';

const serveFlags = z.object({
  tenant: z.array(z.string()).default([]),
  port: z.coerce
    .number({ error: 'wants a port' })
    .int('wants a port')
    .min(0)
    .max(65535, 'wants a port up to 65535')
    .optional(),
  fault: z.array(z.string()).default([]),
});

/** `storyboard serve`: the embedded agent on loopback, until SIGINT or SIGTERM. */
export async function serveCommand(given: unknown, io: Io): Promise<Ending> {
  const flags = readFlags(serveFlags, given);
  const agent = await startEmbeddedAgent({
    tenants: flags.tenant,
    faults: flags.fault,
    ...(flags.port === undefined ? {} : { port: flags.port }),
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
