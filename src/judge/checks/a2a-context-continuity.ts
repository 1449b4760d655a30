import * as z from 'zod';
import type { RunEvidence } from '../../model/evidence.ts';
import type { Answered } from '../../model/exchange.ts';
import { contextIdOf } from '../../support/a2a-result.ts';
import { isObject, sameJson } from '../../support/json.ts';
import { defineCheck } from '../check.ts';
import { failed, notApplicable, passed } from '../outcome.ts';

/** The agent answers in the conversation it was spoken to in: the one of its last answer to the same caller. */
export const a2aContextContinuity = defineCheck({
  kind: 'a2a_context_continuity',
  summary: 'The answer belongs to the A2A conversation of the answer before.',
  needs: 'exchange',
  params: z.object({}),
  judge(_, { exchange, run }) {
    const { protocol } = exchange.request;
    if (protocol !== 'a2a') return notApplicable(`the answer came over ${protocol}`);
    if (!hasResult(exchange)) return notApplicable('an error belongs to no conversation');
    const before = lastContext(exchange, run);
    if (before === null) return notApplicable('no answer before named a conversation');
    const now = contextOf(exchange);
    return now === before
      ? passed
      : failed({ pointer: '/result/contextId', expected: before, actual: now });
  },
});

function hasResult({ response: { body } }: Answered): boolean {
  return isObject(body) && body['result'] !== undefined;
}

function contextOf({ response: { body } }: Answered): string | null {
  return isObject(body) ? contextIdOf(body['result']) : null;
}

/** Other agents and other credentials have conversations of their own. */
function lastContext(current: Answered, { priorSteps }: RunEvidence): string | null {
  const contexts = [...priorSteps.values()].flatMap((step) => {
    const exchange = step.verdict === 'skipped' ? null : step.exchange;
    if (exchange?.kind !== 'answered' || !isSameTalk(exchange, current)) return [];
    return contextOf(exchange) ?? [];
  });
  return contexts.at(-1) ?? null;
}

function isSameTalk(one: Answered, other: Answered): boolean {
  return (
    one.request.protocol === 'a2a' &&
    one.url === other.url &&
    sameJson({ ...one.request.credential }, { ...other.request.credential })
  );
}
