import type { Round } from './against-replay.ts';
import type { Cost } from './measured.ts';
import { median } from './statistics.ts';
import { atMost, ms, told, type Figure } from './table.ts';

type NumericFigure = 'spanMs' | 'wallMs' | 'cpuMs' | 'rssMiB' | 'requests';

/** What was raced. */
interface RaceResult {
  /** The first run of all, with nothing kept from an earlier one. */
  readonly cold: Cost;
  readonly laps: readonly Round[];
  /** Times the replay a run may take. */
  readonly most: number;
}

/** Time and memory of a suite, against a replay of its own requests. */
export function raceFigures(name: string, { cold, laps, most }: RaceResult): readonly Figure[] {
  const run = (figure: NumericFigure) => median(laps.map((lap) => lap.run[figure]));
  const replay = (figure: NumericFigure) => median(laps.map((lap) => lap.replay[figure]));
  const ratio = (figure: NumericFigure) =>
    median(laps.map((lap) => lap.run[figure] / lap.replay[figure]));
  const spans = `${ms(run('spanMs'))} / ${ms(replay('spanMs'))}, ${run('requests')} requests`;
  return [
    atMost(`${name}: first request to last answer / replay`, ratio('spanMs'), {
      most,
      unit: 'x',
      note: spans,
    }),
    told('  the very first run, nothing kept', `${(cold.spanMs / replay('spanMs')).toFixed(2)}x`),
    told(
      '  whole processes / replay',
      `${ratio('wallMs').toFixed(2)}x`,
      `${ms(run('wallMs'))} / ${ms(replay('wallMs'))}`,
    ),
    told('  CPU', ms(run('cpuMs'))),
    told('  peak memory', `${run('rssMiB').toFixed(0)} MiB`, 'resident set'),
  ];
}
