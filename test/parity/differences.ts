import { readFileSync } from 'node:fs';
import picomatch from 'picomatch';
import { parse } from 'yaml';
import { z } from 'zod';
import { agrees } from './compare.ts';
import type { Comparison } from './compare.ts';
import type { Verdict } from './rows.ts';

const verdict = z.custom<Verdict>(
  (value) => typeof value === 'string' && /^(passed|failed|no row|skipped: \w+)$/.test(value),
  'wants passed, failed, no row or skipped: <reason>',
);

const text = z.string().trim();

const oneOrMore = z.preprocess(
  (value) => (typeof value === 'string' ? [value] : value),
  z.array(verdict).min(1),
);

const entrySchema = z.strictObject({
  id: z.string().regex(/^[a-z0-9-]+$/, 'wants lower-case words joined by dashes'),
  reason: text.min(40, 'wants what was authored, what the reference did and which text decides'),
  agents: z.array(z.string()).min(1).default(['*']),
  steps: z.array(z.string()).min(1),
  ours: oneOrMore,
  reference: oneOrMore,
});

/** Differences that stay, and why ours is right. `steps` are `storyboard/step` and, like `agents`, may be globs. */
export type Difference = z.infer<typeof entrySchema>;

/** What the listed differences leave open. */
export interface Accounted {
  readonly explained: readonly { readonly comparison: Comparison; readonly by: Difference }[];
  readonly unexplained: readonly Comparison[];
  /** Parts of entries that match no difference any more. */
  readonly stale: readonly StalePart[];
}

/** A pattern of an entry that matches nothing. */
export interface StalePart {
  readonly id: string;
  readonly pattern: string;
}

/** Reads the file; every id is there once. */
export function readDifferences(file: string): readonly Difference[] {
  return parseDifferences(readFileSync(file, 'utf8'), file);
}

/** Reads the text of the file. */
export function parseDifferences(yaml: string, file: string): readonly Difference[] {
  const read = z.array(entrySchema).safeParse(parse(yaml) ?? []);
  if (!read.success) throw new Error(`${file}: ${z.prettifyError(read.error)}`);
  const ids = read.data.map(({ id }) => id);
  const twice = ids.find((id, index) => ids.indexOf(id) !== index);
  if (twice !== undefined) throw new Error(`${file}: two entries are called "${twice}"`);
  return read.data;
}

/** What was run, and so which entries can be called stale: some agents, all of them, or only some storyboards. */
export type Scope = 'all agents' | 'some agents' | 'some storyboards';

/** Splits the disagreements into explained and unexplained, and finds what no longer differs. */
export function account(
  comparisons: readonly Comparison[],
  differences: readonly Difference[],
  scope: Scope,
): Accounted {
  const open = comparisons.filter((comparison) => !agrees(comparison));
  const matched = open.map((comparison) => ({
    comparison,
    by: differences.find((difference) => matches(difference, comparison)),
  }));
  return {
    explained: matched.flatMap(({ comparison, by }) => (by ? [{ comparison, by }] : [])),
    unexplained: matched.flatMap(({ comparison, by }) => (by ? [] : [comparison])),
    stale: differences
      .filter(({ agents }) => isObserved(agents, comparisons, scope))
      .flatMap((difference) => staleParts(difference, open)),
  };
}

/** True where every agent an entry speaks of was run on the whole suite. */
function isObserved(
  agents: readonly string[],
  comparisons: readonly Comparison[],
  scope: Scope,
): boolean {
  if (scope !== 'some agents') return scope === 'all agents';
  return agents.every((name) => comparisons.some(({ agent }) => agent === name));
}

function matches(difference: Difference, comparison: Comparison): boolean {
  const { agent, ours, reference } = comparison;
  return (
    difference.ours.includes(ours.verdict) &&
    difference.reference.includes(reference.verdict) &&
    difference.agents.some((pattern) => picomatch.isMatch(agent, pattern)) &&
    difference.steps.some((pattern) => isStep(pattern, comparison))
  );
}

/** A star stands for anything, slashes included: storyboard ids have some of their own. */
function isStep(pattern: string, { storyboard, step }: Comparison): boolean {
  return picomatch.isMatch(`${storyboard}/${step}`, pattern, { bash: true });
}

function staleParts(difference: Difference, open: readonly Comparison[]): readonly StalePart[] {
  const { id, agents, steps } = difference;
  const covered = open.filter((comparison) => matches(difference, comparison));
  return [
    ...agents.filter((name) => !covered.some(({ agent }) => picomatch.isMatch(agent, name))),
    ...steps.filter((pattern) => !covered.some((comparison) => isStep(pattern, comparison))),
  ].map((pattern) => ({ id, pattern }));
}
