/** Runs storyboards with the reference runner, which rewrites the state of its process, and writes what it said. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  getComplianceCacheDir,
  listAllComplianceStoryboards,
  runStoryboard,
} from '@adcp/sdk/testing';
import { parse } from 'yaml';
import type { Json } from '../../src/model/json.ts';
import type { Job } from './job.ts';
import { failureText } from './rows.ts';
import type { StepRow, StoryboardRows, Verdict } from './rows.ts';

type Storyboard = ReturnType<typeof listAllComplianceStoryboards>[number];
type Result = Awaited<ReturnType<typeof runStoryboard>>;
type Step = Result['phases'][number]['steps'][number];
type Options = Parameters<typeof runStoryboard>[2];
type Kit = NonNullable<NonNullable<Options>['test_kit']>;

const [jobFile = '', resultFile = ''] = process.argv.slice(2);
const job = JSON.parse(readFileSync(jobFile, 'utf8')) as Job;
const known = new Map(
  listAllComplianceStoryboards().map((storyboard) => [storyboard.id, storyboard]),
);

const results: StoryboardRows[] = [];
for (const id of job.storyboards) {
  const storyboard = known.get(id);
  if (storyboard === undefined) throw new Error(`the reference knows no storyboard "${id}"`);
  results.push(
    rowsOf(storyboard, await runStoryboard(job.url, storyboard, optionsFor(storyboard))),
  );
  writeFileSync(resultFile, JSON.stringify(results));
}
// It keeps connections open that would keep this process alive.
process.exit(0);

/** As `adcp storyboard run` with --webhook-receiver and --allow-http sets them, and the kit its own harness loads. */
function optionsFor(storyboard: Storyboard): Options {
  const kit = kitOf(storyboard);
  return {
    protocol: 'mcp',
    auth: { type: 'bearer', token: job.token },
    sandbox: true,
    allow_http: true,
    webhook_receiver: { mode: 'loopback_mock' },
    contracts: ['webhook_receiver_runner'],
    context: { ...job.context },
    ...(kit && { test_kit: kit }),
  };
}

function kitOf({ prerequisites }: Storyboard): Kit | null {
  const path = prerequisites?.test_kit;
  if (path === undefined) return null;
  const file = join(getComplianceCacheDir(), path);
  return existsSync(file) ? (parse(readFileSync(file, 'utf8')) as Kit) : null;
}

function rowsOf(storyboard: Storyboard, result: Result): StoryboardRows {
  const authored = new Set(
    storyboard.phases.flatMap(({ id, steps }) => steps.map((step) => `${id}/${step.id}`)),
  );
  const steps = result.phases.flatMap((phase) =>
    phase.steps.map((step) => rowOf(storyboard.id, phase.phase_id, step)),
  );
  const [only] = steps;
  const whole =
    steps.length === 1 && only !== undefined && !authored.has(`${only.phase}/${only.step}`);
  return {
    storyboard: storyboard.id,
    whole: whole ? { verdict: only.verdict, why: only.why } : null,
    steps: whole ? [] : steps,
    durationMs: result.total_duration_ms,
  };
}

function rowOf(storyboard: string, phase: string, step: Step): StepRow {
  return {
    storyboard,
    phase,
    step: step.step_id,
    verdict: verdictOf(step),
    why: whyOf(step),
    sent: (step.request?.payload ?? null) as Json,
  };
}

function verdictOf({ passed, skipped, skip, skip_reason }: Step): Verdict {
  if (skipped === true) return `skipped: ${skip?.reason ?? skip_reason ?? 'no reason given'}`;
  return passed ? 'passed' : 'failed';
}

function whyOf({ passed, skipped, skip, error, validations }: Step): string | null {
  if (skipped === true) return skip?.detail ?? null;
  if (passed) return null;
  const failed = validations
    .filter((validation) => !validation.passed)
    .map(({ check, description, error: said, actual }) =>
      failureText(check, said ?? description, actual),
    );
  return [...(error === undefined ? [] : [error]), ...failed].join('; ') || null;
}
