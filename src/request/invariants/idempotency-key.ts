import { createHash } from 'node:crypto';
import { fill, isLiteral, unchanged } from '../change.ts';
import type { Invariant } from '../invariant.ts';

const id = 'idempotency-key';
const pointer = '/idempotency_key';

/** What the protocol accepts as a key; anything else was written on purpose. */
const wellFormed = /^[A-Za-z0-9_.:-]{16,255}$/;

/** Characters at the end of a literal key that belong to the run; the last group of a UUID has as many. */
const suffixLength = 12;

/** An agent that outlives a run answers a reused key with yesterday's answer, or with a conflict. */
export const idempotencyKey: Invariant = {
  id,
  renames: () => ['idempotency_key'],
  summary:
    'A required idempotency_key is minted where the step has none; a literal one ends in a suffix of the run.',

  apply({ payload, authored, operation, facts, newId, mayFill }) {
    if (!('idempotency_key' in payload)) {
      if (!mayFill || !operation.requires('idempotency_key')) return unchanged(payload);
      const reason = `${operation.task} requires an idempotency_key and the step names none`;
      return fill(payload, 'idempotency_key', newId(), { invariant: id, reason });
    }
    const { idempotency_key: from } = payload;
    if (typeof from !== 'string' || !wellFormed.test(from)) return unchanged(payload);
    if (!isLiteral(authored, pointer, from)) return unchanged(payload);
    const reason =
      'a literal key is used once per run: its end is replaced by a suffix of this run';
    const to = withSuffix(from, facts.runId);
    return {
      payload: { ...payload, idempotency_key: to },
      changes: [{ pointer, from, to, invariant: id, reason }],
      kept: [],
    };
  },
};

/** The same length and alphabet, the same for equal literals, different for different ones. Hexadecimal, so a UUID stays one. */
function withSuffix(key: string, runId: string): string {
  const suffix = createHash('sha256')
    .update(`${runId}\n${key}`)
    .digest('hex')
    .slice(0, suffixLength);
  return key.slice(0, -suffixLength) + suffix;
}
