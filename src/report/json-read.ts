import * as z from 'zod';
import type { GateRun, GateStep } from '../model/gate.ts';
import { UsageError } from '../support/errors.ts';
import { valueAtKeys } from '../support/json.ts';
import { reportKind, reportVersion } from './json-kind.ts';

/** A saved run, and the suite it is of. */
export interface SavedReport extends GateRun {
  readonly suite: { readonly name: string; readonly version: string | null };
}

/** What the gate needs of a saved JSON report, or a UsageError that says why the file is none. */
export function readReport(file: string, text: string): SavedReport {
  const document = parse(file, text);
  const kind = kindSchema.safeParse(document);
  if (!kind.success || kind.data.report !== reportKind) {
    throw new UsageError(
      `${file} is no report of storyboard; write one with \`storyboard run --report json=PATH\``,
    );
  }
  if (kind.data.report_version !== reportVersion) {
    throw new UsageError(
      `${file} is a report of version ${kind.data.report_version}, this program reads version ${reportVersion}; run again with \`--report json=PATH\``,
    );
  }
  const report = reportSchema.safeParse(document);
  if (!report.success)
    throw new UsageError(`${file} is a damaged report: ${faultOf(report.error, document)}`);
  return report.data;
}

function parse(file: string, text: string): unknown {
  try {
    // Editors of Windows begin a file with a byte order mark.
    return JSON.parse(text.replace(/^\ufeff/, '')) as unknown;
  } catch (thrown) {
    const why = thrown instanceof Error ? thrown.message : String(thrown);
    throw new UsageError(`${file} is not JSON: ${why}`);
  }
}

function faultOf({ issues: [first] }: z.ZodError, document: unknown): string {
  const path = first?.path ?? [];
  const found = valueAtKeys(document, path);
  return `/${path.join('/')}: ${found === undefined ? 'is missing' : 'is not what a report has there'}`;
}

const kindSchema = z.object({ report: z.string(), report_version: z.number() });

const verdict = z.enum(['passed', 'failed', 'errored', 'skipped']);

const unansweredReason = z.enum([
  'refused',
  'dns',
  'timed_out',
  'tls',
  'closed',
  'too_large',
  'unauthorized',
  'server_error',
  'protocol',
  'aborted',
]);

const silence = z.object({ reason: unansweredReason, detail: z.string() });

const step = z
  .object({
    phase_id: z.string(),
    step_id: z.string(),
    verdict,
    tolerated: z.boolean(),
    response: z.unknown().optional(),
    unanswered: silence.optional(),
  })
  .transform(({ phase_id: phaseId, step_id: stepId, tolerated, ...rest }): GateStep => {
    const base = { phaseId, stepId, tolerated };
    switch (rest.verdict) {
      case 'skipped':
        return { ...base, verdict: 'skipped' };
      case 'errored': {
        const why = rest.unanswered ?? { reason: 'protocol', detail: 'unknown' };
        return { ...base, verdict: 'errored', exchange: { kind: 'unanswered', ...why } };
      }
      default: {
        const exchange = rest.response === undefined ? null : ({ kind: 'answered' } as const);
        return { ...base, verdict: rest.verdict, exchange };
      }
    }
  });

const assertion = z
  .object({ assertion: z.string(), passed: z.boolean(), not_applicable: z.boolean().optional() })
  .transform(({ assertion, passed, not_applicable }) => {
    const judged = passed ? ('passed' as const) : ('failed' as const);
    return {
      assertion,
      outcome: { status: not_applicable ? ('not_applicable' as const) : judged },
    };
  });

const storyboard = z
  .object({
    storyboard_id: z.string(),
    status: z.enum(['stable', 'preview', 'deprecated']).default('stable'),
    verdict: z.enum([...verdict.options, 'not_run']),
    skip: z.object({ detail: z.string() }).nullable().default(null),
    step_results: z.array(step),
    not_run: z.array(z.object({ step_id: z.string() })),
    assertions: z.array(assertion),
  })
  .transform(({ storyboard_id, step_results, not_run, ...rest }) => ({
    ...rest,
    storyboardId: storyboard_id,
    steps: step_results,
    notRun: not_run.map(({ step_id }) => ({ stepId: step_id })),
  }));

const partiality = z.union([
  z.object({ kind: z.literal('filtered'), by: z.string() }),
  z.object({
    kind: z.literal('truncated'),
    by: z.enum(['bail', 'budget', 'SIGHUP', 'SIGINT', 'SIGTERM']),
  }),
]);

const notSelected = z
  .object({ storyboard_id: z.string(), target: z.string(), detail: z.string() })
  .transform(({ storyboard_id: storyboardId, ...rest }) => ({ storyboardId, ...rest }));

const reportSchema = z
  .object({
    partial: z.array(partiality),
    targets: z.array(
      z.object({
        target: z.object({ name: z.string() }),
        unreachable: silence.nullable(),
        undecided: z.string().nullable().default(null),
        storyboards: z.array(storyboard),
      }),
    ),
    suite: z.object({ name: z.string(), version: z.string().nullable() }),
    run_summary: z.object({ not_selected: z.array(notSelected) }),
  })
  .transform(({ run_summary: { not_selected: left }, targets, ...rest }) => ({
    ...rest,
    targets: targets.map((each) => ({
      ...each,
      notSelected: left.filter(({ target }) => target === each.target.name),
    })),
  }));
