import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Json } from '../../src/model/json.ts';
import { readJsonReport } from '../support/json-report.ts';
import { published } from '../support/run-suite.ts';
import type { Job } from './job.ts';
import { finished, start } from './processes.ts';
import { failureText } from './rows.ts';
import type { StepRow, StoryboardRows, Verdict } from './rows.ts';

/** The exit codes of a run that judged the agent. */
const judged: readonly (number | null)[] = [0, 1, 3];

/** Runs the storyboards with our command line, in a process of its own. */
export async function runOurs(job: Job): Promise<readonly StoryboardRows[]> {
  const report = join(job.folder, 'report.json');
  const log = join(job.folder, 'runner.log');
  const args = ['--import', 'tsx', 'src/cli/main.ts', ...commandLine(job, report)];
  const code = await finished(start({ args, env: { PARITY_TOKEN: job.token }, log }), job.seconds);
  if (!judged.includes(code) || !existsSync(report)) {
    throw new Error(`our runner ended with ${code ?? 'a signal'}. Its log: ${log}`);
  }
  return rowsOf(readJsonReport(readFileSync(report, 'utf8')));
}

function commandLine({ url, context, storyboards }: Job, report: string): readonly string[] {
  return [
    ...['run', '--suite', published, '--agent', url, '--auth-env', 'PARITY_TOKEN'],
    ...['--quiet', '--report', `json=${report}`],
    ...Object.entries(context).flatMap(([name, value]) => ['--context', `${name}=${value}`]),
    ...storyboards.flatMap((id) => ['--storyboard', id]),
  ];
}

/** The parts of our JSON report that are compared. */
interface Report {
  readonly targets: readonly { readonly storyboards: readonly ReportedStoryboard[] }[];
}

interface Skip {
  readonly reason: string;
  readonly detail: string;
}

interface ReportedStoryboard {
  readonly storyboard_id: string;
  readonly skip?: Skip | undefined;
  readonly duration_ms: number;
  readonly step_results: readonly ReportedStep[];
}

interface ReportedStep {
  readonly storyboard_id: string;
  readonly phase_id: string;
  readonly step_id: string;
  readonly verdict: 'passed' | 'failed' | 'errored' | 'skipped';
  readonly skip?: Skip | undefined;
  readonly error?: string | undefined;
  readonly request?: { readonly payload: Json } | undefined;
  readonly validations: readonly {
    readonly check: string;
    readonly passed: boolean;
    readonly description: string;
    readonly actual?: Json | undefined;
  }[];
}

/** What our JSON report says, as rows. */
export function rowsOf({ targets }: Report): readonly StoryboardRows[] {
  return targets.flatMap(({ storyboards }) =>
    storyboards.map((storyboard) => ({
      storyboard: storyboard.storyboard_id,
      whole:
        storyboard.skip === undefined || storyboard.step_results.length > 0
          ? null
          : { verdict: skipped(storyboard.skip), why: storyboard.skip.detail },
      steps: storyboard.step_results.map(rowOf),
      durationMs: storyboard.duration_ms,
    })),
  );
}

function rowOf(step: ReportedStep): StepRow {
  return {
    storyboard: step.storyboard_id,
    phase: step.phase_id,
    step: step.step_id,
    verdict: verdictOf(step),
    why: whyOf(step),
    sent: step.request?.payload ?? null,
  };
}

function verdictOf({ verdict, skip }: ReportedStep): Verdict {
  if (verdict === 'skipped') return skipped(skip);
  return verdict === 'passed' ? 'passed' : 'failed';
}

function skipped(skip: Skip | undefined): Verdict {
  return `skipped: ${skip?.reason ?? 'no reason given'}`;
}

function whyOf({ verdict, skip, error, validations }: ReportedStep): string | null {
  if (verdict === 'passed') return null;
  if (skip !== undefined) return skip.detail;
  const failed = validations
    .filter(({ passed }) => !passed)
    .map(({ check, description, actual }) => failureText(check, description, actual));
  return [...(error === undefined ? [] : [error]), ...failed].join('; ') || null;
}
