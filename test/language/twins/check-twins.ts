import { text } from '../../support/agent.ts';
import { answering, refusal, type Answer } from '../scenes/scene.ts';
import { inline, shownBy, type Twin } from './twin.ts';

/** Fields of a plain answer: check, its parameters, an answer that passes and one that does not. */
const fields: readonly (readonly [string, string, Answer, Answer])[] = [
  ['field_present', 'path: a.b', { a: { b: 0 } }, { a: { b: null } }],
  ['field_absent', 'path: a.b', { a: {} }, { a: { b: 1 } }],
  ['field_value', 'path: a, value: { x: 1, y: 2 }', { a: { y: 2, x: 1 } }, { a: { x: '1', y: 2 } }],
  ['field_value_or_absent', 'path: a, value: 1', {}, { a: null }],
  ['field_contains', 'path: "a[*]", value: { x: 1 }', { a: [{}, { x: 1, y: 2 }] }, { a: [{}] }],
  ['field_pattern', 'path: a, pattern: "^b+$"', { a: 'bb' }, { a: 'cbb' }],
  ['array_length', 'path: a, min: 1, max: 2', { a: [1] }, { a: [1, 2, 3] }],
  ['field_greater_than', 'path: a, value: 1', { a: 2 }, { a: 1 }],
  ['field_less_than', 'path: a, value: 1', { a: 0 }, { a: 1 }],
  ['envelope_field_present', 'path: status', { status: 'completed' }, {}],
  ['envelope_field_absent', 'path: old', {}, { old: 1 }],
  ['envelope_field_value', 'path: status, value: completed', { status: 'completed' }, {}],
  ['envelope_field_value_or_absent', 'path: replayed, value: false', {}, { replayed: true }],
  ['envelope_field_pattern', 'path: version, pattern: "^3"', { version: '3' }, { version: '4' }],
  ['status_code', '', { ok: true }, refusal('X')],
];

const capturing = {
  before: '{ id: known, task: write, context_outputs: [{ name: seen, path: seen }] }',
};
/** The first answer is captured, the second is judged. */
const then = (seen: unknown, answer: Answer) => answering({ write: { seen }, read: answer });

const schema = {
  keys: 'response_schema_ref: a.json',
  files: { 'schemas/a.json': '{ "type": "object", "required": ["total"] }' },
};

/** Answers 401 to who brings no credential, with this challenge. */
const asking = (status: number, headers: Record<string, string> = {}) => ({
  ...answering({}),
  on: ({ tool }: { readonly tool: string }) =>
    tool === 'read' ? text(status, 'no', headers) : undefined,
});
const refused = { keys: 'auth: none\nexpect_error: true' };
const challenge = { 'www-authenticate': 'Bearer' };

const dangling =
  'source: { from: current_step, path: "used[*]" }, target: { from: current_step, path: "listed[*]" }, match_keys: [id]';

/** A row or more for every check. */
export const checkTwins: readonly Twin[] = [
  ...fields.map(([check, params, right, wrong]) => inline(check, params, [right, wrong])),
  inline('response_schema', '', [{ total: 1 }, { count: 1 }], schema),
  inline(
    'field_equals_context',
    'path: a, context_key: seen',
    [then([1], { a: [1] }), then([1], { a: [2] })],
    capturing,
  ),
  inline(
    'field_in_context_array',
    'path: a, context_key: seen',
    [then(['x'], { a: 'x' }), then(['x'], { a: 'y' })],
    capturing,
  ),
  inline(
    'all_fields_in_context_array',
    'path: "a[*].l", context_key: seen',
    [then(['x'], { a: [{ l: 'x' }] }), then(['x'], { a: [{ l: 'x' }, { l: 'y' }] })],
    capturing,
  ),
  inline('error_code', 'value: NO', [refusal('NO'), refusal('OTHER')], {
    keys: 'expect_error: true',
  }),
  inline('http_status', 'value: 401', [asking(401), asking(403)], refused),
  inline('http_status_in', 'allowed_values: [401]', [asking(401), asking(403)], refused),
  inline(
    'on_401_require_header',
    'value: WWW-Authenticate',
    [asking(401, challenge), asking(401)],
    refused,
  ),
  inline('refs_resolve', dangling, [
    { used: [{ id: 1 }], listed: [{ id: 1 }] },
    { used: [{ id: 1 }], listed: [{ id: 2 }] },
  ]),
  shownBy('resource_equals_agent_url', 'oauth', 'resource', 'speaks for another resource'),
  shownBy('oauth_metadata_graph', 'oauth', 'whole', 'has a server by another name'),
  shownBy('any_of', 'branches', 'one_branch', 'takes the branch whose condition does not hold'),
  shownBy('upstream_traffic', 'traffic', 'members', 'sends nothing'),
  shownBy('canonical_format_satisfaction', 'selectors', 'too_vague', 'takes any format'),
  shownBy('a2a_submitted_artifact', 'conversation', 'queue', 'says that submitted work is done'),
  shownBy('a2a_context_continuity', 'conversation', 'queue', 'begins another conversation'),
  shownBy('cross_response_field_equal', 'copies', 'race_one_key', 'loses the race with itself'),
  shownBy('cross_response_count_distinct', 'copies', 'race_one_key', 'loses the race with itself'),
  shownBy('replay_not_cached_rate_limit', 'rate_limit', 'tripped', 'remembers the refusal'),
];
