import type { Json } from '../model/json.ts';
import type { Storyboard, Suite } from '../model/storyboard.ts';
import { datesIn, isRotted, planDateShift } from '../request/dates.ts';
import type { DateShift } from '../request/invariant.ts';
import { authoredPayloads } from '../request/subject.ts';
import { substituteConstants } from '../request/substitute.ts';

/** How the literal dates of a run's storyboards move. */
export interface RunDates {
  /** Null for a storyboard without a rotted date. */
  shiftFor(storyboard: Storyboard): DateShift | null;
  /** What the user should know of dates that could not be looked after. */
  readonly notices: readonly string[];
}

/** For requests that go out as authored. */
export const datesAsAuthored: RunDates = { shiftFor: () => null, notices: [] };

/** Decides once, for the whole run, by how many years rotted storyboards move. */
export function planDates(suite: Suite, now: Date): RunDates {
  const { publishedAt } = suite.name;
  const byStoryboard = new Map(
    suite.storyboards.map((storyboard) => [storyboard.id, literalDates(storyboard)]),
  );
  const all = [...byStoryboard.values()].flat();
  const shift = planDateShift(all, publishedAt, now);
  return {
    shiftFor({ id }) {
      if (shift === null) return null;
      return byStoryboard.get(id)?.some((date) => isRotted(date, shift.after, now)) ? shift : null;
    },
    notices:
      publishedAt === null && all.some((date) => Date.parse(date) < now.getTime())
        ? [unknownPublication]
        : [],
  };
}

const unknownPublication =
  'The suite does not say when it was published, so its past dates are sent as written. Give the day with --suite-date.';

/** Those of its requests and fixtures, in the kit and the context where they stand for them, too. */
function literalDates(storyboard: Storyboard): readonly string[] {
  const { context, testKit } = storyboard;
  const sources = { context: {}, origins: new Map(), testKit: testKit?.document ?? null };
  const requests = authoredPayloads(storyboard).map((body) => substituteConstants(body, sources));
  const fixtures: readonly Json[] = storyboard.fixtures.map(({ params }) => params);
  return [...requests, ...fixtures, context].flatMap(datesIn);
}
