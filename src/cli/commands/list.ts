import * as z from 'zod';
import { faults } from '../../../fixtures/training-agent/core/faults.ts';
import { assertions } from '../../judge/assertions/registry.ts';
import { checks } from '../../judge/checks/registry.ts';
import { listStoryboards } from '../../load/choose-files.ts';
import { printable } from '../../report/escape.ts';
import { reporters } from '../../report/registry.ts';
import { invariants } from '../../request/invariants/registry.ts';
import { runnerTasks } from '../../run/tasks/registry.ts';
import { didYouMean } from '../../support/did-you-mean.ts';
import { UsageError } from '../../support/errors.ts';
import { done, type Ending, type Io } from '../io.ts';
import { readFlags } from '../options.ts';
import { chooseSuite } from '../suite-choice.ts';

const listFlags = z.object({ suite: z.string().optional() });

/** A row of a list: what it is called, and what it is for. */
interface Row {
  readonly name: string;
  readonly summary: string;
}

/** What can be listed besides storyboards: the registries themselves, so the lists cannot be wrong. */
export const supported: Readonly<Record<string, () => readonly Row[]>> = {
  checks: () => checks.map(({ kind, summary }) => ({ name: kind, summary })),
  tasks: () => runnerTasks,
  assertions: () => assertions.map(({ id, summary }) => ({ name: id, summary })),
  invariants: () => invariants.map(({ id, summary }) => ({ name: id, summary })),
  reporters: () => reporters,
  faults: () => Object.entries(faults).map(([name, summary]) => ({ name, summary })),
};

/** `storyboard list`. */
export function listCommand(what: string, given: unknown, io: Io): Ending {
  const { suite } = readFlags(listFlags, given);
  io.stdout(table(what === 'storyboards' ? storyboards(suite, io) : registry(what)));
  return done;
}

function storyboards(suite: string | undefined, io: Io): readonly Row[] {
  const { root } = chooseSuite({ suite, what: [] }, io.cwd);
  const rows = listStoryboards(root).map(({ id, file }) => ({
    name: printable(id),
    summary: printable(file),
  }));
  if (rows.length === 0) throw new UsageError(`${root}: there is no storyboard in this folder.`);
  return rows;
}

function registry(what: string): readonly Row[] {
  const rows = Object.hasOwn(supported, what) ? supported[what] : undefined;
  if (rows !== undefined) return rows();
  const lists = ['storyboards', ...Object.keys(supported)];
  throw new UsageError(
    `there is no list of "${what}".${didYouMean(what, lists)} Lists: ${lists.join(', ')}.`,
  );
}

function table(rows: readonly Row[]): string {
  const width = Math.max(0, ...rows.map(({ name }) => name.length));
  return rows.map(({ name, summary }) => `${name.padEnd(width)}  ${summary}\n`).join('');
}
