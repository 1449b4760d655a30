import type { LoadedSuite } from '../load/suite.ts';
import type { Floors } from '../model/gate.ts';
import { readReport, type SavedReport } from '../report/json-read.ts';
import { UsageError } from '../support/errors.ts';
import type { Io } from './io.ts';
import type { RunFlags } from './options.ts';
import { readFile } from './read-file.ts';
import { nameOfTarget } from './target-name.ts';

/** What a base report is to be compared with. */
interface Compared {
  readonly suite: Pick<LoadedSuite, 'name'>;
  readonly floors: Floors | null;
  readonly io: Io;
}

/** The report of `--base`, null without one; throws UsageError where it can tell nothing of this run. */
export function readBase(
  flags: Pick<RunFlags, 'base' | 'agent' | 'target'>,
  { suite, floors, io }: Compared,
): SavedReport | null {
  const { base: file, agent } = flags;
  if (file === undefined) return null;
  const base = readBaseOf(suite.name, file, io);
  if (agent !== undefined)
    refuseOtherTargets(file, base, nameOfTarget({ ...flags, agent }, floors));
  return base;
}

type Suite = SavedReport['suite'];

/** A report to compare a run of this suite with; throws UsageError where it is of another suite. */
export function readBaseOf(suite: Suite, file: string, { cwd }: Pick<Io, 'cwd'>): SavedReport {
  const base = readReport(file, readFile('--base', file, cwd));
  refuseOtherSuite(file, base.suite, suite);
  return base;
}

/** A suite that states no version is called after its folder, which may differ from checkout to checkout. */
function refuseOtherSuite(file: string, base: Suite, run: Suite): void {
  if (base.name === run.name || base.version === null || run.version === null) return;
  throw new UsageError(
    `--base ${file}: it is a report of the suite ${base.name}, and this run is of ${run.name}.`,
  );
}

function refuseOtherTargets(file: string, { targets }: SavedReport, name: string): void {
  const names = targets.map(({ target }) => target.name);
  if (names.includes(name)) return;
  throw new UsageError(
    `--base ${file}: it has no target called ${name}, but ${names.join(', ') || 'none at all'}; name this one with --target.`,
  );
}
