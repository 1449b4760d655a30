import { withAgent } from './agent.ts';
import { measured } from './measured.ts';
import { bin, publishedSuite, reference } from './paths.ts';
import type { Rounds } from './plan.ts';
import { median, repeated } from './statistics.ts';
import { ms, told, type Figure } from './table.ts';

const storyboard = 'media_buy_state_machine';

/** The same storyboard of the published suite by both runners, each against a fresh agent. */
export async function singleFigures(rounds: Rounds): Promise<readonly Figure[]> {
  const laps = await repeated(rounds.single, async () => ({
    ours: await withAgent(({ tenants: [sales], token }) =>
      measured([
        ...[bin, 'run', storyboard, '--suite', publishedSuite],
        ...['--agent', sales?.url ?? '', '--auth', token],
      ]),
    ),
    theirs: await withAgent(({ tenants: [sales], token }) =>
      measured([
        ...[reference, 'storyboard', 'run', sales?.url ?? '', storyboard],
        ...['--auth', token, '--allow-http'],
      ]),
    ),
  }));
  const compare = (what: string, figure: 'wallMs' | 'cpuMs') => {
    const ours = median(laps.map((lap) => lap.ours[figure]));
    const theirs = median(laps.map((lap) => lap.theirs[figure]));
    return told(
      `one storyboard, ${what} / reference runner`,
      `${(ours / theirs).toFixed(2)}x`,
      `${ms(ours)} / ${ms(theirs)}`,
    );
  };
  return [compare('wall', 'wallMs'), compare('CPU', 'cpuMs')];
}
