import { expect, test } from 'vitest';
import { ruleAgainstAddress, ruleAgainstUrl } from '../../src/dispatch/address-guard.ts';
import { createProber, type ProberOptions } from '../../src/dispatch/probe.ts';
import { startSite } from '../support/site.ts';

const limits = { signal: new AbortController().signal, timeoutMs: 5000 };

const prober = (changed: Partial<ProberOptions> = {}) =>
  createProber({
    now: () => new Date(0),
    elapsed: () => 0,
    userAgent: 'storyboard/test',
    loopback: true,
    ...changed,
  });

test('a probe brings back status, headers and the parsed body', async () => {
  const site = await startSite(() => ({ status: 418, body: { tea: true } }));
  const probed = await prober().send(
    { method: 'GET', url: `${site.origin}/pot`, trust: 'agent' },
    limits,
  );
  expect(probed).toMatchObject({
    kind: 'answered',
    request: { protocol: 'http', operation: 'GET' },
    response: { status: 418, body: { tea: true } },
  });
  expect(site.asked[0]?.headers['user-agent']).toBe('storyboard/test');
});

test('a probe sends the path to the byte where it is told to', async () => {
  const site = await startSite(() => ({}));
  await prober().send(
    { method: 'POST', url: `${site.origin}/a/./b`, path: '/a/./b?', body: 'x', trust: 'operator' },
    limits,
  );
  expect(site.asked).toMatchObject([{ method: 'POST', path: '/a/./b?', body: 'x' }]);
});

test('a probe follows no redirect', async () => {
  const site = await startSite(() => ({ status: 302, headers: { location: '/elsewhere' } }));
  const probed = await prober().send({ method: 'GET', url: site.origin, trust: 'agent' }, limits);
  expect(probed).toMatchObject({ response: { status: 302 } });
  expect(site.asked).toHaveLength(1);
});

test('a probe reads no more than it may', async () => {
  const site = await startSite(() => ({ body: 'x'.repeat(200) }));
  const probed = await prober().send(
    { method: 'GET', url: site.origin, trust: 'agent', maxBytes: 100 },
    limits,
  );
  expect(probed).toMatchObject({ kind: 'unanswered', reason: 'too_large' });
});

test('a name is resolved once, and the connection goes to the address that was looked at', async () => {
  const site = await startSite(() => ({ body: 'here' }));
  const lookups: string[] = [];
  const resolve = (host: string) => {
    lookups.push(host);
    return Promise.resolve([{ address: '127.0.0.1', family: 4 }]);
  };
  const url = site.origin.replace('127.0.0.1', 'rebound.example');
  const probed = await prober({ resolve }).send({ method: 'GET', url, trust: 'agent' }, limits);
  expect(probed).toMatchObject({ response: { body: 'here' } });
  expect(lookups).toEqual(['rebound.example']);
});

test.each([
  { addresses: ['93.184.216.34', '10.0.0.1'], rule: '10.0.0.0/8' },
  { addresses: ['::ffff:192.168.1.1'], rule: '192.168.0.0/16' },
  { addresses: ['::ffff:7f00:1'], rule: '127.0.0.0/8' },
])('a name that leads to $addresses is not asked', async ({ addresses, rule }) => {
  const resolve = () => Promise.resolve(addresses.map((address) => ({ address, family: 4 })));
  const probed = await prober({ resolve, loopback: false }).send(
    { method: 'GET', url: 'https://agent.example/', trust: 'agent' },
    limits,
  );
  expect(probed).toMatchObject({ kind: 'blocked', rule });
});

test('a name without an address leaves the probe unanswered', async () => {
  const resolve = () => Promise.reject(new Error('ENOTFOUND'));
  const probed = await prober({ resolve }).send(
    { method: 'GET', url: 'https://gone.example/', trust: 'agent' },
    limits,
  );
  expect(probed).toMatchObject({ kind: 'unanswered', reason: 'dns' });
});

test('what is no URL is not asked', async () => {
  const probed = await prober().send({ method: 'GET', url: 'no url', trust: 'agent' }, limits);
  expect(probed).toMatchObject({ kind: 'blocked', rule: 'not_a_url' });
});

const agent = { trust: 'agent', loopback: false } as const;
const local = { trust: 'agent', loopback: true } as const;
const operator = { trust: 'operator', loopback: false } as const;

test.each([
  { url: 'https://a.example/', policy: agent, rule: null },
  { url: 'http://a.example/', policy: agent, rule: 'scheme:http' },
  { url: 'http://localhost/', policy: local, rule: null },
  { url: 'http://10.1.1.1/', policy: operator, rule: null },
  { url: 'file:///etc/passwd', policy: operator, rule: 'scheme:file' },
  { url: 'https://u:p@a.example/', policy: local, rule: 'credentials_in_url' },
  {
    url: 'http://metadata.google.internal/',
    policy: operator,
    rule: 'metadata_host:metadata.google.internal',
  },
])('the form of $url is judged ($policy.trust, loopback $policy.loopback)', (row) => {
  expect(ruleAgainstUrl(new URL(row.url), row.policy)).toBe(row.rule);
});

test.each([
  { address: '93.184.216.34', scheme: 'https:', policy: agent, rule: null },
  { address: '127.0.0.1', scheme: 'https:', policy: agent, rule: '127.0.0.0/8' },
  { address: '::1', scheme: 'https:', policy: agent, rule: '::1/128' },
  { address: '::ffff:10.0.0.1', scheme: 'https:', policy: agent, rule: '10.0.0.0/8' },
  { address: 'fd00::1', scheme: 'https:', policy: agent, rule: 'fc00::/7' },
  { address: '100.64.3.2', scheme: 'https:', policy: agent, rule: '100.64.0.0/10' },
  { address: '127.0.0.1', scheme: 'http:', policy: local, rule: null },
  { address: '10.0.0.1', scheme: 'https:', policy: local, rule: '10.0.0.0/8' },
  { address: '93.184.216.34', scheme: 'http:', policy: local, rule: 'scheme:http' },
  { address: '10.0.0.1', scheme: 'http:', policy: operator, rule: null },
  { address: '169.254.169.254', scheme: 'http:', policy: operator, rule: '169.254.0.0/16' },
  { address: '169.254.169.254', scheme: 'http:', policy: local, rule: '169.254.0.0/16' },
  { address: 'fd00:ec2::254', scheme: 'https:', policy: operator, rule: 'fd00:ec2::254/128' },
])(
  '$address over $scheme is judged ($policy.trust, loopback $policy.loopback)',
  ({ address, scheme, policy, rule }) => {
    expect(ruleAgainstAddress(address, scheme, policy)).toBe(rule);
  },
);
