import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { NonceStore } from '../../../src/dispatch/signatures/nonces.ts';
import { verifySignature } from '../../../src/dispatch/signatures/verify.ts';
import type { JsonObject } from '../../../src/model/json.ts';
import type { StoryboardResult } from '../../../src/model/result.ts';
import type { RunTarget } from '../../../src/run/run.ts';
import { json, startAgent, text, type AgentScript, type Reply } from '../../support/agent.ts';
import { load, published, runSuite, targetAt } from '../../support/run-suite.ts';
import { byStep } from '../../support/written-suite.ts';

const suite = load(published, ['signed_requests']);
const keysFile = join(published, 'test-vectors/request-signing/keys.json');
const { keys } = JSON.parse(readFileSync(keysFile, 'utf8')) as { keys: readonly JsonObject[] };

type Seen = Parameters<NonNullable<AgentScript['on']>>[0];

/** What an agent's verifier does otherwise than the profile says. */
interface Verifier {
  readonly signing?: JsonObject;
  readonly tools?: readonly string[];
  readonly nonces?: () => NonceStore;
  readonly revoked?: readonly string[];
  /** The answer to a signature that does not count. */
  readonly refuse?: (code: string) => Reply | undefined;
  /** Looked at before anything else. */
  readonly before?: (seen: Seen) => Reply | undefined;
}

const challenge = (code: string) =>
  text(401, '', {
    'www-authenticate': `Bearer realm="x", Signature realm="a, b", error="${code}"`,
  });

/** Runs the published storyboard against an agent with this verifier. */
async function runWith(verifier: Verifier, live = false): Promise<StoryboardResult> {
  const nonces = verifier.nonces?.() ?? new NonceStore(90);
  const agent = await startAgent({
    tools: verifier.tools ?? ['get_adcp_capabilities', 'create_media_buy', 'update_media_buy'],
    tool: (name) =>
      name === 'get_adcp_capabilities'
        ? {
            request_signing: {
              supported: true,
              covers_content_digest: 'either',
              required_for: ['create_media_buy'],
              ...verifier.signing,
            },
          }
        : { isError: true, content: [] },
    session: true,
    on: (seen) => {
      if (seen.tool === '' || seen.tool === 'get_adcp_capabilities') return undefined;
      const first = verifier.before?.(seen);
      if (first) return first;
      return (response) => {
        void verdict(seen).then((code) => {
          const refusal = code === null ? undefined : (verifier.refuse ?? challenge)(code);
          const accepted = json({
            jsonrpc: '2.0',
            id: seen.message['id'],
            result: { content: [] },
          });
          (refusal ?? accepted)(response, seen);
        });
      };
    },
  });
  onTestFinished(() => agent.close());

  async function verdict({ method, headers, message, tool, args }: Seen): Promise<string | null> {
    const heads = Object.fromEntries(
      Object.entries(headers).map(([name, value]) => [name, String(value)]),
    );
    const isSigned = 'signature' in heads || 'signature-input' in heads;
    const registers = JSON.stringify(args).includes('"authentication"');
    if (!isSigned) {
      return tool === 'create_media_buy' || registers ? 'request_signature_required' : null;
    }
    if (isMalformed(heads)) return 'request_signature_header_malformed';
    const verified = await verifySignature(
      { method, url: agent.url.href, headers: heads, body: Buffer.from(JSON.stringify(message)) },
      {
        profile: {
          tag: 'adcp/request-signing/v1',
          purposes: ['request-signing'],
          contentDigest:
            verifier.signing?.['covers_content_digest'] === 'required' ? 'required' : 'optional',
        },
        keys,
        revoked: new Set(verifier.revoked ?? ['test-revoked-2026']),
        now: Math.floor(Date.now() / 1000),
        nonces,
      },
    );
    return verified.kind === 'invalid' ? `request_signature_${verified.fault}` : null;
  }

  const result = await runSuite({
    suite,
    targets: [targetAt(agent.url.href, 'agent')],
    identity: { brand: null, operator: null, verbatim: false, live },
  });
  const [found] = result.targets[0]?.storyboards ?? [];
  if (found === undefined) throw new Error('the storyboard did not run');
  return found;
}

/** What a verifier of requests finds wrong with headers before it looks at a signature. */
function isMalformed(headers: Readonly<Record<string, string>>): boolean {
  const { 'content-type': type = '', 'content-digest': digest = '' } = headers;
  const input = headers['signature-input'] ?? '';
  return (
    type.includes(',') ||
    digest.split('sha-256=').length > 2 ||
    input.split(/\bsig1=/).length > 2 ||
    /keyid=[^"]/.test(input)
  );
}

const counts = (steps: Readonly<Record<string, string>>) => {
  const verdicts = Object.values(steps);
  return Object.fromEntries(
    [...new Set(verdicts)].map((verdict) => [
      verdict,
      verdicts.filter((other) => other === verdict).length,
    ]),
  );
};

test('an agent that verifies by the profile passes every vector that can be sent to it', async () => {
  const { steps, verdict } = await runWith({});
  const verdicts = byStep({ steps } as StoryboardResult);
  expect(Object.entries(verdicts).filter(([, is]) => is === 'failed' || is === 'errored')).toEqual(
    [],
  );
  expect(verdict).toBe('passed');
  expect(counts(verdicts)).toEqual({ passed: 28, not_applicable: 12 });
  const skipped = Object.keys(verdicts).filter((id) => verdicts[id] === 'not_applicable');
  expect(skipped).toEqual([
    ...['005-default-port-stripped', '006-dot-segment-path', '007-query-byte-preserved'].map(
      (id) => `positive-${id}`,
    ),
    'positive-008-percent-encoded-path',
    'positive-009-percent-encoded-unreserved-decoded',
    'positive-010-percent-encoded-slash-preserved',
    'positive-011-ipv6-authority',
    'positive-012-ipv6-authority-default-port-stripped',
    'negative-007-missing-content-digest',
    'negative-018-digest-covered-when-forbidden',
    'negative-025-jwk-alg-crv-mismatch',
    'negative-026-non-ascii-host',
  ]);
});

interface Flaw {
  readonly flaw: string;
  readonly verifier: Verifier;
  /** Vectors that catch it, and what they found instead of the code. */
  readonly caught: Readonly<Record<string, string | null>>;
}

const flaws: readonly Flaw[] = [
  {
    flaw: 'remembers no nonce',
    verifier: {
      nonces: () => {
        const forgetful = new NonceStore();
        forgetful.has = () => false;
        forgetful.isFull = () => false;
        return forgetful;
      },
    },
    caught: { 'negative-016-replayed-nonce': null, 'negative-020-rate-abuse': null },
  },
  {
    flaw: 'knows no cap',
    verifier: { nonces: () => new NonceStore() },
    caught: { 'negative-020-rate-abuse': null },
  },
  {
    flaw: 'revokes nobody',
    verifier: { revoked: [] },
    caught: { 'negative-017-key-revoked': null },
  },
  {
    flaw: 'checks the signature before the revocation',
    verifier: {
      refuse: (code) =>
        challenge(code === 'request_signature_key_revoked' ? 'request_signature_invalid' : code),
    },
    caught: { 'negative-017-key-revoked': 'request_signature_invalid' },
  },
  {
    flaw: 'writes a code in capitals',
    verifier: {
      refuse: (code) =>
        challenge(code === 'request_signature_tag_invalid' ? code.toUpperCase() : code),
    },
    caught: { 'negative-002-wrong-tag': 'REQUEST_SIGNATURE_TAG_INVALID' },
  },
  {
    flaw: 'takes requests that are not signed',
    verifier: {
      refuse: (code) => (code === 'request_signature_required' ? undefined : challenge(code)),
    },
    caught: {
      'negative-001-no-signature-header': null,
      'negative-027-webhook-registration-authentication-unsigned': null,
    },
  },
];

test.each(flaws)('an agent that $flaw is caught', async ({ verifier, caught }) => {
  const { steps } = await runWith(verifier);
  const failed = steps.filter(({ verdict }) => verdict === 'failed' || verdict === 'errored');
  const found = failed.map((step) => {
    const outcome = step.validations.find(
      ({ check }) => check === 'request_signing_probe',
    )?.outcome;
    return [step.stepId, outcome?.status === 'failed' ? outcome.actual : 'nothing'] as const;
  });
  expect(Object.fromEntries(found)).toEqual(caught);
});

test('an agent that refuses every signature fails every positive vector and meets no contract', async () => {
  const { steps } = await runWith({ before: () => challenge('request_signature_key_unknown') });
  const verdicts = byStep({ steps } as StoryboardResult);
  expect(verdicts).toMatchObject({
    'positive-001-basic-post': 'failed',
    'positive-003-es256-post': 'failed',
    'negative-008-unknown-keyid': 'passed',
    'negative-016-replayed-nonce': 'failed',
  });
  const replay = steps.find(({ stepId }) => stepId === 'negative-016-replayed-nonce');
  expect(replay?.validations[0]?.outcome).toMatchObject({
    status: 'failed',
    actual: 'contract_unmet',
    note: 'the first copy was answered with HTTP 401 (request_signature_key_unknown); it has to be accepted',
  });
});

test('an agent that insists on digests is sent digests where the vector leaves them open', async () => {
  const { steps } = await runWith({ signing: { covers_content_digest: 'required' } });
  const verdicts = byStep({ steps } as StoryboardResult);
  expect(Object.entries(verdicts).filter(([, is]) => is === 'failed' || is === 'errored')).toEqual(
    [],
  );
  expect(verdicts).toMatchObject({
    'positive-001-basic-post': 'passed',
    'positive-002-post-with-content-digest': 'passed',
    'negative-007-missing-content-digest': 'passed',
    'negative-008-unknown-keyid': 'passed',
    'negative-010-content-digest-mismatch': 'passed',
    'negative-018-digest-covered-when-forbidden': 'not_applicable',
  });
});

test('an agent without the tools of the vectors is asked through one it insists on signatures for', async () => {
  const { steps } = await runWith({
    tools: ['get_adcp_capabilities', 'create_media_buy'],
  });
  expect(byStep({ steps } as StoryboardResult)).toMatchObject({
    'negative-011-malformed-header': 'passed',
    'negative-027-webhook-registration-authentication-unsigned': 'missing_tool',
  });
});

test('what changes state on purpose is not sent to an agent that is no sandbox', async () => {
  const { steps } = await runWith({}, true);
  expect(byStep({ steps } as StoryboardResult)).toMatchObject({
    'positive-001-basic-post': 'passed',
    'negative-016-replayed-nonce': 'not_applicable',
    'negative-020-rate-abuse': 'not_applicable',
  });
});

test('an agent that makes no claim is not asked at all', async () => {
  const { steps, skip } = await runWith({ signing: { supported: false } });
  expect(skip?.reason).toBe('not_applicable');
  expect(new Set(Object.values(byStep({ steps } as StoryboardResult)))).toEqual(
    new Set(['not_applicable']),
  );
});

test('a vector with a bearer token takes the token of the agent it goes to', async () => {
  const agents = new Map<string, RunTarget>();
  const asked: (string | undefined)[] = [];
  for (const name of ['rules', 'sales']) {
    const agent = await startAgent({
      tools: ['get_adcp_capabilities', 'create_media_buy', 'update_media_buy'],
      tool: () => ({ request_signing: { supported: true, required_for: ['create_media_buy'] } }),
      on: ({ tool, headers }) => {
        if (tool === 'update_media_buy') asked.push(headers.authorization);
        return undefined;
      },
    });
    onTestFinished(() => agent.close());
    agents.set(name, targetAt(agent.url.href, 'crew', `token-of-${name}`));
  }
  const storyboards = suite.storyboards.map((board) => ({ ...board, defaultAgent: 'sales' }));
  const crew = { ...(agents.get('rules') as RunTarget), agents };
  await runSuite({ suite: { ...suite, storyboards }, targets: [crew] });
  expect(new Set(asked)).toEqual(new Set(['Bearer token-of-sales']));
});
