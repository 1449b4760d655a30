import type { RunningAgent } from '../../fixtures/training-agent/start-training-agent.ts';
import { faults, type Fault } from '../../fixtures/training-agent/core/faults.ts';
import { startTrainingAgent } from '../../fixtures/training-agent/start-training-agent.ts';
import { tenants as sources } from '../../fixtures/training-agent/tenants.ts';
import { didYouMean } from '../support/did-you-mean.ts';
import { UsageError } from '../support/errors.ts';

/** Which part of the embedded agent to start, and how broken. */
export interface EmbeddedOptions {
  /** Empty for all tenants. */
  readonly tenants: readonly string[];
  readonly port?: number;
  readonly faults?: readonly string[];
}

/** Every tenant there is, started or not. */
export const tenantNames = sources.map(({ name }) => name);

/** Starts the embedded training agent on loopback; an unknown tenant or fault is a UsageError. */
export async function startEmbeddedAgent({
  tenants,
  port,
  faults: broken = [],
}: EmbeddedOptions): Promise<RunningAgent> {
  const chosen = tenantsCalled(tenants);
  return startTrainingAgent({
    ...(port === undefined ? {} : { port }),
    ...(chosen.length === 0 ? {} : { tenants: chosen }),
    faults: broken.map(knownFault),
  });
}

/** The tenants of these names, or a UsageError. */
export function tenantsCalled(names: readonly string[]) {
  return names.map(knownTenant);
}

function knownTenant(name: string) {
  return known(name, tenantNames, {
    flag: '--tenant',
    all: `There are: ${tenantNames.join(', ')}.`,
  });
}

function knownFault(name: string): Fault {
  const names = Object.keys(faults) as Fault[];
  return known(name, names, { flag: '--fault', all: 'List them with: storyboard list faults.' });
}

function known<T extends string>(
  name: string,
  names: readonly T[],
  { flag, all }: { readonly flag: string; readonly all: string },
): T {
  const found = names.find((candidate) => candidate === name);
  if (found !== undefined) return found;
  throw new UsageError(
    `${flag} ${name}: the embedded agent has none.${didYouMean(name, names)} ${all}`,
  );
}
