import type { SuiteName } from '../model/result.ts';
import type { SourceProblem } from '../model/source.ts';
import type { Storyboard } from '../model/storyboard.ts';
import { closest } from '../support/did-you-mean.ts';
import { UsageError } from '../support/errors.ts';
import { chooseFiles } from './choose-files.ts';
import { pseudoTasks } from './language.ts';
import { notUtf8 } from './encoding.ts';
import { isStoryboard } from './is-storyboard.ts';
import type { LoadContext } from './load-context.ts';
import { normaliseStoryboard } from './normalise.ts';
import { Place } from './place.ts';
import { referredSchemas } from './referred-schemas.ts';
import { createSchemaSource } from './schemas.ts';
import type { SuiteSchemas } from './schemas.ts';
import type { SuiteFile } from './suite-files.ts';
import { readSuiteName } from './suite-name.ts';
import { findSchemas } from './suite-path.ts';
import type { LoadOptions } from './suite.ts';
import { createKitReader } from './test-kit.ts';
import { createVectors } from './vectors.ts';
import type { YamlFile } from './yaml.ts';
import { yamlReader } from './yaml-reader.ts';
import type { YamlReader } from './yaml-reader.ts';

/** A storyboard beside the file it was read from. */
export interface ReadStoryboard {
  readonly storyboard: Storyboard;
  readonly source: YamlFile;
}

/** Everything reading a suite found, good and bad. */
export interface SuiteReading {
  readonly name: SuiteName;
  readonly storyboards: readonly ReadStoryboard[];
  readonly schemas: SuiteSchemas;
  readonly problems: SourceProblem[];
}

/** Reads a suite without judging whether it may be used. */
export function readSuite(options: LoadOptions): SuiteReading {
  const problems: SourceProblem[] = [];
  const yaml = yamlReader(options.kept ?? null);
  const context = contextOf(options, yaml, problems);
  const { files, named, ids } = chooseFiles(options.root, options.only, yaml.read);
  const storyboards = files
    .map((file) => readStoryboard(file, named.has(file.file), { context, problems }))
    .filter((read) => read !== null);
  const name = readSuiteName(options.root, options.suiteDate, problems);
  refuseNothing(storyboards, problems, options.root);
  problems.push(...faultsOfSchemas(storyboards, context.schemas));
  reportDuplicates(storyboards, problems);
  reportScenarios(storyboards, ids, problems);
  yaml.keep();
  return {
    name,
    storyboards,
    schemas: context.schemas,
    problems,
  };
}

function contextOf(
  options: LoadOptions,
  { read }: YamlReader,
  problems: SourceProblem[],
): LoadContext {
  return {
    checks: new Map(options.checks.map((check) => [check.kind, check])),
    assertions: options.assertions,
    runnerTasks: new Set([...pseudoTasks, ...options.runnerTasks]),
    runnerVersion: options.runnerVersion,
    schemas: createSchemaSource(options.schemasRoot ?? findSchemas(options.root)),
    kitOf: createKitReader({ root: options.root, override: options.kit, parse: read }, problems),
    vectors: createVectors(options.root),
  };
}

interface Reading {
  readonly context: LoadContext;
  readonly problems: SourceProblem[];
}

/** A file the user named must be a storyboard; one that was only found may be anything but half a storyboard. */
function readStoryboard(
  { file, text, isUtf8, yaml }: SuiteFile,
  named: boolean,
  { context, problems }: Reading,
): ReadStoryboard | null {
  if (!named && !mayBeStoryboard.test(text)) return null;
  const isWide = text.includes('\0');
  if (isWide || !isUtf8) problems.push(notUtf8(file, text));
  if (isWide) return null;
  const source = yaml();
  problems.push(...source.problems);
  if (source.value === undefined) return null;
  const place = new Place(source, problems);
  if (!isStoryboard(source.value, place, named)) return null;
  const storyboard = normaliseStoryboard(source.value, place, context);
  return storyboard ? { storyboard, source } : null;
}

/** The start of `phases`, in UTF-16 too. */
const mayBeStoryboard = /\bp\0?h\0?a\0?s\0?e/;

/** Found before anything is sent: a schema that cannot be read judges nothing. */
function faultsOfSchemas(
  read: readonly ReadStoryboard[],
  schemas: SuiteSchemas,
): readonly SourceProblem[] {
  const storyboards = read.map(({ storyboard }) => storyboard);
  return schemas.faultsIn(referredSchemas(storyboards, schemas));
}

/** Nothing to read is no suite without a mistake. */
function refuseNothing(
  storyboards: readonly ReadStoryboard[],
  problems: readonly SourceProblem[],
  root: string,
): void {
  if (storyboards.length > 0 || problems.some(({ severity }) => severity === 'error')) return;
  throw new UsageError(`${root}: there is no storyboard in this folder`);
}

function reportDuplicates(storyboards: readonly ReadStoryboard[], problems: SourceProblem[]): void {
  const seen = new Map<string, string>();
  for (const { storyboard } of storyboards) {
    const first = seen.get(storyboard.id);
    if (first === undefined) seen.set(storyboard.id, storyboard.at.file);
    else {
      problems.push({
        severity: 'error',
        rule: 'duplicate-storyboard-id',
        message: `two storyboards are called "${storyboard.id}"; the other is in ${first}`,
        hint: 'rename one of them',
        at: storyboard.at,
      });
    }
  }
}

/** A scenario that does not exist takes its parent out of the run, which its author would want to know. */
function reportScenarios(
  storyboards: readonly ReadStoryboard[],
  idsOf: () => ReadonlySet<string>,
  problems: SourceProblem[],
): void {
  for (const { storyboard, source } of storyboards) {
    for (const [index, id] of storyboard.requiresScenarios.entries()) {
      const ids = idsOf();
      if (ids.has(id)) continue;
      const meant = closest(id, ids);
      new Place(source, problems, ['requires_scenarios', index]).warning(
        'unresolved-scenario',
        `no storyboard of this suite is called "${id}"`,
        meant === null
          ? 'add a storyboard with this id, or drop the line'
          : `did you mean "${meant}"?`,
      );
    }
  }
}
