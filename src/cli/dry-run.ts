import { describeSkip } from '../report/describe.ts';
import { printable } from '../report/escape.ts';
import { previewRun, type StepPreview, type StoryboardPreview } from '../run/preview.ts';
import { invariants } from '../request/invariants/registry.ts';
import { isLoopbackHost } from '../support/loopback.ts';
import { createRedactor } from '../support/redact.ts';
import { givenContext } from './given-context.ts';
import type { Io } from './io.ts';
import type { RunFlags } from './options.ts';
import type { PreparedRun } from './prepare-run.ts';
import { secretsOf } from './secrets.ts';

/** The plan and the exact requests of a run, as text; nothing is sent. */
export async function dryRun(prepared: PreparedRun, flags: RunFlags, io: Io): Promise<string> {
  if (flags.tenant.length > 0) {
    const { tenantsCalled } = await import('./embedded-agent.ts');
    tenantsCalled(flags.tenant);
  }
  const agentUrl = flags.agent ?? 'http://127.0.0.1/mcp';
  const previews = previewRun({
    suite: prepared.suite,
    identity: {
      brand: flags.brand ?? null,
      operator: flags.operator ?? null,
      verbatim: flags.verbatim,
    },
    facts: {
      runId: 'dry-run',
      loopback: isLoopbackHost(new URL(agentUrl).hostname),
      live: flags.live,
      adcpVersion: flags.adcpVersion ?? null,
    },
    invariants: flags.verbatim ? [] : invariants,
    agentUrl,
    context: givenContext(flags.context),
    allowRateLimitTrip: flags.allowRateLimitTrip,
    now: io.now(),
    newId: io.newId,
  });
  const text = [...previews.flatMap(storyboardLines), '', note, ''].join('\n');
  return createRedactor(secretsOf(prepared, null)).text(text);
}

const note =
  'Nothing was sent. What applies is known once the agent has listed its tools; $context values, products and bids once it has answered.';

function storyboardLines({ storyboard, subject, steps }: StoryboardPreview): readonly string[] {
  const acts =
    subject.brand === null ? 'no brand' : `${subject.brand.value} (${subject.brand.origin})`;
  return ['', `${storyboard.id}  acts for ${acts}`, ...steps.flatMap(stepLines)];
}

function stepLines({ phaseId, stepId, task, skip, request }: StepPreview): readonly string[] {
  const head = `  ${phaseId}/${stepId}  ${task}`;
  if (skip !== null) return [`${head}  – ${describeSkip(skip)}`];
  if (request === null) return [`${head}  sends nothing`];
  const body = request.sent === null ? 'cannot be built yet' : JSON.stringify(request.sent.payload);
  const changes = request.changes.map(({ pointer, from, to, reason }) => {
    const before = from === undefined ? 'nothing' : JSON.stringify(from);
    return `      ${pointer}  ${before} → ${JSON.stringify(to)}  (${reason})`;
  });
  return [head, `      ${body}`, ...changes].map(printable);
}
