import { expect, test } from 'vitest';
import { startSite, type Served } from '../../support/site.ts';
import { aStoryboardWith, trial } from '../../support/written-suite.ts';

const vectors = JSON.stringify({
  positive: [
    { id: 'ok', body: '{ "idempotency_key": "key-1", "status": "completed" }' },
    { id: 'again', body: { idempotency_key: 'key-2', status: 'completed' } },
  ],
  negative: [{ id: 'bare', payload: { notification_type: 'final' } }],
});

const files = { 'test-vectors/envelope.json': vectors };

const webhooks = aStoryboardWith(`
  - id: p
    steps:
      - { id: first, task: replay_webhook_vector, vector_ref: "envelope.json#positive/ok" }
      - id: again
        task: replay_webhook_vector
        vector_ref: "envelope.json#positive/again"
        same_event_as: first
      - id: bare
        task: replay_webhook_vector
        vector_ref: "envelope.json#negative/bare"
        expect_error: true
`);

const receiver =
  (accepts: (body: Record<string, unknown>) => number) =>
  (asked: { body: string }): Served => ({
    status: accepts(JSON.parse(asked.body) as Record<string, unknown>),
  });

test('a receiver that takes envelopes only passes, and a repeated event keeps its key', async () => {
  const site = await startSite(receiver((body) => ('idempotency_key' in body ? 204 : 400)));
  const { steps } = await trial(webhooks, {
    files,
    endpoints: { receiver: `${site.origin}/hook` },
  });
  expect(steps).toEqual({ first: 'passed', again: 'passed', bare: 'passed' });
  const bodies = site.asked.map(({ body }) => body);
  expect(bodies[0]).toBe('{ "idempotency_key": "key-1", "status": "completed" }');
  expect(JSON.parse(bodies[1] ?? '')).toEqual({ idempotency_key: 'key-1', status: 'completed' });
  expect(site.asked[0]?.headers['content-digest']).toMatch(/^sha-256=:/);
});

test.each([
  {
    flaw: 'takes anything',
    accepts: () => 200,
    caught: { first: 'passed', again: 'passed', bare: 'failed' },
  },
  {
    flaw: 'takes nothing',
    accepts: () => 409,
    caught: { first: 'failed', again: 'failed', bare: 'passed' },
  },
  {
    flaw: 'breaks',
    accepts: () => 500,
    caught: { first: 'failed', again: 'failed', bare: 'failed' },
  },
])('a receiver that $flaw is caught', async ({ accepts, caught }) => {
  const site = await startSite(receiver(accepts));
  const { steps } = await trial(webhooks, { files, endpoints: { receiver: site.origin } });
  expect(steps).toEqual(caught);
});

test('without a receiver nothing is replayed, and the flag that names one is told', async () => {
  const { storyboard, steps } = await trial(webhooks, { files });
  expect(new Set(Object.values(steps))).toEqual(new Set(['not_applicable']));
  const [first] = storyboard.steps;
  expect(first?.verdict === 'skipped' && first.skip.detail).toContain('--receiver-url');
});

test('a vector the suite does not have fails the step', async () => {
  const site = await startSite(() => ({}));
  const { steps } = await trial(webhooks, { endpoints: { receiver: site.origin } });
  expect(steps['first']).toBe('failed');
  expect(site.asked).toEqual([]);
});

const probe = (task: string) =>
  aStoryboardWith(`
  - id: p
    steps:
      - id: probe
        task: ${task}
        expect_error: true
        sample_request: { type: context_match_request, request_id: r }
        validations: [{ check: http_status, value: 401 }]
`);

const tasks = [
  {
    task: 'trusted_match_missing_auth_context_probe',
    endpoint: 'publisherContext',
    flag: '--publisher-context-url',
  },
  {
    task: 'trusted_match_invalid_auth_context_probe',
    endpoint: 'publisherContext',
    flag: '--publisher-context-url',
  },
  {
    task: 'trusted_match_missing_auth_identity_probe',
    endpoint: 'publisherIdentity',
    flag: '--publisher-identity-url',
  },
  {
    task: 'trusted_match_invalid_auth_identity_probe',
    endpoint: 'publisherIdentity',
    flag: '--publisher-identity-url',
  },
] as const;

test.each(tasks)(
  '$task passes a publisher that refuses and catches one that does not',
  async ({ task, endpoint }) => {
    const refusing = await startSite(() => ({ status: 401, body: { error: 'unauthorized' } }));
    const good = await trial(probe(task), {
      endpoints: { [endpoint]: `${refusing.origin}/match` },
    });
    expect(good.steps).toEqual({ probe: 'passed' });
    const [asked] = refusing.asked;
    expect(asked).toMatchObject({ method: 'POST', path: '/match' });
    expect(JSON.parse(asked?.body ?? '')).toEqual({
      type: 'context_match_request',
      request_id: 'r',
    });
    const isInvalid = task.includes('invalid');
    expect(asked?.headers.authorization?.startsWith('Bearer invalid-') ?? false).toBe(isInvalid);

    const open = await startSite(() => ({ body: { offers: [] } }));
    const bad = await trial(probe(task), { endpoints: { [endpoint]: open.origin } });
    expect(bad.steps).toEqual({ probe: 'failed' });
  },
);

test.each(tasks)(
  '$task needs an endpoint, and says which flag names it',
  async ({ task, flag }) => {
    const { storyboard, steps } = await trial(probe(task));
    expect(steps).toEqual({ probe: 'not_applicable' });
    const [first] = storyboard.steps;
    expect(first?.verdict === 'skipped' && first.skip.detail).toContain(flag);
  },
);
