import { bareNodeMs, firstByteMs } from './start-up.ts';
import type { Rounds } from './plan.ts';
import { median, repeated } from './statistics.ts';
import { atMost, ms, type Figure } from './table.ts';

/** How long it takes until the agent hears of a run. */
export async function startUpFigures(rounds: Rounds): Promise<readonly Figure[]> {
  await firstByteMs('media_buy_state_machine');
  const laps = await repeated(rounds.startUp, async () => ({
    bare: await bareNodeMs(),
    first: await firstByteMs('media_buy_state_machine'),
  }));
  const bare = median(laps.map((lap) => lap.bare));
  const first = median(laps.map((lap) => lap.first));
  return [
    atMost('process start to first request / node -e 0', first / bare, {
      most: 3.5,
      unit: 'x',
      note: `${ms(first)} / ${ms(bare)}`,
    }),
  ];
}
