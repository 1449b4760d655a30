import * as z from 'zod';
import type { UpstreamWindow } from '../../model/evidence.ts';
import type { Answered } from '../../model/exchange.ts';
import type { Json } from '../../model/json.ts';
import type { CheckOutcome } from '../../model/outcome.ts';
import { defineCheck } from '../check.ts';
import { failed, notApplicable } from '../outcome.ts';
import { expectedTraffic, judgeTraffic } from '../upstream/judge-traffic.ts';
import { payloadEntry } from '../upstream/payload-entries.ts';
import { recordingIn } from '../upstream/recorded-calls.ts';

const texts = z.array(z.string()).min(1, { error: 'must list at least one text' });

/** The agent really called the platform behind it, or really did not. */
export const upstreamTraffic = defineCheck({
  kind: 'upstream_traffic',
  summary: 'The agent made the calls to others that the step entails; min_count 0: none at all.',
  needs: 'run',
  params: z.object({
    min_count: z.number().int().min(0).optional(),
    endpoint_pattern: z.string().optional(),
    payload_must_contain: z.array(payloadEntry).optional(),
    identifier_paths: texts.optional(),
    purpose_filter: texts.optional(),
    since: z.string().optional(),
    attestation_mode_required: z.literal('raw', { error: 'must be "raw"' }).optional(),
  }),
  judge(params, { upstream, sent }) {
    if (upstream === undefined) return notApplicable('the step calls no tool of the agent');
    if (upstream.kind === 'unavailable') return notApplicable(upstream.note);
    if (upstream.kind === 'unknown')
      return failed({ expected: expectedTraffic(params), note: upstream.note });
    const window = upstream.windows.get(params.since ?? '');
    if (window === undefined) {
      const note = `since: "${params.since ?? ''}" is no earlier step that sent a request`;
      return failed({ expected: expectedTraffic(params), note });
    }
    const recording = recordingIn(window);
    if (recording === null) return noRecording(window, expectedTraffic(params));
    return judgeTraffic(params, { recording, sent, exchange: answered(window) });
  },
});

function noRecording(window: UpstreamWindow, expected: Json): CheckOutcome {
  const { exchange, extraction } = window;
  const note = 'the controller advertises query_upstream_traffic and answered no recorded_calls';
  return failed({
    expected,
    actual: exchange.kind === 'answered' ? (extraction?.payload ?? null) : exchange.detail,
    note,
    exchange: answered(window),
  });
}

function answered({ exchange }: UpstreamWindow): Answered | null {
  return exchange.kind === 'answered' ? exchange : null;
}
