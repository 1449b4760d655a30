import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { signDelivery } from '../../../src/dispatch/signatures/delivery.ts';
import type { JsonObject } from '../../../src/model/json.ts';
import { post } from '../../run/tasks/webhook-agent.ts';
import { suiteRoot } from '../census/authored.ts';
import { all, answering, type Body, type Scene } from './scene.ts';

const file = join(suiteRoot, 'test-vectors/request-signing/keys.json');
const stored = JSON.parse(readFileSync(file, 'utf8')) as { keys: readonly JsonObject[] };
const keys = stored.keys.map((key) => ({ ...key, adcp_use: 'webhook-signing' }));

/** What is wrong with a notifier; the attempts of one delivery count from 1. */
interface Flaws {
  readonly body?: (attempt: number) => Body;
  readonly signs?: boolean;
  /** Sends again where it should know the key. */
  readonly repeats?: boolean;
}

/** Tells of every buy it makes: once for a key, and until it is heard. */
const notifying =
  ({ body = () => ({}), signs = true, repeats = false }: Flaws = {}) =>
  () => {
    const known = new Set<unknown>();
    const tell = async (url: string, event: string) => {
      for (let attempt = 1; attempt <= 5; attempt += 1) {
        const id = crypto.randomUUID();
        const text = JSON.stringify({ ...aDelivery(url, event), ...body(attempt) });
        const now = Math.floor(Date.now() / 1000);
        const headers = await signDelivery({ url, body: text, now, id }, signs ? keys : []);
        const status = await post(url, text, headers);
        if (status === 0 || status < 400) return;
      }
    };
    const order = ({ push_notification_config: config, idempotency_key: key }: Body) => {
      const { url } = config as { readonly url: string };
      const event = repeats ? crypto.randomUUID() : 'whk_0123456789abcdef';
      if (repeats || key === undefined || !known.has(key))
        setImmediate(() => void tell(url, event));
      known.add(key);
      return { media_buy_id: 'mb_1' };
    };
    return answering({ buy: order, order, sign: order }, 'create_media_buy');
  };

/** The last part of the URL is the operation the agent echoes. */
const aDelivery = (url: string, event: string): Body => ({
  idempotency_key: event,
  operation_id: url.split('/').at(-1),
  status: 'completed',
  result: { media_buy_id: 'mb_1' },
});

const run = () => ({
  webhooks: { port: 0, publicUrl: null, keys: { kind: 'keys', keys } as const },
});

/** The tasks that watch the receiver. */
export const webhookScene: Scene = {
  storyboard: 'webhooks',
  honest: {
    run,
    agent: notifying(),
    steps: all(
      'passed',
      `buy buy_again by_operation by_body by_flat_keys nothing_else order keys_stay sign signed`,
    ),
  },
  broken: [
    {
      name: 'sends no key',
      run,
      agent: notifying({ body: () => ({ idempotency_key: undefined }) }),
      fails: 'by_operation',
      steps: { by_flat_keys: 'passed' },
    },
    {
      name: 'tells of one buy twice',
      run,
      agent: notifying({ repeats: true }),
      fails: 'by_body',
      steps: { by_operation: 'passed' },
    },
    {
      name: 'tells of a failure',
      run,
      agent: notifying({ body: () => ({ status: 'failed' }) }),
      fails: 'nothing_else',
    },
    {
      name: 'makes a new key for each attempt',
      run,
      agent: notifying({ body: (attempt) => ({ idempotency_key: `whk_attempt_00000${attempt}` }) }),
      fails: 'keys_stay',
    },
    { name: 'does not sign', run, agent: notifying({ signs: false }), fails: 'signed' },
  ],
  moot: [
    {
      name: 'is run without a receiver',
      agent: notifying(),
      run: () => ({ webhooks: null }),
      reason: 'requirement_unmet',
      detail: /webhook_receiver/,
    },
  ],
};
