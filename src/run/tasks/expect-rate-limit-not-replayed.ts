import type { Extraction, WireRequest } from '../../model/exchange.ts';
import type { Json, JsonObject } from '../../model/json.ts';
import type { RequestRecord, ValidationResult } from '../../model/step-result.ts';
import { missingTool } from '../../plan/plan.ts';
import type { Built } from '../../request/build.ts';
import { isObject } from '../../support/json.ts';
import { buildIn, ownCall } from '../build-in.ts';
import { tripRateLimit, type Reply, type Trip, type TripOptions } from '../rate-limit-trip.ts';
import type { StepScope } from '../scope.ts';
import type { RunnerTask, TaskOutcome } from './task.ts';

/** Runs into a rate limit on purpose and repeats the refused call: a refusal must not be what the key remembers. */
export const expectRateLimitNotReplayed: RunnerTask = {
  name: 'expect_rate_limit_not_replayed',
  summary: 'Bursts until RATE_LIMITED, then repeats that call under its key.',
  async perform(params, scope) {
    const { session } = scope;
    if (!session.allowRateLimitTrip) return notAllowed;
    const trip = isObject(params['rate_limit_trip']) ? params['rate_limit_trip'] : {};
    const task = trip['trip_target_task'];
    if (typeof task !== 'string') return unable('rate_limit_trip names no trip_target_task');
    if (!session.profile.tools.has(task)) {
      return { kind: 'skipped', skip: missingTool(task, session.profile) };
    }
    return burst(task, trip, scope);
  },
};

/** The flag without which nobody is sent hundreds of calls. */
export const tripFlag = '--allow-rate-limit-trip';

const notAllowed: TaskOutcome = {
  kind: 'skipped',
  skip: {
    reason: 'not_applicable',
    detail: `rate_limit_trip_runner sends the agent up to 500 calls in a row; allow it with ${tripFlag}`,
  },
};

function unable(detail: string): TaskOutcome {
  return { kind: 'skipped', skip: { reason: 'prerequisite_failed', detail } };
}

async function burst(task: string, trip: JsonObject, scope: StepScope): Promise<TaskOutcome> {
  const sample = trip['trip_target_sample_request'];
  const built = buildIn(scope, ownCall(task, isObject(sample) ? sample : {}));
  if (built.kind === 'no_credential' || built.kind === 'no_fixture') return unable(built.detail);
  if (built.kind === 'unresolved') {
    return unable(`${built.tokens.map(({ token }) => token).join(', ')} has no value`);
  }
  const outcome = await tripRateLimit(built.request, optionsOf(trip), scope.session);
  return outcomeOf(outcome, built);
}

function optionsOf(trip: JsonObject): TripOptions {
  const { max_attempts: attempts, replay_max_wait_seconds: wait } = trip;
  return {
    maxAttempts: typeof attempts === 'number' ? attempts : 50,
    maxWaitSeconds: typeof wait === 'number' ? wait : 30,
  };
}

function outcomeOf(trip: Trip, built: ReadyRequest): TaskOutcome {
  switch (trip.kind) {
    case 'unanswered':
      return trip;
    case 'not_triggered':
      return {
        kind: 'skipped',
        skip: { reason: 'not_applicable', detail: 'rate_limit_not_triggered' },
        ...(trip.last && { answers: { ...trip.last, polls: [] } }),
      };
    case 'failed':
      return {
        ...evidence(trip.trip, { trip_response: seen(trip.trip) }, built),
        findings: [finding(trip)],
      };
    case 'replayed': {
      const { trip: first, replay } = trip;
      const found = { trip_response: seen(first), replay_response: seen(replay) };
      return { ...evidence(replay, found, built), polls: [first.exchange] };
    }
  }
}

function evidence(
  { exchange }: Reply,
  payload: JsonObject,
  built: ReadyRequest,
): Extract<TaskOutcome, { kind: 'evidence' }> {
  const extraction: Extraction = {
    outcome: 'success',
    payload,
    path: 'structured_content',
    note: 'trip_response and replay_response hold the two answers',
  };
  const request = recordOf(exchange.request, built);
  return { kind: 'evidence', exchange, extraction, findings: [], request };
}

type ReadyRequest = Extract<Built, { kind: 'ready' }>;

/** The burst's calls are one request under a key each; the replay repeats the key of the call that was refused. */
function recordOf(sent: WireRequest, { request, record }: ReadyRequest): RequestRecord {
  const { idempotency_key: from } = request.payload;
  const { idempotency_key: to = null } = sent.payload;
  const change = {
    pointer: '/idempotency_key',
    ...(from !== undefined && { from }),
    to,
    invariant: 'rate-limit-trip',
    reason: 'every call of the burst has a key of its own; the replay repeats the refused one',
  } as const;
  return { ...record, sent, changes: [...record.changes, change] };
}

/** An answer as validations name it: its own fields, and what the runner made of it where the answer has no such field. */
function seen({ extraction }: Reply): JsonObject {
  const { outcome, payload } = extraction;
  const own: Json = isObject(payload) ? payload : { text: payload };
  return { success: outcome === 'success', ...own };
}

function finding({ code, note }: Extract<Trip, { kind: 'failed' }>): ValidationResult {
  return {
    check: 'expect_rate_limit_not_replayed',
    id: null,
    description: 'A rate limited call can be repeated under its key once the wait is over',
    severity: 'required',
    promoted: null,
    at: null,
    outcome: { status: 'failed', pointer: '/trip_response', expected: null, actual: code, note },
  };
}
