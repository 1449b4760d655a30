import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { upstreamTraffic } from '../../../src/judge/checks/upstream-traffic.ts';
import { matchesGlob } from '../../../src/judge/upstream/recorded-calls.ts';
import type { Evidence, UpstreamEvidence } from '../../../src/model/evidence.ts';
import type { Json, JsonObject } from '../../../src/model/json.ts';
import { anAnswer, noAnswer } from '../../support/builders.ts';
import { judgeTable, refuseTable } from '../support/check-table.ts';
import { rejection, success, withPayload } from '../support/evidence.ts';

const url = 'https://platform.test/v1/members';
const raw = (payload: Json, over: JsonObject = {}): JsonObject => ({
  method: 'POST',
  url,
  endpoint: `POST ${url}`,
  content_type: 'application/json',
  payload,
  ...over,
});
const digest = (value: string, found: boolean, over: JsonObject = {}): JsonObject => ({
  method: 'POST',
  url,
  endpoint: `POST ${url}`,
  content_type: 'application/json; charset=utf-8',
  attestation_mode: 'digest',
  payload_digest_sha256: 'f'.repeat(64),
  identifier_match_proofs: [
    { identifier_value_sha256: createHash('sha256').update(value).digest('hex'), found },
  ],
  ...over,
});

const sent = { people: [{ hash: 'aaaa' }, { hash: 'bbbb' }] };
const answer = (payload: JsonObject): UpstreamEvidence => ({
  kind: 'queried',
  windows: new Map([['', { exchange: anAnswer(payload), extraction: success(payload) }]]),
});
const seeing = (upstream: UpstreamEvidence): Evidence => withPayload({}, { sent, upstream });
const recorded = (...calls: readonly JsonObject[]) =>
  seeing(answer({ success: true, recorded_calls: calls, total_count: calls.length }));
const truncated = (...calls: readonly JsonObject[]) =>
  seeing(answer({ success: true, recorded_calls: calls, truncated: true }));

judgeTable(upstreamTraffic, [
  { name: 'wants one call', params: {}, evidence: recorded(raw({})), status: 'passed' },
  {
    name: 'fails without a call',
    params: {},
    evidence: recorded(),
    status: 'failed',
    expected: { min_count: 1 },
    actual: {
      matched_count: 0,
      total_calls: 0,
      missing_payload_paths: [],
      missing_identifier_values: [],
    },
  },
  {
    name: 'fails with fewer calls than wanted',
    params: { min_count: 2 },
    evidence: recorded(raw({})),
    status: 'failed',
  },
  {
    name: 'passes with none where none may be',
    params: { min_count: 0 },
    evidence: recorded(),
    status: 'passed',
  },
  {
    name: 'fails with one where none may be',
    params: { min_count: 0 },
    evidence: recorded(raw({})),
    status: 'failed',
    actual: {
      matched_count: 1,
      total_calls: 1,
      missing_payload_paths: [],
      missing_identifier_values: [],
    },
  },
  {
    name: 'lets pass what is not what may not be',
    params: { min_count: 0, endpoint_pattern: 'DELETE *' },
    evidence: recorded(raw({})),
    status: 'passed',
  },
  {
    name: 'counts only the calls of a pattern',
    params: { endpoint_pattern: 'POST */members' },
    evidence: recorded(raw({}, { endpoint: 'GET https://platform.test/health' })),
    status: 'failed',
  },
  {
    name: 'counts a call without a purpose as other',
    params: { purpose_filter: ['other'] },
    evidence: recorded(raw({})),
    status: 'passed',
  },
  {
    name: 'says how many calls nobody classified where no purpose matches',
    params: { purpose_filter: ['platform_primary'] },
    evidence: recorded(raw({}), raw({}, { purpose: 'measurement' })),
    status: 'failed',
    actual: {
      matched_count: 0,
      total_calls: 2,
      missing_payload_paths: [],
      missing_identifier_values: [],
      unclassified_count: 1,
    },
  },
  {
    name: 'finds a payload entry in any call',
    params: {
      payload_must_contain: [
        { path: '$.users[*].id', match: 'equals', value: 7 },
        { path: 'kind', match: 'contains_any', allowed_values: ['a', 'b'] },
        { path: 'users', match: 'present' },
      ],
    },
    evidence: recorded(raw({ users: [{ id: 7 }] }), raw({ kind: 'b' })),
    status: 'passed',
  },
  {
    name: 'fails on a payload entry no call has',
    params: { payload_must_contain: [{ path: 'users[*].id', match: 'equals', value: 8 }] },
    evidence: recorded(raw({ users: [{ id: 7 }] })),
    status: 'failed',
    pointer: '/recorded_calls/0/payload',
    actual: {
      matched_count: 1,
      total_calls: 1,
      missing_payload_paths: ['users[*].id'],
      missing_identifier_values: [],
    },
  },
  {
    name: 'does not look for paths in what is not JSON',
    params: { payload_must_contain: [{ path: 'id', match: 'present' }] },
    evidence: recorded(raw('id=7', { content_type: 'application/x-www-form-urlencoded' })),
    status: 'not_applicable',
    note: /no matching call shows a JSON payload/,
  },
  {
    name: 'takes a structured suffix for JSON',
    params: { payload_must_contain: [{ path: 'id', match: 'present' }] },
    evidence: recorded(raw({ id: 7 }, { content_type: 'application/vnd.api+json' })),
    status: 'passed',
  },
  {
    name: 'finds every identifier of the request at any depth',
    params: { identifier_paths: ['people[*].hash'] },
    evidence: recorded(
      raw({ batch: [{ e: 'aaaa' }] }),
      raw('x=bbbb', { content_type: 'text/csv' }),
    ),
    status: 'passed',
  },
  {
    name: 'fails when one identifier is nowhere',
    params: { identifier_paths: ['people[*].hash'] },
    evidence: recorded(raw({ e: 'aaaa' })),
    status: 'failed',
    actual: {
      matched_count: 1,
      total_calls: 1,
      missing_payload_paths: [],
      missing_identifier_values: ['bbbb'],
    },
  },
  {
    name: 'says so where the request has no identifier at the path',
    params: { identifier_paths: ['devices[*].id'] },
    evidence: recorded(raw({})),
    status: 'passed',
    observes: /no value at devices/,
  },
  {
    name: 'takes the proof of a digest, and mixes it with payloads',
    params: { identifier_paths: ['people[*].hash'] },
    evidence: recorded(digest('aaaa', true), raw({ e: 'bbbb' })),
    status: 'passed',
  },
  {
    name: 'fails on a proof that says no',
    params: { identifier_paths: ['people[*].hash'] },
    evidence: recorded(digest('aaaa', true), digest('bbbb', false)),
    status: 'failed',
  },
  {
    name: 'cannot judge by digests of what is not JSON',
    params: { identifier_paths: ['people[*].hash'] },
    evidence: recorded(digest('aaaa', false, { content_type: 'text/csv' })),
    status: 'not_applicable',
    note: /digests/,
  },
  {
    name: 'cannot look into digests',
    params: { payload_must_contain: [{ path: 'id', match: 'present' }] },
    evidence: recorded(digest('aaaa', true)),
    status: 'not_applicable',
  },
  {
    name: 'is not applicable to digests where payloads are required',
    params: { attestation_mode_required: 'raw', payload_must_contain: [] },
    evidence: recorded(digest('aaaa', true), raw({})),
    status: 'not_applicable',
    note: /digests where the check needs payloads/,
  },
  {
    name: 'does not fail by calls it was not told',
    params: { payload_must_contain: [{ path: 'id', match: 'present' }] },
    evidence: truncated(raw({})),
    status: 'not_applicable',
    note: /did not tell all calls/,
  },
  {
    name: 'does not pass an absence by calls it was not told',
    params: { min_count: 0, endpoint_pattern: 'DELETE *' },
    evidence: truncated(raw({})),
    status: 'not_applicable',
  },
  {
    name: 'forbids only calls with the payload, where one is given',
    params: { min_count: 0, payload_must_contain: [{ path: 'id', match: 'equals', value: 8 }] },
    evidence: recorded(raw({ id: 7 })),
    status: 'passed',
  },
  {
    name: 'is not applicable to agents without the scenario',
    params: {},
    evidence: seeing({ kind: 'unavailable', note: 'missing_test_controller: none' }),
    status: 'not_applicable',
    note: /missing_test_controller/,
  },
  {
    name: 'is not applicable to steps that call nobody',
    params: {},
    evidence: withPayload({}),
    status: 'not_applicable',
  },
  {
    name: 'fails on a window nobody opened',
    params: { since: 'no_such_step' },
    evidence: recorded(raw({})),
    status: 'failed',
    note: /no_such_step/,
  },
  {
    name: 'fails on a controller that refuses what it advertises',
    params: {},
    evidence: seeing({
      kind: 'queried',
      windows: new Map([
        ['', { exchange: anAnswer(), extraction: rejection({ error: 'FORBIDDEN' }) }],
      ]),
    }),
    status: 'failed',
    actual: { error: 'FORBIDDEN' },
  },
  {
    name: 'fails on a controller that does not answer',
    params: {},
    evidence: seeing({
      kind: 'queried',
      windows: new Map([['', { exchange: noAnswer('closed'), extraction: null }]]),
    }),
    status: 'failed',
  },
]);

refuseTable(upstreamTraffic, [
  {
    name: 'a negative count',
    params: { min_count: -1 },
    key: 'min_count',
    message: /./,
  },
  {
    name: 'a mode that does not exist',
    params: { attestation_mode_required: 'digest' },
    key: 'attestation_mode_required',
    message: /raw/,
  },
]);

test.each([
  { text: 'POST https://a.test/x/members', pattern: 'POST */members', matches: true },
  { text: 'POST https://a.test/members/1', pattern: 'POST */members', matches: false },
  { text: 'GET https://a.test/a?b=1', pattern: 'GET *a?b*', matches: true },
  { text: 'GET https://a.test/', pattern: 'GET https://a.test/', matches: true },
  { text: 'ab', pattern: 'ab*b', matches: false },
  { text: 'anything', pattern: '*', matches: true },
  { text: `${'a'.repeat(20_000)}b`, pattern: `${'*a'.repeat(50)}c`, matches: false },
])('$pattern takes $text: $matches', ({ text, pattern, matches }) => {
  expect(matchesGlob(text, pattern)).toBe(matches);
});
