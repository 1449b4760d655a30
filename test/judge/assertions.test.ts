import { readdirSync } from 'node:fs';
import { expect, test } from 'vitest';
import type { Assertion } from '../../src/judge/assertion.ts';
import { judgeAssertions } from '../../src/judge/assertion.ts';
import { conflictNoPayloadLeak } from '../../src/judge/assertions/conflict-no-payload-leak.ts';
import { denialBlocksMutation } from '../../src/judge/assertions/denial-blocks-mutation.ts';
import { noSecretEcho } from '../../src/judge/assertions/no-secret-echo.ts';
import { assertions } from '../../src/judge/assertions/registry.ts';
import { statusMonotonic } from '../../src/judge/assertions/status-monotonic.ts';
import * as lifecycles from '../../src/judge/lifecycles.ts';
import type { Answered } from '../../src/model/exchange.ts';
import type { JsonObject } from '../../src/model/json.ts';
import type { DispatchedCopy, StepResult } from '../../src/model/step-result.ts';
import { anAnswer, anErroredStep, aSkippedStep, aStep } from '../support/builders.ts';
import { rejection, success } from './support/evidence.ts';
import { rejected, succeeded } from './support/steps.ts';

const token = 'tok_0123456789abcdef';

interface Row {
  readonly name: string;
  readonly steps: readonly StepResult[];
  /** `step pointer` of every fault; none where the property holds. */
  readonly faults: readonly string[];
  readonly note?: RegExp;
}

function table(assertion: Assertion, rows: readonly Row[]): void {
  test.each(rows)(`${assertion.id} $name`, ({ steps, faults, note }) => {
    const findings = assertion.judge({ steps, secrets: [token, 'short'] });
    const seen = findings.map(({ stepId, outcome }) =>
      outcome.status === 'failed'
        ? `${stepId ?? ''} ${outcome.pointer ?? ''}`.trim()
        : outcome.status,
    );
    expect(seen).toEqual(faults);
    const said = findings
      .map(({ outcome }) => ('note' in outcome ? (outcome.note ?? '') : ''))
      .join();
    if (note) expect(said).toMatch(note);
    expect(said).not.toContain(token);
  });
}

const buy = (status: string, stepId: string, id = 'm1') =>
  succeeded('update_media_buy', { media_buy_id: id, status }, { stepId });

table(statusMonotonic, [
  {
    name: 'holds along the lifecycle',
    steps: [
      buy('pending_start', 'a'),
      buy('active', 'b'),
      buy('paused', 'c'),
      buy('active', 'd'),
      buy('canceled', 'e'),
    ],
    faults: [],
  },
  {
    name: 'holds where a status stays',
    steps: [buy('canceled', 'a'), buy('canceled', 'b')],
    faults: [],
  },
  {
    name: 'holds where states pass unseen',
    steps: [buy('pending_creatives', 'a'), buy('completed', 'b')],
    faults: [],
  },
  {
    name: 'fails where a terminal state is left',
    steps: [buy('canceled', 'a'), buy('active', 'b')],
    faults: ['b /status'],
    note: /media_buy m1 was "canceled" in a and cannot become "active"/,
  },
  {
    name: 'fails where time runs backwards',
    steps: [buy('active', 'a'), buy('pending_start', 'b')],
    faults: ['b /status'],
  },
  {
    name: 'tells resources apart',
    steps: [buy('canceled', 'a'), buy('active', 'b', 'm2')],
    faults: [],
  },
  {
    name: 'sees the same buy in a list',
    steps: [
      buy('canceled', 'a'),
      succeeded('get_media_buys', { media_buys: [{ media_buy_id: 'm1', status: 'active' }] }),
    ],
    faults: ['get_media_buys /media_buys/0/status'],
  },
  {
    name: "prefers the buy's own status to the envelope's",
    steps: [
      buy('active', 'a'),
      succeeded(
        'update_media_buy',
        { media_buy_id: 'm1', status: 'completed', media_buy_status: 'paused' },
        { stepId: 'b' },
      ),
      buy('active', 'c'),
    ],
    faults: [],
  },
  {
    name: 'leaves unknown statuses to the schema',
    steps: [buy('active', 'a'), buy('submitted', 'b'), buy('active', 'c')],
    faults: [],
  },
  {
    name: 'does not look at negative steps',
    steps: [
      buy('canceled', 'a'),
      succeeded('update_media_buy', { media_buy_id: 'm1', status: 'active' }, { expects: 'error' }),
    ],
    faults: [],
  },
  {
    name: 'does not look at failed steps',
    steps: [
      buy('canceled', 'a'),
      succeeded(
        'update_media_buy',
        { media_buy_id: 'm1', status: 'active' },
        { verdict: 'failed' },
      ),
    ],
    faults: [],
  },
  {
    name: 'follows a creative',
    steps: [
      succeeded('sync_creatives', { creatives: [{ creative_id: 'c', status: 'approved' }] }),
      succeeded('list_creatives', { creatives: [{ creative_id: 'c', status: 'pending_review' }] }),
    ],
    faults: ['list_creatives /creatives/0/status'],
  },
  {
    name: 'follows an approval package by package',
    steps: [
      succeeded('create_media_buy', {
        packages: ['approved', 'pending_review'].map((approval_status, n) => ({
          package_id: `p${n}`,
          creative_approvals: [{ creative_id: 'c', approval_status }],
        })),
      }),
    ],
    faults: [],
  },
  {
    name: 'fails where an approval falls back',
    steps: ['approved', 'pending_review'].map((approval_status, n) =>
      succeeded(
        'create_media_buy',
        {
          packages: [
            { package_id: 'p', creative_approvals: [{ creative_id: 'c', approval_status }] },
          ],
        },
        { stepId: `s${n}` },
      ),
    ),
    faults: ['s1 /packages/0/creative_approvals/0/approval_status'],
  },
  {
    name: 'follows an account',
    steps: ['closed', 'active'].map((status, n) =>
      succeeded('list_accounts', { accounts: [{ account_id: 'a', status }] }, { stepId: `s${n}` }),
    ),
    faults: ['s1 /accounts/0/status'],
  },
  {
    name: 'follows a session',
    steps: ['terminated', 'active'].map((status, n) =>
      succeeded('si_send_message', { session_id: 'a', status }, { stepId: `s${n}` }),
    ),
    faults: ['s1 /status'],
  },
  {
    name: 'follows a proposal',
    steps: ['committed', 'draft'].map((proposal_status, n) =>
      succeeded(
        'get_products',
        { proposals: [{ proposal_id: 'a', proposal_status }] },
        { stepId: `s${n}` },
      ),
    ),
    faults: ['s1 /proposals/0/proposal_status'],
  },
  {
    name: 'follows a catalog item',
    steps: ['approved', 'pending'].map((status, n) =>
      succeeded(
        'sync_catalogs',
        { catalogs: [{ items: [{ item_id: 'a', status }] }] },
        { stepId: `s${n}` },
      ),
    ),
    faults: ['s1 /catalogs/0/items/0/status'],
  },
  {
    name: 'lets an audience go back and forth',
    steps: ['ready', 'processing', 'ready'].map((status, n) =>
      succeeded(
        'sync_audiences',
        { audiences: [{ audience_id: 'a', status }] },
        { stepId: `s${n}` },
      ),
    ),
    faults: [],
  },
]);

test.each(Object.values(lifecycles))(
  'the lifecycle of a $resource leads only to states it knows',
  ({ next }) => {
    const known = Object.keys(next);
    expect(
      Object.values(next)
        .flat()
        .filter((status) => !known.includes(status)),
    ).toEqual([]);
  },
);

const copyOf = (payload: JsonObject, ...deferrals: readonly Answered[]): DispatchedCopy => ({
  exchange: anAnswer(payload),
  extraction: payload['adcp_error'] ? rejection(payload) : success(payload),
  deferrals,
  settled: true,
});
const judgedCopy = { exchange: anAnswer({ token }), copies: [] as DispatchedCopy[] };
judgedCopy.copies.push({ ...copyOf({ token }), exchange: judgedCopy.exchange });
const answeredAndSkipped = (payload: JsonObject, extraction = success(payload)) =>
  aSkippedStep({ stepId: 't', answers: { exchange: anAnswer(payload), extraction, polls: [] } });

table(noSecretEcho, [
  {
    name: 'holds where nothing is repeated',
    steps: [succeeded('t', { context: { id: 'x' } })],
    faults: [],
  },
  {
    name: 'fails on a credential of the run inside a longer text',
    steps: [succeeded('t', { a: [{ note: `got ${token}!` }] })],
    faults: ['t /a/0/note'],
    note: /repeats a credential/,
  },
  {
    name: 'fails on a credential under a name that reports mask',
    steps: [succeeded('t', { token })],
    faults: ['t /token'],
  },
  {
    name: 'fails on a credential in an error',
    steps: [rejected('t', { adcp_error: { code: 'X', message: token } })],
    faults: ['t /adcp_error/message'],
  },
  {
    name: 'fails on a credential in a bare text',
    steps: [rejected('t', `no: ${token}`)],
    faults: ['t'],
  },
  {
    name: 'fails on a credential outside the payload',
    steps: [succeeded('t', { note: token }, { extraction: success({}) })],
    faults: ['t'],
    note: /outside the payload/,
  },
  {
    name: 'fails on a credential in a failed step',
    steps: [succeeded('t', { token }, { verdict: 'failed' })],
    faults: ['t /token'],
  },
  {
    name: 'fails on a credential in a poll',
    steps: [succeeded('t', {}, { polls: [anAnswer(), anAnswer({ token })] })],
    faults: ['t'],
    note: /^a poll: .* repeats a credential/,
  },
  {
    name: 'fails on a credential in another copy, and in what put it off',
    steps: [succeeded('t', {}, { copies: [copyOf({}), copyOf({ token }, anAnswer({ token }))] })],
    faults: ['t', 't'],
    note: /^copy 2: .*,copy 2: /,
  },
  {
    name: 'looks at the judged copy once',
    steps: [succeeded('t', { token }, judgedCopy)],
    faults: ['t /token'],
  },
  {
    name: 'fails on a credential in a copy beside one nobody answered',
    steps: [anErroredStep({ stepId: 't', copies: [copyOf({ token })] })],
    faults: ['t'],
  },
  {
    name: 'fails on a credential in the answer to a step that was skipped for it',
    steps: [answeredAndSkipped({ token })],
    faults: ['t /token'],
  },
  {
    name: 'fails on any bearer token',
    steps: [succeeded('t', { h: 'Bearer abcdef1234567890' })],
    faults: ['t /h'],
    note: /bearer token/,
  },
  {
    name: 'takes prose about bearer authentication for prose',
    steps: [succeeded('t', { h: 'use bearer authentication, not a bearer token' })],
    faults: [],
  },
  {
    name: 'fails on a field named for a credential',
    steps: [succeeded('t', { a: { API_Key: 'x' } })],
    faults: ['t /a/API_Key'],
    note: /named "API_Key"/,
  },
  {
    name: 'passes over a short secret',
    steps: [succeeded('t', { a: 'a short word' })],
    faults: [],
  },
  {
    name: 'passes over steps without an answer',
    steps: [anErroredStep(), aSkippedStep(), aStep({ exchange: null, extraction: null })],
    faults: [],
  },
]);

const conflict = (more: object) => ({ code: 'IDEMPOTENCY_CONFLICT', message: 'used', ...more });

table(conflictNoPayloadLeak, [
  {
    name: 'holds where only the conflict is told',
    steps: [
      rejected('t', {
        adcp_error: conflict({ recovery: 'terminal', request_id: 'r' }),
        context: { a: 1 },
      }),
    ],
    faults: [],
  },
  {
    name: 'fails where the earlier request is told',
    steps: [rejected('t', { adcp_error: conflict({ details: { budget: 5 } }) })],
    faults: ['t /adcp_error/details'],
    note: /carries "details"/,
  },
  {
    name: 'fails where it is told in the payload errors',
    steps: [rejected('t', { errors: [conflict({ original: {} })] })],
    faults: ['t /errors/0/original'],
  },
  {
    name: 'fails where it is told in JSON-RPC data',
    steps: [
      rejected('t', { error: { code: -1, data: { adcp_error: conflict({ original: 1 }) } } }),
    ],
    faults: ['t /error/data/adcp_error/original'],
  },
  {
    name: 'fails where it is told to another copy',
    steps: [
      succeeded('t', {}, { copies: [copyOf({}), copyOf({ adcp_error: conflict({ was: {} }) })] }),
    ],
    faults: ['t'],
    note: /^copy 2: .* carries "was"/,
  },
  {
    name: 'fails where it is told in a poll',
    steps: [succeeded('t', {}, { polls: [anAnswer({ adcp_error: conflict({ was: {} }) })] })],
    faults: ['t'],
    note: /^a poll: /,
  },
  {
    name: 'fails where it is told to a step that was skipped for it',
    steps: [answeredAndSkipped({}, rejection({ adcp_error: conflict({ was: {} }) }))],
    faults: ['t /adcp_error/was'],
  },
  {
    name: 'lets other errors have details',
    steps: [rejected('t', { adcp_error: { code: 'VALIDATION_ERROR', details: {} } })],
    faults: [],
  },
]);

const denied = rejected(
  'check_governance',
  { adcp_error: { code: 'GOVERNANCE_DENIED' }, plan_id: 'p1' },
  { expects: 'success', verdict: 'failed' },
);
const saysNo = succeeded('check_governance', { status: 'denied', plan_id: 'p1' });
const bought = (over: object = {}, sent: object = {}) =>
  succeeded(
    'create_media_buy',
    { media_buy_id: 'm', status: 'active', ...over },
    { sent: { plan_id: 'p1', ...sent } },
  );

table(denialBlocksMutation, [
  { name: 'holds without a denial', steps: [bought()], faults: [] },
  {
    name: 'fails where a denied plan buys',
    steps: [denied, bought()],
    faults: ['create_media_buy /media_buy_id'],
    note: /check_governance was answered GOVERNANCE_DENIED.*for plan p1/,
  },
  {
    name: 'fails where a check answered "denied" and the plan buys',
    steps: [saysNo, bought()],
    faults: ['create_media_buy /media_buy_id'],
  },
  {
    name: 'holds where another plan buys',
    steps: [denied, bought({}, { plan_id: 'p2' })],
    faults: [],
  },
  {
    name: 'fails on any plan after a denial that names none',
    steps: [succeeded('check_governance', { status: 'denied' }), bought({}, { plan_id: 'p2' })],
    faults: ['create_media_buy /media_buy_id'],
  },
  {
    name: 'holds after a denial the author expects',
    steps: [
      rejected(
        'create_media_buy',
        { adcp_error: { code: 'GOVERNANCE_DENIED' }, plan_id: 'p1' },
        { stepId: 'x' },
      ),
      bought(),
    ],
    faults: [],
  },
  { name: 'holds where the buy was made before', steps: [bought(), denied], faults: [] },
  {
    name: 'holds where the buy holds nothing',
    steps: [denied, bought({ status: 'rejected' })],
    faults: [],
  },
  {
    name: 'holds where the write is refused',
    steps: [denied, rejected('create_media_buy', { media_buy_id: 'm' })],
    faults: [],
  },
  {
    name: 'holds for reads',
    steps: [denied, succeeded('get_media_buys', { media_buy_id: 'm', plan_id: 'p1' })],
    faults: [],
  },
]);

const selection = (over: object = {}) => ({ enable: [], disable: [], ...over });
const leak = succeeded('t', { token });

test.each([
  { name: 'applies by default', selection: selection(), muted: new Map(), outcome: ['failed'] },
  {
    name: 'can be disabled',
    selection: selection({ disable: [noSecretEcho.id] }),
    muted: new Map(),
    outcome: [],
  },
  {
    name: 'is applied where it is both enabled and disabled',
    selection: selection({ enable: [noSecretEcho.id], disable: [noSecretEcho.id] }),
    muted: new Map(),
    outcome: ['failed'],
  },
  {
    name: 'passes over a step it is muted for',
    selection: selection(),
    muted: new Map([['t', [noSecretEcho.id]]]),
    outcome: ['passed'],
  },
  {
    name: 'hears a step another is muted for',
    selection: selection(),
    muted: new Map([['t', [statusMonotonic.id]]]),
    outcome: ['failed'],
  },
])('an assertion $name', ({ selection: chosen, muted, outcome }) => {
  const results = judgeAssertions({
    steps: [leak],
    secrets: [token],
    assertions: [noSecretEcho],
    selection: chosen,
    muted,
  });
  expect(results.map((result) => result.outcome.status)).toEqual(outcome);
});

test('an assertion that is not on by default applies where it is enabled', () => {
  const quiet = { ...noSecretEcho, byDefault: false };
  const judge = (enable: readonly string[]) =>
    judgeAssertions({
      steps: [leak],
      secrets: [token],
      assertions: [quiet],
      selection: selection({ enable }),
      muted: new Map(),
    });
  expect(judge([])).toEqual([]);
  expect(judge([quiet.id])).toHaveLength(1);
});

test('every file of an assertion is registered, under an id of its own', () => {
  const files = readdirSync('src/judge/assertions').filter((file) => file !== 'registry.ts');
  const ids = new Set(assertions.map(({ id }) => id));
  expect(ids.size).toBe(files.length);
  const chosen = assertions.filter(({ byDefault }) => !byDefault).map(({ id }) => id);
  expect(chosen).toEqual(['impairment.coherence']);
});
