import { randomBytes } from 'node:crypto';
import { setFlagsFromString } from 'node:v8';
import { assertions } from '../judge/assertions/registry.ts';
import { checks } from '../judge/checks/registry.ts';
import { createSchemaValidator } from '../judge/schema-validator.ts';
import type { RunEvent } from '../model/event.ts';
import type { RunResult } from '../model/result.ts';
import { invariants } from '../request/invariants/registry.ts';
import { run } from '../run/run.ts';
import { createRedactor } from '../support/redact.ts';
import type { RunEnd } from './end-run.ts';
import { engineFlags } from './engine-flags.ts';
import { givenContext } from './given-context.ts';
import type { Io } from './io.ts';
import type { RunFlags } from './options.ts';
import { operatorEndpoints } from './operator-endpoints.ts';
import type { Outputs } from './outputs.ts';
import type { PreparedRun } from './prepare-run.ts';
import { secretsOf } from './secrets.ts';
import { openTargets } from './targets.ts';
import { tellLater, type Teller } from './tell-later.ts';
import { version } from './version.ts';

/** Runs what was prepared and gives the result, redacted; listeners see redacted events too. */
export async function execute(
  prepared: PreparedRun,
  flags: RunFlags,
  { io, outputs, end }: { readonly io: Io; readonly outputs: Outputs; readonly end: RunEnd },
): Promise<RunResult> {
  end.within(flags.budget);
  const targets = await openTargets(prepared, flags, { io, signal: end.signal });
  // Only now: under other flags the engine compiles Node's own modules anew, and most are loaded by now.
  for (const flag of engineFlags(process.versions.node)) setFlagsFromString(flag);
  const secrets = secretsOf(prepared, targets.token);
  const redact = createRedactor(secrets);
  for (const name of redact.tooShort) io.stderr(`${name} is too short to be kept out of reports\n`);
  const { listen } = outputs;
  const listener = listen ? tellLater((event: RunEvent) => listen(redact.event(event))) : untold;
  try {
    const { suite, knownStoryboards, filtered } = prepared;
    const result = await run({
      runner: { name: 'storyboard', version },
      suite,
      knownStoryboards,
      targets: targets.list,
      context: givenContext(flags.context, targets.context),
      identity: {
        brand: flags.brand ?? null,
        operator: flags.operator ?? null,
        verbatim: flags.verbatim,
        live: flags.live,
      },
      filtered,
      select: flags.select,
      bail: flags.bail,
      adcpVersion: flags.adcpVersion ?? null,
      webhooks: prepared.webhooks,
      allowRateLimitTrip: flags.allowRateLimitTrip,
      endpoints: operatorEndpoints(flags),
      timeoutMs: flags.timeout * 1000,
      signal: end.signal,
      runId: randomBytes(8).toString('hex'),
      secrets: secrets.map(({ value }) => value),
      services: services(prepared, flags, io, listener.tell),
    });
    return redact.result(result);
  } finally {
    listener.rest();
    await targets.close();
  }
}

/** For runs that nobody listens to. */
const untold: Teller<RunEvent> = { tell: () => undefined, rest: () => undefined };

function services(prepared: PreparedRun, flags: RunFlags, io: Io, emit: (event: RunEvent) => void) {
  const { schemas } = prepared.suite;
  return {
    runClock: io.now(),
    now: io.now,
    elapsed: io.elapsed,
    newId: io.newId,
    checks: new Map(checks.map((check) => [check.kind, check])),
    assertions,
    invariants: flags.verbatim ? [] : invariants,
    schemas,
    openValidator: () => createSchemaValidator(schemas),
    emit,
  };
}
