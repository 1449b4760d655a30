import { UsageError } from '../support/errors.ts';
import { flagName, type RunFlags } from './options.ts';

/** Refuses flags that make no sense beside one another. */
export function checkTogether(flags: RunFlags): void {
  const { agent, tenant, verbose, quiet } = flags;
  if (agent !== undefined && tenant.length > 0) {
    throw new UsageError(
      '--tenant names a tenant of the embedded agent; with --agent, give the tenant in the URL.',
    );
  }
  if (agent === undefined) checkEmbedded(flags);
  if (verbose && quiet) throw new UsageError('give --verbose or --quiet, not both.');
  checkVerbatim(flags);
}

const aboutAgent = ['auth', 'authEnv', 'protocol', 'target', 'wait'] as const;

/** A run that was meant for an agent must not pass against the embedded one. */
function checkEmbedded(flags: RunFlags): void {
  const given = aboutAgent.find((name) =>
    [flags[name]].flat().some((value) => value !== undefined),
  );
  if (given === undefined) return;
  throw new UsageError(
    `${flagName(given)} is for an agent of your own, and none is named: add --agent URL.`,
  );
}

function checkVerbatim(flags: RunFlags): void {
  const given = (['brand', 'operator'] as const).find((name) => flags[name] !== undefined);
  if (!flags.verbatim || given === undefined) return;
  throw new UsageError(
    `--verbatim changes no request, so the run cannot act for ${flagName(given)}; leave one out.`,
  );
}
