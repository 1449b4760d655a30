import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Job } from './job.ts';
import { finished, start } from './processes.ts';
import type { StoryboardRows } from './rows.ts';

/** Runs the storyboards with the reference runner, in a process of its own. */
export async function runReference(job: Job): Promise<readonly StoryboardRows[]> {
  const jobFile = join(job.folder, 'job.json');
  const resultFile = join(job.folder, 'rows.json');
  const log = join(job.folder, 'runner.log');
  writeFileSync(jobFile, JSON.stringify(job));
  const args = ['--import', 'tsx', 'test/parity/reference-child.ts', jobFile, resultFile];
  const code = await finished(start({ args, log }), job.seconds);
  if (code !== 0)
    throw new Error(`the reference ended with ${code ?? 'a signal'}. Its log: ${log}`);
  return JSON.parse(readFileSync(resultFile, 'utf8')) as StoryboardRows[];
}
