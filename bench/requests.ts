import type { Recorded } from './against-replay.ts';
import { storyboardsOf, type Report, type ReportedStoryboard } from './report.ts';

/** How many requests the storyboards of a run cost. */
export interface RequestCount {
  /** Requests beyond one for each step, of the storyboard that has most of them. */
  readonly mostBeyondSteps: number;
  /** Its name. */
  readonly worst: string;
  /** Requests of storyboards that were skipped as a whole. */
  readonly ofSkipped: number;
  readonly skipped: number;
  readonly ran: number;
}

/**
 * Counts the requests of each storyboard. Storyboards run one after the other, so a request belongs to the storyboard
 * of the last step that was sent before it. What a target hears before its first step is the handshake and discovery,
 * and a DELETE ends the session.
 */
export function countRequests({ report, sent }: Recorded): RequestCount {
  const storyboards = storyboardsOf(report);
  const starts = report.targets.flatMap((target) => startsAt(target, sent));
  const counts = new Map<ReportedStoryboard, number>();
  for (const { at, method } of sent) {
    const owner = starts.findLast(({ from }) => from <= at)?.storyboard;
    if (owner && method !== 'DELETE') counts.set(owner, (counts.get(owner) ?? 0) + 1);
  }
  const beyond = [...counts].map(([storyboard, requests]) => ({
    id: storyboard.storyboard_id,
    extra: requests - stepsRunIn(storyboard),
  }));
  const worst = beyond.reduce((most, each) => (each.extra > most.extra ? each : most), {
    id: 'none',
    extra: 0,
  });
  const skipped = storyboards.filter(({ verdict }) => verdict === 'skipped');
  return {
    mostBeyondSteps: worst.extra,
    worst: worst.id,
    ofSkipped: skipped.reduce((sum, storyboard) => sum + (counts.get(storyboard) ?? 0), 0),
    skipped: skipped.length,
    ran: storyboards.length - skipped.length,
  };
}

/** When each storyboard of a target began, after a beginning that is nobody's. */
function startsAt({ target, storyboards }: Report['targets'][number], sent: Recorded['sent']) {
  const path = new URL(target.url).pathname;
  const reached = sent.find((request) => request.path === path)?.at ?? Number.POSITIVE_INFINITY;
  const begun = storyboards.flatMap((storyboard) => {
    const from = firstSent(storyboard);
    return from === null ? [] : [{ storyboard, from }];
  });
  return [{ storyboard: null, from: reached }, ...begun];
}

function firstSent({ step_results: steps }: ReportedStoryboard): number | null {
  const times = steps.flatMap(({ response }) =>
    response === undefined ? [] : [Date.parse(response.sent_at)],
  );
  return times.length === 0 ? null : Math.min(...times);
}

function stepsRunIn({ step_results: steps }: ReportedStoryboard): number {
  return steps.filter(({ verdict }) => verdict !== 'skipped').length;
}
