import { expect, test } from 'vitest';
import { startAgent } from '../../support/agent.ts';
import { load, runSuite, targetAt } from '../../support/run-suite.ts';
import { aStoryboardWith, byStep, trial, writeSuite } from '../../support/written-suite.ts';
import { aBody, post, sending } from './webhook-agent.ts';

const call = (id: string) => `
      - id: ${id}
        title: ${id}
        task: create_media_buy
        sample_request: { po: "1", push_notification_config: { url: "{{runner.webhook_url:buy}}" } }`;

const waiting = (extra = '') => `
      - id: seen
        title: seen
        task: expect_webhook
        triggered_by: buy
        timeout_seconds: 5${extra}`;

const board = (steps: string, head = '') =>
  aStoryboardWith(`  - id: p\n    title: p\n    steps:${steps}\n`, head);

test('without a receiver the callback is left out of every request alike, and that is told', async () => {
  const { steps, calls, storyboard } = await trial(
    board(call('buy') + call('replay') + waiting()),
    {
      webhooks: null,
    },
  );
  expect(calls.map(({ args }) => args)).toEqual([{ po: '1' }, { po: '1' }]);
  expect(steps).toEqual({ buy: 'passed', replay: 'passed', seen: 'not_applicable' });
  expect(storyboard.steps[0]?.request?.changes).toMatchObject([
    { pointer: '/push_notification_config', to: null, invariant: 'webhook-receiver' },
  ]);
});

test('a callback the author wrote out goes out without a receiver too', async () => {
  const literal = call('buy').replace('{{runner.webhook_url:buy}}', 'https://buyer.example/hook');
  const { calls } = await trial(board(literal), { webhooks: null });
  expect(calls[0]?.args['push_notification_config']).toEqual({ url: 'https://buyer.example/hook' });
});

test.each([
  {
    name: 'a step that requires the contract',
    extra: '\n        requires_contract: webhook_receiver_runner',
    head: '',
  },
  {
    name: 'a storyboard that requires a receiver',
    extra: '',
    head: 'requires: [webhook_receiver]\n',
  },
])('$name runs where there is one, and only there', async ({ extra, head }) => {
  const story = board(call('buy') + waiting(extra), head);
  const agent = sending(({ url }) => post(url, aBody()));
  expect((await trial(story, { agent })).steps['seen']).toBe('passed');
  const reason = head === '' ? 'not_applicable' : 'requirement_unmet';
  const without = await trial(story, { agent, webhooks: null });
  expect(without.steps['seen'] ?? without.storyboard.skip?.reason).toBe(reason);
});

test('an agent elsewhere is given no address of this machine', async () => {
  const agent = await startAgent({ tools: ['create_media_buy'], tool: () => ({}) });
  try {
    const suite = load(writeSuite({ 's.yaml': board(call('buy') + waiting()) }));
    const near = targetAt(agent.url.href, 'agent');
    const far = { ...near, url: 'https://agent.example/mcp' };
    const run = (publicUrl: string | null) =>
      runSuite({ suite, targets: [far], webhooks: { port: 0, publicUrl, keys: null } });
    const closed = await run(null);
    const [storyboard] = closed.targets[0]?.storyboards ?? [];
    expect(storyboard && byStep(storyboard)).toEqual({ buy: 'passed', seen: 'not_applicable' });
    const seen = () => agent.seen.filter(({ tool }) => tool === 'create_media_buy');
    expect(seen()[0]?.args).toEqual({ po: '1' });
    const ending = new AbortController();
    await runSuite({
      suite,
      targets: [far],
      webhooks: { port: 0, publicUrl: 'https://hooks.example/x', keys: null },
      signal: ending.signal,
      emit: (event) => event.type === 'step:judged' && ending.abort('SIGINT'),
    });
    expect(JSON.stringify(seen()[1]?.args)).toMatch('https://hooks.example/x/step/buy/');
  } finally {
    await agent.close();
  }
});

test('nothing listens for storyboards that ask for no webhook', async () => {
  const silent = call('buy').replace(/sample_request.*/, 'sample_request: {}');
  const taken = await startAgent({});
  try {
    const port = Number(taken.url.port);
    const webhooks = { port, publicUrl: null, keys: null };
    expect((await trial(board(silent), { webhooks })).steps).toEqual({ buy: 'passed' });
    await expect(trial(board(call('buy')), { webhooks })).rejects.toThrow(
      `--webhook-port ${port}: nothing can listen there`,
    );
  } finally {
    await taken.close();
  }
});

const kitted = `
      - id: buy
        title: buy
        task: "$test_kit.operations.primary_webhook_emitter"
        task_default: create_media_buy
        sample_request:
          push_notification_config: { url: "{{runner.webhook_url:buy}}" }`;

const selling = {
  tool: (name: string, args: Record<string, unknown>) => {
    if (name !== 'get_products') return { got: args };
    return {
      products: [
        { product_id: 'p1', pricing_options: [{ pricing_option_id: 'o1', fixed_price: 5 }] },
      ],
    };
  },
};

test('a stand-in for an operation no kit names is filled in from a product found in the open', async () => {
  const { storyboard, calls } = await trial(board(kitted), { agent: selling });
  expect(byStep(storyboard)).toEqual({ discover_products: 'passed', buy: 'passed' });
  const sent = calls.find(({ tool }) => tool === 'create_media_buy')?.args ?? {};
  expect(sent).toMatchObject({
    start_time: 'asap',
    packages: [{ product_id: 'p1', pricing_option_id: 'o1' }],
  });
  const changed = storyboard.steps[1]?.request?.changes.map(({ pointer }) => pointer);
  expect(changed).toEqual(
    expect.arrayContaining(['/account', '/brand', '/start_time', '/end_time', '/packages']),
  );
});

test.each([
  {
    name: 'a media buy the author asks for by name',
    steps: kitted.replace(/task: "\$.*\n.*task_default/, 'task'),
  },
  {
    name: 'a stand-in without a callback',
    steps: kitted.replace(/sample_request:\n.*/, 'sample_request: { po: "1" }'),
  },
])('$name goes out as written', async ({ steps }) => {
  const { calls } = await trial(board(steps), { agent: selling });
  expect(calls.map(({ tool }) => tool)).toEqual(['create_media_buy']);
  expect(calls[0]?.args['packages']).toBeUndefined();
});

test('verbatim fills in nothing and asks for nothing', async () => {
  const { calls } = await trial(board(kitted), { agent: selling, invariants: [] });
  expect(calls.map(({ tool }) => tool)).toEqual(['create_media_buy']);
});
