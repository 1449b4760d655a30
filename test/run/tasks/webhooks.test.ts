import { describe, expect, test } from 'vitest';
import { aStoryboardWith, trial, type Trial } from '../../support/written-suite.ts';
import { aBody, persist, post, sending, type Target } from './webhook-agent.ts';

const key = (name: string) => `whk_${name.padEnd(16, '0')}`;

const trigger = (id = 'buy', url = id) => `
      - id: ${id}
        title: ${id}
        task: create_media_buy
        sample_request: { push_notification_config: { url: "{{runner.webhook_url:${url}}}" } }`;

const watching = (task: string, keys = '') => `
      - id: seen
        title: seen
        task: ${task}
        triggered_by: buy
${keys.replace(/^ */gm, '        ')}`;

const board = (...steps: readonly string[]) =>
  aStoryboardWith(`  - id: p\n    title: p\n    steps:${steps.join('')}\n`);

/** What the step `seen` came to: its verdict, and the note of its finding. */
async function seenBy(storyboard: string, agent: Trial['agent'], changed: Trial = {}) {
  const ran = await trial(storyboard, { agent: agent ?? {}, ...changed });
  const step = ran.storyboard.steps.find(({ stepId }) => stepId === 'seen');
  const [finding] = step?.validations ?? [];
  const note = finding?.outcome.status === 'failed' ? (finding.outcome.note ?? '') : '';
  return { ...ran, step, finding, verdict: ran.steps['seen'], code: note.split(':')[0] ?? '' };
}

interface Case {
  readonly name: string;
  readonly keys: string;
  readonly send: (target: Target) => Promise<unknown>;
  readonly code: string;
  readonly files?: Readonly<Record<string, string>>;
  readonly again?: boolean;
}

const schema = {
  'schemas/hook.json': JSON.stringify({
    $schema: 'http://json-schema.org/draft-07/schema#',
    type: 'object',
    required: ['status'],
    properties: { status: { enum: ['working', 'completed'] } },
  }),
};

describe('expect_webhook', () => {
  const cases: readonly Case[] = [
    {
      name: 'passes when one comes',
      keys: 'timeout_seconds: 5',
      send: ({ url }) => post(url, aBody()),
      code: '',
    },
    {
      name: 'fails when none comes',
      keys: 'timeout_seconds: 0.1',
      send: () => Promise.resolve(),
      code: 'no_webhook_received',
    },
    {
      name: 'fails without a key',
      keys: 'timeout_seconds: 5',
      send: ({ url }) => post(url, aBody({ idempotency_key: undefined })),
      code: 'missing_idempotency_key',
    },
    {
      name: 'fails on a malformed key',
      keys: 'timeout_seconds: 5',
      send: ({ url }) => post(url, aBody({ idempotency_key: 'short' })),
      code: 'invalid_idempotency_key_format',
    },
    {
      name: 'looks at no key when told so',
      keys: 'timeout_seconds: 5\nexpect_idempotency_key: false',
      send: ({ url }) => post(url, aBody({ idempotency_key: 'short' })),
      code: '',
    },
    {
      name: 'passes on a body of the right shape',
      keys: 'timeout_seconds: 5\nwebhook_payload_schema_ref: hook.json',
      send: ({ url }) => post(url, aBody()),
      files: schema,
      code: '',
    },
    {
      name: 'fails on a body of the wrong shape, whatever the filter says',
      keys: 'timeout_seconds: 5\nwebhook_payload_schema_ref: hook.json\nfilter: { body: { status: completed } }',
      send: ({ url }) => post(url, aBody({ status: 'done' })),
      files: schema,
      code: 'schema_violation',
    },
    {
      name: 'fails on a body that is no JSON',
      keys: 'timeout_seconds: 5',
      send: ({ url }) => post(url, 'status=completed'),
      code: 'schema_violation',
    },
    {
      name: 'passes when a replay sends nothing more',
      keys: 'timeout_seconds: 5\nexpect_max_deliveries_per_logical_event: 1',
      send: ({ url, call }) => (call === 1 ? post(url, aBody()) : Promise.resolve()),
      again: true,
      code: '',
    },
    {
      name: 'takes a delivery under the same key for the same event',
      keys: 'timeout_seconds: 5\nexpect_max_deliveries_per_logical_event: 1',
      send: ({ url }) => post(url, aBody()),
      again: true,
      code: '',
    },
    {
      name: 'fails when a replay sends another event',
      keys: 'timeout_seconds: 5\nexpect_max_deliveries_per_logical_event: 1',
      send: ({ url, call }) => post(url, aBody({ idempotency_key: key(String(call)) })),
      again: true,
      code: 'duplicate_webhook_on_replay',
    },
    {
      name: 'waits for another event of a replay also where the shape must be looked up first',
      keys: 'timeout_seconds: 5\nwebhook_payload_schema_ref: hook.json\nexpect_max_deliveries_per_logical_event: 1',
      send: async ({ url, call }) => {
        if (call === 2) await new Promise((resolve) => setTimeout(resolve, 20));
        await post(url, aBody({ idempotency_key: key(String(call)) }));
      },
      files: schema,
      again: true,
      code: 'duplicate_webhook_on_replay',
    },
  ];

  const late: readonly Case[] = [
    {
      name: 'another event that comes while the run goes on',
      keys: 'timeout_seconds: 5\nexpect_max_deliveries_per_logical_event: 1',
      send: async ({ url, call }) => {
        if (call === 2) await new Promise((resolve) => setTimeout(resolve, 300));
        await post(url, aBody({ idempotency_key: key(String(call)) }));
      },
      code: 'duplicate_webhook_on_replay',
    },
    {
      name: 'another event after its window',
      keys: 'timeout_seconds: 0.1\nexpect_max_deliveries_per_logical_event: 1',
      send: async ({ url, call }) => {
        if (call === 2) await new Promise((resolve) => setTimeout(resolve, 900));
        await post(url, aBody({ idempotency_key: key(String(call)) }));
      },
      code: '',
    },
    {
      name: 'a request that cannot be kept beside the one event',
      keys: 'timeout_seconds: 5\nexpect_max_deliveries_per_logical_event: 1',
      send: ({ url, call }) =>
        call === 1 ? post(url, aBody()) : fetch(url, { method: 'PUT', body: '{}' }),
      code: 'duplicate_webhook_on_replay',
    },
  ];

  test.each(late)('is graded by $name', async ({ keys, send, code }) => {
    const story = board(trigger(), trigger('again', 'buy'), watching('expect_webhook', keys));
    const { storyboard, step, ...seen } = await seenBy(story, sending(send));
    const verdict = code === '' ? 'passed' : 'failed';
    expect([seen.code, step?.verdict, storyboard.verdict]).toEqual([code, verdict, verdict]);
  });

  test.each(cases)('$name', async ({ keys, send, code, files = {}, again }) => {
    const replay = again ? trigger('again', 'buy') : '';
    const story = board(trigger(), replay, watching('expect_webhook', keys));
    const seen = await seenBy(story, sending(send), { files });
    expect([seen.code, seen.verdict]).toEqual([code, code === '' ? 'passed' : 'failed']);
    expect(seen.finding?.check).toBe('expect_webhook');
  });

  test.each([
    {
      fault: 'does not bring along',
      files: {},
      note: 'there is no schema "none.json" to judge by',
    },
    {
      fault: 'brings along broken',
      files: { 'schemas/none.json': '{ "type": "objct" }' },
      note: 'the suite\'s schema "none.json" is broken: type must be JSONType or JSONType[]: objct',
    },
  ])('a schema the suite $fault is no fault of the agent, and is told', async ({ files, note }) => {
    const keys = 'timeout_seconds: 5\nwebhook_payload_schema_ref: none.json';
    const seen = await seenBy(
      board(trigger(), watching('expect_webhook', keys)),
      sending(({ url }) => post(url, aBody())),
      { files },
    );
    expect(seen.verdict).toBe('passed');
    expect(seen.step?.validations).toMatchObject([
      { check: 'expect_webhook', outcome: { status: 'passed' } },
      {
        check: 'response_schema',
        outcome: { status: 'not_applicable', note },
      },
    ]);
  });

  const filters = [
    ['an operation id', 'filter: { operation_id: "{{prior_step.buy.operation_id}}" }'],
    ['a body', 'filter: { body: { status: completed, result.media_buy_id: mb_1 } }'],
    ['flat keys of the body', 'filter: { status: completed, result.media_buy_id: mb_1 }'],
    ['a captured value', 'filter: { body: { result.media_buy_id: "$context.buy_id" } }'],
  ] as const;
  const send = (over: Record<string, unknown>) => (target: Target) =>
    post(target.url, aBody({ operation_id: target.url.split('/').at(-1), ...over }));

  test.each(filters)('lets through what %s names, and nothing else', async (_, filter) => {
    const capturing = `${trigger()}\n        context_outputs: [{ name: buy_id, path: media_buy_id }]`;
    const story = board(capturing, watching('expect_webhook', `timeout_seconds: 0.3\n${filter}`));
    const right = await seenBy(story, sending(send({ result: { media_buy_id: 'mb_1' } })));
    expect(right.verdict).toBe('passed');
    const wrong = { operation_id: 'another', status: 'working', result: { media_buy_id: 'mb_2' } };
    const other = await seenBy(story, sending(send(wrong)));
    expect(other.code).toBe('no_webhook_received');
  });

  test('the delivered body is what the step judges and captures', async () => {
    const keys = [
      'timeout_seconds: 5',
      'validations: [{ check: field_value, path: status, value: completed, description: d }]',
      'context_outputs: [{ name: task, path: task_id }]',
    ].join('\n');
    const seen = await seenBy(
      board(trigger(), watching('expect_webhook', keys)),
      sending(({ url }) => post(url, aBody())),
    );
    expect(seen.verdict).toBe('passed');
    expect(seen.step?.captured).toMatchObject([{ name: 'task', value: 'task_1' }]);
    const wrong = await seenBy(
      board(trigger(), watching('expect_webhook', keys)),
      sending(({ url }) => post(url, aBody({ status: 'failed' }))),
    );
    expect(wrong.verdict).toBe('failed');
  });

  test('a trigger that did not pass leaves nothing to wait for', async () => {
    const refusing = {
      tool: () => ({ isError: true, content: [{ type: 'text', text: 'no' }] }),
    };
    const story = board(trigger(), watching('expect_webhook', 'timeout_seconds: 60'));
    expect((await seenBy(story, refusing)).verdict).toBe('prerequisite_failed');
  });
});

describe('expect_no_webhook', () => {
  test.each([
    { name: 'passes when none comes', send: () => Promise.resolve(), code: '' },
    {
      name: 'fails as soon as one comes',
      send: ({ url }: Target) => post(url, aBody()),
      code: 'unexpected_webhook_received',
    },
    {
      name: 'fails on one that cannot be kept',
      send: ({ url }: Target) => fetch(url, { method: 'PUT', body: '{}' }),
      code: 'unexpected_webhook_received',
    },
  ])('$name', async ({ send, code }) => {
    const seconds = code === '' ? 0.1 : 60;
    const story = board(trigger(), watching('expect_no_webhook', `timeout_seconds: ${seconds}`));
    const seen = await seenBy(story, sending(send));
    expect([seen.code, seen.verdict]).toEqual([code, code === '' ? 'passed' : 'failed']);
  });

  test('lets pass what the filter does not mean', async () => {
    const keys = 'timeout_seconds: 0.3\nfilter: { body: { status: completed } }';
    const story = board(trigger(), watching('expect_no_webhook', keys));
    const working = sending(({ url }) => post(url, aBody({ status: 'working' })));
    expect((await seenBy(story, working)).verdict).toBe('passed');
  });
});

describe('expect_webhook_retry_keys_stable', () => {
  const stable = () => aBody();
  const cases: readonly Case[] = [
    {
      name: 'passes when every retry carries the key',
      keys: 'timeout_seconds: 30',
      send: ({ url }) => persist(url, stable),
      code: '',
    },
    {
      name: 'fails when the key changes',
      keys: 'timeout_seconds: 30',
      send: ({ url }) => persist(url, (n) => aBody({ idempotency_key: key(String(n)) })),
      code: 'idempotency_key_rotated',
    },
    {
      name: 'fails when a retry has no proper key',
      keys: 'timeout_seconds: 30',
      send: ({ url }) => persist(url, (n) => (n === 0 ? aBody() : aBody({ idempotency_key: 'x' }))),
      code: 'idempotency_key_format_changed',
    },
    {
      name: 'fails when a retry has no key at all',
      keys: 'timeout_seconds: 30',
      send: ({ url }) => persist(url, (n) => aBody(n === 0 ? {} : { idempotency_key: null })),
      code: 'idempotency_key_format_changed',
    },
    {
      name: 'fails when there never was a key',
      keys: 'timeout_seconds: 30',
      send: ({ url }) => persist(url, () => aBody({ idempotency_key: undefined })),
      code: 'missing_idempotency_key',
    },
    {
      name: 'fails when the key never was proper',
      keys: 'timeout_seconds: 30',
      send: ({ url }) => persist(url, () => aBody({ idempotency_key: 'x' })),
      code: 'invalid_idempotency_key_format',
    },
    {
      name: 'fails when nobody tries again',
      keys: 'timeout_seconds: 0.2',
      send: ({ url }) => post(url, aBody()),
      code: 'insufficient_retries',
    },
    {
      name: 'fails when fewer come than are wanted',
      keys: 'timeout_seconds: 30\nexpect_min_deliveries: 3\nretry_trigger: { count: 1 }',
      send: ({ url }) => persist(url, stable),
      code: 'insufficient_retries',
    },
    {
      name: 'fails when nothing comes',
      keys: 'timeout_seconds: 0.1',
      send: () => Promise.resolve(),
      code: 'insufficient_retries',
    },
  ];

  test.each(cases)('$name', async ({ keys, send, code }) => {
    const story = board(trigger(), watching('expect_webhook_retry_keys_stable', keys));
    const seen = await seenBy(story, sending(send));
    expect([seen.code, seen.verdict]).toEqual([code, code === '' ? 'passed' : 'failed']);
  });

  test('the refusals are armed before the trigger runs, and as the author says', async () => {
    const statuses: number[] = [];
    let sent = Promise.resolve();
    const keys = 'timeout_seconds: 30\nretry_trigger: { count: 2, http_status: 429 }';
    const story = board(trigger(), watching('expect_webhook_retry_keys_stable', keys));
    await seenBy(
      story,
      sending(({ url }) => {
        sent = (async () => {
          for (const attempt of [1, 2, 3]) statuses.push(await post(url, aBody({ attempt })));
        })();
        return sent;
      }),
    );
    await sent;
    expect(statuses).toEqual([429, 429, 204]);
  });
});

test('one step id has one URL in a storyboard, and another one in the next', async () => {
  const urls: string[] = [];
  const story = board(trigger(), trigger('again', 'buy'));
  await trial(story, { agent: sending(({ url }) => Promise.resolve(urls.push(url))) });
  expect(new Set(urls).size).toBe(1);
  expect(urls[0]).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/step\/buy\/[0-9a-f-]{36}$/);
});

test('a run that ends while it waits leaves the step without a verdict', async () => {
  const ending = new AbortController();
  const story = board(trigger(), watching('expect_webhook', 'timeout_seconds: 60'));
  const { storyboard } = await trial(story, {
    agent: sending(() => Promise.resolve()),
    signal: ending.signal,
    emit: (event) => {
      if (event.type === 'step:started' && event.step.stepId === 'seen')
        setImmediate(() => ending.abort('SIGINT'));
    },
  });
  expect(storyboard.notRun.map(({ stepId }) => stepId)).toEqual(['seen']);
});
