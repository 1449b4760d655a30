import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { raceOnce, recordingLap, type Race } from './against-replay.ts';
import type { Rounds } from './plan.ts';
import { countRequests, type RequestCount } from './requests.ts';
import { raceFigures } from './race-figures.ts';
import { repeated, total } from './statistics.ts';
import { atMost, told, type Figure } from './table.ts';

const tenants = ['sales', 'signals', 'governance', 'creative', 'creative-builder', 'brand'];

/** The shipped storyboards at every tenant, against a replay of the same requests. */
export async function shippedFigures(rounds: Rounds, base: string): Promise<readonly Figure[]> {
  const race: Race = { tenants, flags: [], folder: join(base, 'shipped') };
  mkdirSync(race.folder);
  const { lap: cold, reports } = await recordingLap(race);
  const laps = await repeated(rounds.shipped, (round) => raceOnce(race, round));
  return [
    ...raceFigures('shipped suite, 6 tenants', { cold, laps, most: 1.3 }),
    ...requestFigures(reports.map(countRequests)),
    told('  storyboards that ran', String(total(reports.map(countRequests), ({ ran }) => ran))),
  ];
}

function requestFigures(counts: readonly RequestCount[]): readonly Figure[] {
  const worst = counts.reduce((most, each) =>
    each.mostBeyondSteps > most.mostBeyondSteps ? each : most,
  );
  return [
    atMost('  requests of a storyboard beyond its steps, most', worst.mostBeyondSteps, {
      most: 1,
      note: worst.worst,
    }),
    atMost(
      '  requests of skipped storyboards',
      total(counts, ({ ofSkipped }) => ofSkipped),
      {
        most: 0,
        note: `${total(counts, ({ skipped }) => skipped)} skipped`,
      },
    ),
  ];
}
