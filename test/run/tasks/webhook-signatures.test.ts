import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createHash } from 'node:crypto';
import { parseDictionary, type InnerList } from 'structured-headers';
import { describe, expect, test } from 'vitest';
import { signMessage, signingKeyOf } from '../../../src/dispatch/signatures/sign.ts';
import type { JsonObject } from '../../../src/model/json.ts';
import { json, type AgentScript } from '../../support/agent.ts';
import { published } from '../../support/run-suite.ts';
import { aStoryboardWith, trial, type Trial } from '../../support/written-suite.ts';
import { aBody, persist, post, sending } from './webhook-agent.ts';

const vectors = join(published, 'test-vectors/webhook-signing/keys.json');
const { keys } = JSON.parse(readFileSync(vectors, 'utf8')) as { keys: readonly JsonObject[] };
const given = { port: 0, publicUrl: null, keys: { kind: 'keys', keys } } as const;

interface Signing {
  readonly kid?: string;
  readonly tag?: string;
  readonly nonce?: string;
  /** Seconds from now. */
  readonly created?: number;
  /** What is signed, where another body is sent. */
  readonly signed?: string;
}

let nonces = 0;

/** The headers of a body, signed in one way or another. */
async function signedHeaders(url: string, body: string, changed: Signing = {}) {
  const {
    kid = 'test-ed25519-webhook-2026',
    tag = 'adcp/webhook-signing/v1',
    nonce = `nonce-${String((nonces += 1))}`,
    created = 0,
    signed = body,
  } = changed;
  const jwk = keys.find((key) => key['kid'] === kid) ?? { ...keys[0], kid };
  const key = signingKeyOf(jwk);
  if (key === null) throw new Error(`no key ${kid}`);
  const digest = createHash('sha256').update(signed).digest('base64');
  const headers = { 'content-type': 'application/json', 'content-digest': `sha-256=:${digest}:` };
  const at = Math.floor(Date.now() / 1000) + created;
  const components = '("@method" "@target-uri" "@authority" "content-type" "content-digest")';
  const input = `sig1=${components};created=${at};expires=${at + 300};nonce="${nonce}";keyid="${kid}";alg="${key.alg}";tag="${tag}"`;
  const covered = parseDictionary(input).get('sig1') as InnerList;
  const { signature } = await signMessage({ method: 'POST', url, headers }, covered, key);
  return { ...headers, 'signature-input': input, signature: `sig1=:${signature}:` };
}

const text = JSON.stringify(aBody());
const signing = (changed: Signing = {}) =>
  sending(async ({ url }) => post(url, text, await signedHeaders(url, text, changed)));

const story = (task: string, keys = 'timeout_seconds: 5', config = '') =>
  aStoryboardWith(`
  - id: p
    title: p
    steps:
      - id: buy
        title: buy
        task: create_media_buy
        sample_request:
          push_notification_config: { url: "{{runner.webhook_url:buy}}"${config} }
      - id: seen
        title: seen
        task: ${task}
        triggered_by: buy
        ${keys}
`);

const signatureTasks = [
  'expect_webhook_signature_valid',
  'expect_webhook_retry_keys_stable',
  'expect_webhook',
];

/** Sends until it is taken, signed anew each time. */
const retrying = (changed: (attempt: number) => Signing) =>
  sending(async ({ url }) => {
    for (let attempt = 0; attempt < 4; attempt += 1) {
      const headers = await signedHeaders(url, text, changed(attempt));
      if ((await post(url, text, headers)) === 204) return;
    }
  });

/** What a step that passed has to tell. */
async function observedIn(storyboard: string, agent: AgentScript, changed: Trial) {
  const ran = await trial(storyboard, { agent, ...changed });
  const step = ran.storyboard.steps.find(({ stepId }) => stepId === 'seen');
  expect(ran.steps['seen']).toBe('passed');
  const outcome = step?.validations[0]?.outcome;
  return outcome && 'observations' in outcome ? (outcome.observations ?? []).join('; ') : '';
}

async function codeOf(
  storyboard: string,
  agent: AgentScript,
  changed: Trial = { webhooks: given },
) {
  const ran = await trial(storyboard, { agent, ...changed });
  const step = ran.storyboard.steps.find(({ stepId }) => stepId === 'seen');
  const outcome = step?.validations[0]?.outcome;
  const note = outcome?.status === 'failed' ? (outcome.note ?? '') : '';
  return [ran.steps['seen'], note.split(':')[0]];
}

describe('expect_webhook_signature_valid', () => {
  test.each([
    { name: 'a signed webhook', agent: signing(), code: '' },
    { name: 'one signed by ES256', agent: signing({ kid: 'test-es256-webhook-2026' }), code: '' },
    { name: 'an old signature', agent: signing({ created: -900 }), code: 'signature_expired' },
    { name: 'a key nobody published', agent: signing({ kid: 'x' }), code: 'signature_key_unknown' },
    {
      name: 'a key for requests',
      agent: signing({ kid: 'test-wrong-purpose-2026' }),
      code: 'signature_key_purpose_invalid',
    },
    {
      name: 'another body than the one signed',
      agent: signing({ signed: '{}' }),
      code: 'signature_digest_mismatch',
    },
    {
      name: 'the tag of a request',
      agent: signing({ tag: 'adcp/request-signing/v1' }),
      code: 'signature_tag_invalid',
    },
    {
      name: 'no signature at all',
      agent: sending(({ url }) => post(url, text)),
      code: 'signature_invalid',
    },
    {
      name: 'the signature of another URL',
      agent: sending(async ({ url }) => post(url, text, await signedHeaders(`${url}/x`, text))),
      code: 'signature_invalid',
    },
  ])('$name: "$code"', async ({ agent, code }) => {
    const expected = [code === '' ? 'passed' : 'failed', code];
    expect(await codeOf(story('expect_webhook_signature_valid'), agent)).toEqual(expected);
  });

  test('nothing delivered is a failure of its own', async () => {
    const waiting = story('expect_webhook_signature_valid', 'timeout_seconds: 0.1');
    const silent = sending(() => Promise.resolve());
    expect(await codeOf(waiting, silent)).toEqual(['failed', 'no_webhook_received']);
  });

  test('a nonce of an earlier step is a replay, even of another storyboard', async () => {
    const agent = signing({ nonce: 'the same one' });
    const first = story('expect_webhook_signature_valid');
    const files = { 't.yaml': first.replace('id: s\n', 'id: t\n') };
    const { result } = await trial(first, { agent, files, webhooks: given });
    const verdicts = result.targets[0]?.storyboards.map(({ verdict }) => verdict);
    expect(verdicts).toEqual(['passed', 'failed']);
  });

  test('a tag the author wants instead', async () => {
    const tag = 'acme/hooks/v2';
    const wanting = story('expect_webhook_signature_valid', `require_tag: "${tag}"`);
    expect(await codeOf(wanting, signing({ tag }))).toEqual(['passed', '']);
    expect(await codeOf(wanting, signing())).toEqual(['failed', 'signature_tag_invalid']);
  });

  test('an agent that does not say it signs is not held to it', async () => {
    const unsigned = sending(({ url }) => post(url, text));
    const board = story('expect_webhook_signature_valid');
    expect(await codeOf(board, unsigned, {})).toEqual(['not_applicable', '']);
  });

  test('a trigger with a shared secret asks for no signature', async () => {
    const secret = ', authentication: { schemes: [HMAC-SHA256], credentials: abc }';
    const board = story('expect_webhook_signature_valid', 'timeout_seconds: 5', secret);
    expect(await codeOf(board, signing())).toEqual(['not_applicable', '']);
  });
});

const suiteOf = (name: string, version: string) => ({
  files: { 'suite.yaml': `name: ${name}\nversion: "${version}"\n` },
  webhooks: given,
});

describe('a key for requests', () => {
  test.each([
    { suite: ['adcp', '3.0.6'], code: 'signature_key_purpose_invalid' },
    { suite: ['adcp', '3.1.0-beta.0'], code: 'signature_key_purpose_invalid' },
    { suite: ['adcp', '3.2.0-beta.5'], code: '' },
    { suite: ['adcp', '3.10.0'], code: '' },
    { suite: ['adcp', '4.0.0'], code: '' },
    { suite: ['adcp', 'latest'], code: 'signature_key_purpose_invalid' },
    { suite: ['another', '3.2.0'], code: 'signature_key_purpose_invalid' },
  ])(
    'signs webhooks by suite $suite: "$code"',
    async ({ suite: [name = '', version = ''], code }) => {
      const agent = signing({ kid: 'test-wrong-purpose-2026' });
      const board = story('expect_webhook_signature_valid');
      expect(await codeOf(board, agent, suiteOf(name, version))).toEqual([
        code === '' ? 'passed' : 'failed',
        code,
      ]);
    },
  );

  test('is not one for something else, nor for nothing', async () => {
    const board = story('expect_webhook_signature_valid');
    for (const use of ['response-signing', null]) {
      const key = { ...keys[0], adcp_use: use };
      const webhooks = { ...given, keys: { kind: 'keys', keys: [key] } } as const;
      expect(await codeOf(board, signing(), { ...suiteOf('adcp', '3.2.0'), webhooks })).toEqual([
        'failed',
        'signature_key_purpose_invalid',
      ]);
    }
  });
});

describe('where an agent publishes its keys', () => {
  const declaring = (at: (path: string, origin: string) => unknown): AgentScript => {
    const signed = retrying(() => ({}));
    let origin = '';
    return {
      tool: (name, args) =>
        name === 'get_adcp_capabilities'
          ? { webhook_signing: { supported: true } }
          : (signed.tool?.(name, args) ?? {}),
      on: ({ method, headers, path }) => {
        origin = `http://${headers.host ?? ''}`;
        if (method !== 'GET') return undefined;
        const document = at(path, origin);
        return document === undefined ? json({}, 404) : json(document);
      },
    };
  };
  const board = story('expect_webhook_signature_valid');

  test('the entry of its brand.json leads to them', async () => {
    const agent = declaring((path, origin) => {
      if (path === '/.well-known/brand.json')
        return { brands: [{ agents: [{ url: `${origin}/mcp`, jwks_uri: `${origin}/keys` }] }] };
      return path === '/keys' ? { keys } : undefined;
    });
    expect(await codeOf(board, agent, {})).toEqual(['passed', '']);
  });

  test('an entry without an address means the well-known one', async () => {
    const agent = declaring((path, origin) => {
      if (path === '/.well-known/brand.json') return { agents: [{ url: `${origin}/mcp/` }] };
      return path === '/.well-known/jwks.json' ? { keys } : undefined;
    });
    expect(await codeOf(board, agent, {})).toEqual(['passed', '']);
  });

  test.each([
    { name: 'there is no brand.json', at: () => undefined },
    { name: 'it does not name the agent', at: () => ({ agents: [{ url: 'http://other/mcp' }] }) },
  ])(
    'where $name, an agent that says it signs has signed with a key nobody knows',
    async ({ at }) => {
      for (const task of signatureTasks)
        expect(await codeOf(story(task), declaring(at), {})).toEqual([
          'failed',
          'signature_key_unknown',
        ]);
    },
  );

  test('keys the operator names and that are not there are not the fault of the agent', async () => {
    const webhooks = { ...given, keys: { kind: 'url', url: 'http://127.0.0.1:1/keys' } } as const;
    const agent = declaring(() => undefined);
    expect(await codeOf(board, agent, { webhooks })).toEqual(['not_applicable', '']);
    expect(await observedIn(story('expect_webhook'), agent, { webhooks })).toMatch(
      /by "test-ed25519-webhook-2026" was not verified: the agent's keys cannot be found/,
    );
  });
});

describe('without keys', () => {
  const strict = story(
    'expect_webhook_retry_keys_stable',
    'verify_signature_on_every_delivery: true',
  );

  test('a signature an author asks for and nobody can verify is told', async () => {
    const observed = await observedIn(
      strict,
      retrying(() => ({})),
      {},
    );
    expect(observed).toMatch(/was not verified: the agent's keys cannot be found/);
  });

  test.each([
    {
      name: 'another body than the one signed',
      changed: { signed: '{}' },
      code: 'signature_digest_mismatch',
    },
    { name: 'a nonce used twice', changed: { nonce: 'again' }, code: 'signature_replayed' },
    { name: 'an old signature', changed: { created: -900 }, code: 'signature_expired' },
  ])('$name is a fault all the same', async ({ changed, code }) => {
    expect(
      await codeOf(
        strict,
        retrying(() => changed),
        {},
      ),
    ).toEqual(['failed', code]);
  });
});

test('a delivery is verified anew for another tag, and its nonce is not used up by that', async () => {
  const board = (first: string, second: string) =>
    aStoryboardWith(`
  - id: p
    title: p
    steps:
      - id: buy
        title: buy
        task: create_media_buy
        sample_request:
          push_notification_config: { url: "{{runner.webhook_url:buy}}" }
      - { id: a, title: a, task: expect_webhook_signature_valid, triggered_by: buy${first} }
      - { id: b, title: b, task: expect_webhook_signature_valid, triggered_by: buy${second} }
`);
  const other = ', require_tag: acme/hooks/v2';
  const usual = ', require_tag: adcp/webhook-signing/v1';
  const verdicts = async (first: string, second: string) => {
    const { steps } = await trial(board(first, second), { agent: signing(), webhooks: given });
    return [steps['a'], steps['b']];
  };
  expect(await verdicts('', other)).toEqual(['passed', 'failed']);
  expect(await verdicts(other, '')).toEqual(['failed', 'passed']);
  expect(await verdicts('', usual)).toEqual(['passed', 'passed']);
});

describe('other webhook steps', () => {
  const retries = story('expect_webhook_retry_keys_stable');

  test('every retry is signed anew', async () => {
    expect(
      await codeOf(
        retries,
        retrying(() => ({})),
      ),
    ).toEqual(['passed', '']);
    const repeated = retrying(() => ({ nonce: 'once and again' }));
    expect(await codeOf(retries, repeated)).toEqual(['failed', 'signature_replayed']);
    const unsigned = sending(({ url }) => persist(url, () => text));
    expect(await codeOf(retries, unsigned)).toEqual(['failed', 'signature_invalid']);
  });

  test('retries are not held to a signature where the author says so', async () => {
    const lenient = story(
      'expect_webhook_retry_keys_stable',
      'verify_signature_on_every_delivery: false',
    );
    const unsigned = sending(({ url }) => persist(url, () => text));
    expect(await codeOf(lenient, unsigned)).toEqual(['passed', '']);
  });

  test('a webhook of an agent that signs is signed', async () => {
    const board = story('expect_webhook');
    expect(await codeOf(board, signing())).toEqual(['passed', '']);
    const unsigned = sending(({ url }) => post(url, text));
    expect(await codeOf(board, unsigned)).toEqual(['failed', 'signature_invalid']);
  });
});
