import type { Json } from '../../src/model/json.ts';
import type { StepRow, StoryboardRows, Verdict } from './rows.ts';

/** What both runners said about one step of one agent. */
export interface Comparison {
  readonly agent: string;
  readonly storyboard: string;
  readonly phase: string;
  readonly step: string;
  readonly ours: Side;
  readonly reference: Side;
}

/** One runner's half of a comparison. */
export interface Side {
  readonly verdict: Verdict;
  readonly why: string | null;
  readonly sent: Json;
}

const noRow: Side = { verdict: 'no row', why: null, sent: null };

/** Pairs the rows of two runs of one agent by storyboard, phase and step; a row only one of them has is kept. */
export function compare(
  agent: string,
  ours: readonly StoryboardRows[],
  reference: readonly StoryboardRows[],
): readonly Comparison[] {
  const theirs = new Map(reference.map((rows) => [rows.storyboard, rows]));
  const mine = new Map(ours.map((rows) => [rows.storyboard, rows]));
  return [...new Set([...mine.keys(), ...theirs.keys()])].flatMap((storyboard) =>
    compareStoryboard(agent, mine.get(storyboard), theirs.get(storyboard)),
  );
}

/** True where both runners said the same. */
export function agrees({ ours, reference }: Comparison): boolean {
  return ours.verdict === reference.verdict;
}

function compareStoryboard(
  agent: string,
  ours: StoryboardRows | undefined,
  reference: StoryboardRows | undefined,
): readonly Comparison[] {
  const storyboard = (ours ?? reference)?.storyboard ?? '';
  const mine = byPlace(ours);
  const theirs = byPlace(reference);
  const places = new Map([...theirs, ...mine]);
  if (places.size === 0) places.set('', { storyboard, phase: '', step: '', ...noRow });
  return [...places].map(([place, { phase, step }]) => ({
    agent,
    storyboard,
    phase,
    step,
    ours: sideOf(mine.get(place), ours),
    reference: sideOf(theirs.get(place), reference),
  }));
}

/** Rows by phase and step; a step id that occurs twice in a phase is told apart by its turn. */
function byPlace(rows: StoryboardRows | undefined): ReadonlyMap<string, StepRow> {
  const placed = new Map<string, StepRow>();
  for (const row of rows?.steps ?? []) {
    const place = `${row.phase}/${row.step}`;
    let turn = 1;
    while (placed.has(`${place}#${turn}`)) turn += 1;
    placed.set(`${place}#${turn}`, row);
  }
  return placed;
}

function sideOf(row: StepRow | undefined, rows: StoryboardRows | undefined): Side {
  if (row !== undefined) return { verdict: row.verdict, why: row.why, sent: row.sent };
  return rows?.whole ? { ...rows.whole, sent: null } : noRow;
}
