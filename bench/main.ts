import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { plan } from './plan.ts';
import { publishedFigures } from './published.ts';
import { shippedFigures } from './shipped.ts';
import { singleFigures } from './single.ts';
import { startUpFigures } from './start-up-figures.ts';
import { table, type Figure } from './table.ts';

const rounds = plan(process.argv.slice(2));
const folder = mkdtempSync(join(tmpdir(), 'storyboard-bench-'));
// Nothing an earlier run left behind makes this one faster.
process.env['STORYBOARD_CACHE_DIR'] = join(folder, 'cache');

const parts: readonly (readonly [string, () => Promise<readonly Figure[]>])[] = [
  ['process start', () => startUpFigures(rounds)],
  ['shipped storyboards', () => shippedFigures(rounds, folder)],
  ['published suite', () => publishedFigures(rounds, folder)],
  ['one storyboard, both runners', () => singleFigures(rounds)],
];
const started = performance.now();
const figures: Figure[] = [];
for (const [name, measure] of parts) {
  process.stderr.write(`${name} …\n`);
  try {
    figures.push(...(await measure()));
  } catch (error) {
    process.exitCode = 1;
    console.error(`${name} could not be measured:`, error);
  }
}
rmSync(folder, { recursive: true, force: true });
console.log(`\n${table(figures)}\n`);
console.log(
  `Medians of one run on a machine that others may share: ratios count, milliseconds do not. ${((performance.now() - started) / 1000).toFixed(0)} s.`,
);
