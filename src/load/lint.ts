import type { SourceProblem } from '../model/source.ts';
import { isObject } from '../support/json.ts';
import { assertedFlags, authoredSteps, flagOf } from './lint/authored.ts';
import type { AuthoredStepAt, LintSubject } from './lint/rule.ts';
import { schemaFaults } from './lint/schema-faults.ts';
import { lintRules } from './lint/rules.ts';
import { Place } from './place.ts';
import { readSuite } from './read-suite.ts';
import type { ReadStoryboard, SuiteReading } from './read-suite.ts';
import { referredSchemas } from './referred-schemas.ts';
import type { LoadOptions } from './suite.ts';

/** What a suite is linted against, besides what loading needs. */
interface LintOptions extends LoadOptions {
  /** ISO 8601; null leaves dates unjudged. */
  readonly now: string | null;
}

/** Everything loading finds and everything only authors want to hear, by file and line. */
export function lintSuite(options: LintOptions): readonly SourceProblem[] {
  const reading = readSuite(options);
  const parsed = reading.storyboards.map((read) => partsOf(read, reading.problems));
  for (const one of parsed) {
    const subject = subjectOf(one, parsed, { reading, now: options.now });
    for (const rule of lintRules) rule.check(subject);
  }
  const storyboards = reading.storyboards.map(({ storyboard }) => storyboard);
  const referred = referredSchemas(storyboards, reading.schemas);
  reading.problems.push(...schemaFaults(referred, reading.schemas));
  return reading.problems.map(asLinted).sort(byPlace);
}

interface Parts {
  readonly read: ReadStoryboard;
  readonly document: LintSubject['document'];
  readonly place: Place;
  readonly steps: readonly AuthoredStepAt[];
}

function partsOf(read: ReadStoryboard, problems: SourceProblem[]): Parts {
  const place = new Place(read.source, problems);
  const document = isObject(read.source.value) ? read.source.value : {};
  return { read, document, place, steps: authoredSteps(document, place) };
}

interface Surroundings {
  readonly reading: SuiteReading;
  readonly now: string | null;
}

function subjectOf(one: Parts, all: readonly Parts[], { reading, now }: Surroundings): LintSubject {
  const { id, requiresScenarios } = one.read.storyboard;
  const parents = all.filter(({ read }) => read.storyboard.requiresScenarios.includes(id));
  const scenarios = all.filter(({ read }) => requiresScenarios.includes(read.storyboard.id));
  const flags = parents.flatMap(({ steps }) => steps.map(flagOf)).filter((flag) => flag !== null);
  return {
    document: one.document,
    place: one.place,
    steps: one.steps,
    schemas: reading.schemas,
    kit: one.read.storyboard.testKit,
    inheritedFlags: new Set(flags),
    flagsAssertedElsewhere: new Set(scenarios.flatMap(({ steps }) => steps.flatMap(assertedFlags))),
    publishedAt: reading.name.publishedAt,
    now,
  };
}

/** A runner may shrug at a check it does not know; its author should not. */
function asLinted(problem: SourceProblem): SourceProblem {
  return problem.rule === 'unknown-check' ? { ...problem, severity: 'error' } : problem;
}

function byPlace({ at: a }: SourceProblem, { at: b }: SourceProblem): number {
  if (a.file !== b.file) return a.file < b.file ? -1 : 1;
  return a.line - b.line || a.column - b.column;
}
