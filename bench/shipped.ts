import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { raceOnce, recordingRun, type Race } from './against-replay.ts';
import { bundleForAgentElsewhere } from './elsewhere.ts';
import type { Rounds } from './plan.ts';
import { countRequests } from './requests.ts';
import { raceFigures } from './race-figures.ts';
import { repeated } from './statistics.ts';
import { atMost, told, type Figure } from './table.ts';

/** The shipped storyboards at all six tenants, in one run, against a replay of the same requests. */
export async function shippedFigures(rounds: Rounds, base: string): Promise<readonly Figure[]> {
  const main = await bundleForAgentElsewhere();
  const race: Race = {
    command: ({ tenants, token }) => ({
      args: [main, 'run'],
      env: { BENCH_AGENT: JSON.stringify({ tenants, token }) },
    }),
    folder: join(base, 'shipped'),
  };
  mkdirSync(race.folder);
  const { cold, recorded } = await recordingRun(race);
  const laps = await repeated(rounds.shipped, (round) => raceOnce(race, round));
  const { mostBeyondSteps, worst, ofSkipped, skipped, ran } = countRequests(recorded);
  return [
    ...raceFigures('shipped suite, 6 tenants', { cold, laps, most: 1.3 }),
    atMost('  requests of a storyboard beyond its steps, most', mostBeyondSteps, {
      most: 1,
      note: worst,
    }),
    atMost('  requests of skipped storyboards', ofSkipped, { most: 0, note: `${skipped} skipped` }),
    told('  storyboards that ran', String(ran)),
  ];
}
