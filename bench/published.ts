import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { raceOnce, recordingRun, type Race, type Recorded } from './against-replay.ts';
import { withAgent } from './agent.ts';
import { measured } from './measured.ts';
import { bin, publishedSuite, reference } from './paths.ts';
import type { Rounds } from './plan.ts';
import { raceFigures } from './race-figures.ts';
import { storyboardsOf } from './report.ts';
import { countRequests } from './requests.ts';
import { median, repeated } from './statistics.ts';
import { atMost, ms, told, type Figure } from './table.ts';

/** The published suite at the sales tenant: against a replay, and against the reference runner. */
export async function publishedFigures(rounds: Rounds, base: string): Promise<readonly Figure[]> {
  const race: Race = {
    command: ({ tenants: [sales], token }) => ({
      args: [bin, 'run', '--suite', publishedSuite, '--agent', sales?.url ?? '', '--auth', token],
    }),
    folder: join(base, 'published'),
  };
  mkdirSync(race.folder);
  const { cold, recorded } = await recordingRun(race);
  const laps = await repeated(rounds.published, (round) => raceOnce(race, round));
  const cpuMs = median(laps.map(({ run }) => run.cpuMs));
  return [
    ...raceFigures('published suite, sales tenant', { cold, laps, most: 1.5 }),
    ...reportFigures(recorded),
    ...(await referenceFigures(recorded, { cpuMs, limitMs: rounds.referenceLimitMs })),
  ];
}

function reportFigures(recorded: Recorded): readonly Figure[] {
  const { ofSkipped, skipped } = countRequests(recorded);
  return [
    atMost('  requests of skipped storyboards', ofSkipped, {
      most: 0,
      note: `${skipped} skipped`,
    }),
    atMost('  JSON report', recorded.reportBytes / 1e6, { most: 3, unit: ' MB' }),
  ];
}

/** Without its webhook receiver, and so without the waits and the work of its webhook steps. */
async function referenceFigures(
  { report }: Recorded,
  { cpuMs, limitMs }: { readonly cpuMs: number; readonly limitMs: number },
): Promise<readonly Figure[]> {
  const ids = storyboardsOf(report).map(({ storyboard_id: id }) => id);
  const theirs = await withAgent(({ tenants: [sales], token }) =>
    measured(
      [
        ...[reference, 'storyboard', 'run', sales?.url ?? '', '--auth', token, '--allow-http'],
        ...['--storyboards', ids.join(',')],
      ],
      { limitMs },
    ),
  );
  const cut = theirs.exitCode === 143 ? ', cut short: at least' : '';
  return [
    atMost('  CPU / reference runner', cpuMs / theirs.cpuMs, {
      most: 0.1,
      unit: 'x',
      note: `${ms(cpuMs)} / ${ms(theirs.cpuMs)}${cut}`,
    }),
    told('  reference runner: memory', `${theirs.rssMiB.toFixed(0)} MiB`),
  ];
}
