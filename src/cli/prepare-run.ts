import picomatch from 'picomatch';
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { ledgerProblems } from '../gate/ledger.ts';
import { isStoryboardPath } from '../load/choose-files.ts';
import { parseFloors } from '../load/floors.ts';
import { assertions } from '../judge/assertions/registry.ts';
import type { LoadedSuite } from '../load/suite.ts';
import type { Floors, GateRun } from '../model/gate.ts';
import type { Partiality } from '../model/result.ts';
import type { Storyboard } from '../model/storyboard.ts';
import { didYouMean } from '../support/did-you-mean.ts';
import { SourceError, UsageError } from '../support/errors.ts';
import { createRedactor } from '../support/redact.ts';
import { readBase } from './base-report.ts';
import { checkTogether } from './check-together.ts';
import type { Io } from './io.ts';
import type { RunFlags } from './options.ts';
import { shownFrom } from './paths.ts';
import { keptFor } from './kept.ts';
import { readFile } from './read-file.ts';
import { rerunCommand, type Rerun } from './rerun.ts';
import { readTokens, type Tokens } from './tokens.ts';
import { webhookOptionsOf } from './webhook-options.ts';
import { secretsOf } from './secrets.ts';
import { chooseSuite, loadChoice, type SuiteChoice } from './suite-choice.ts';

/** A run that may start: everything it reads from files is read, and nothing was sent. */
export interface PreparedRun {
  readonly suite: LoadedSuite;
  readonly knownStoryboards: ReadonlySet<string>;
  /** Why this is not the whole suite; empty when it is. */
  readonly filtered: readonly Partiality[];
  readonly floors: Floors | null;
  readonly floorsAreExplicit: boolean;
  readonly base: GateRun | null;
  /** Null when the run takes no webhooks. */
  readonly webhooks: ReturnType<typeof webhookOptionsOf>;
  readonly tokens: Tokens;
  readonly rerun: Rerun;
}

/** Reads and checks everything a run needs; throws UsageError or SourceError before anything is sent. */
export function prepareRun(what: readonly string[], flags: RunFlags, io: Io): PreparedRun {
  checkTogether(flags);
  const named = { ...flags, what: [...new Set([...what, ...flags.storyboard])], kept: keptFor(io) };
  const choice = chooseSuite(named, io.cwd);
  const loaded = loadChoice(choice, named);
  const storyboards = select(loaded.storyboards, flags);
  const suite = { ...loaded, storyboards };
  const floorsFile = flags.floors ?? defaultFloors(choice, flags, io);
  const floors =
    floorsFile === null ? null : parseFloors(floorsFile, readFile('--floors', floorsFile, io.cwd));
  const knownStoryboards = new Set(loaded.storyboards.map(({ id }) => id));
  if (floors !== null && choice.only === null) checkLedger(floors, loaded);
  const tokens = readTokens(flags, io.env);
  const redact = createRedactor(secretsOf({ suite, tokens }, null)).text;
  return {
    suite,
    knownStoryboards,
    filtered: filters(choice, flags),
    floors,
    floorsAreExplicit: flags.floors !== undefined,
    base: readBase(flags, { suite, floors, io }),
    webhooks: webhookOptionsOf(flags, io),
    tokens,
    rerun: {
      command: rerunCommand(flags, choice, redact),
      namedByFile: namedByFile(named.what, storyboards, io.cwd),
    },
  };
}

/** Whoever names a file may be the only one to know where it is. */
function namedByFile(
  what: readonly string[],
  storyboards: readonly Storyboard[],
  cwd: string,
): ReadonlySet<string> {
  const paths = new Set(what.filter(isStoryboardPath).map((path) => resolve(cwd, path)));
  const found = storyboards.filter(({ at }) => paths.has(resolve(cwd, at.file)));
  return new Set(found.map(({ id }) => id));
}

function select(storyboards: readonly Storyboard[], flags: RunFlags): readonly Storyboard[] {
  const { filter, track } = flags;
  const tracks = new Set(storyboards.flatMap((storyboard) => storyboard.track ?? []));
  if (track !== undefined && !tracks.has(track)) {
    throw new UsageError(
      `--track ${track}: no storyboard is of this track.${didYouMean(track, tracks)} Tracks: ${[...tracks].sort().join(', ')}.`,
    );
  }
  // Ids are no paths: `*` stands for slashes too.
  const matches = filter === undefined ? () => true : picomatch(filter, { bash: true });
  const selected = storyboards
    .filter(({ id }) => matches(id))
    .filter((s) => track === undefined || s.track === track);
  if (selected.length === 0) {
    const by = asked(flags).join(' ');
    throw new UsageError(`${by}: no storyboard matches. See storyboard list.`);
  }
  return selected;
}

function filters({ only }: SuiteChoice, flags: RunFlags): readonly Partiality[] {
  const by = [...(only === null ? [] : [only.join(', ')]), ...asked(flags)];
  return by.map((part) => ({ kind: 'filtered', by: part }));
}

/** The flags that leave storyboards out, as the user typed them. */
function asked({ filter, track }: RunFlags): readonly string[] {
  return [
    ...(filter === undefined ? [] : [`--filter ${filter}`]),
    ...(track === undefined ? [] : [`--track ${track}`]),
  ];
}

/** The shipped suite against the embedded agent has floors of its own. */
function defaultFloors({ root, shipped }: SuiteChoice, { agent }: RunFlags, io: Io): string | null {
  const file = join(root, 'floors.yaml');
  return shipped && agent === undefined && existsSync(resolve(io.cwd, file))
    ? shownFrom(io.cwd, resolve(io.cwd, file))
    : null;
}

function checkLedger(floors: Floors, suite: LoadedSuite): void {
  const storyboards = new Map(
    suite.storyboards.map((storyboard) => [storyboard.id, stepIds(storyboard)]),
  );
  const problems = ledgerProblems(floors, {
    of: 'suite',
    storyboards,
    assertions: assertions.map(({ id }) => id),
    leftOut: [],
  });
  if (problems.length > 0) throw new SourceError(problems);
}

function stepIds({ phases, fixtures }: Storyboard): readonly string[] {
  return [
    ...phases.flatMap(({ steps }) => steps.map(({ id }) => id)),
    ...fixtures.map(({ stepId }) => stepId),
  ];
}
