import { connect } from 'node:net';
import { onTestFinished, expect, test, vi } from 'vitest';
import { startReceiver, type ReceiverOptions } from '../../../src/dispatch/webhooks/receiver.ts';

/** A receiver for the time of one test, and the mailbox of a step `buy`. */
async function receiving(changed: Partial<ReceiverOptions> = {}) {
  let minted = 0;
  const receiver = await startReceiver({
    port: 0,
    publicUrl: null,
    now: () => new Date('2026-05-04T12:00:00Z'),
    elapsed: () => performance.now(),
    newId: () => `id-${(minted += 1)}`,
    ...changed,
  });
  onTestFinished(() => receiver.close());
  return { receiver, mailbox: receiver.mailboxFor('buy') };
}

const post = async (url: string, body: string, headers: Record<string, string> = {}) =>
  (await fetch(url, { method: 'POST', body, headers })).status;

test('a delivery is kept as it came and answered without a body', async () => {
  const { mailbox } = await receiving();
  const headers = { 'content-type': 'application/json', authorization: 'Bearer seen' };
  expect(await post(`${mailbox.url}?a=1`, '{"status":"completed"}', headers)).toBe(204);
  expect(mailbox.deliveries).toMatchObject([
    {
      url: `${mailbox.url}?a=1`,
      method: 'POST',
      json: { status: 'completed' },
      answered: 204,
      headers: { authorization: 'Bearer seen' },
    },
  ]);
  expect(Buffer.from(mailbox.deliveries[0]?.body ?? []).toString()).toBe('{"status":"completed"}');
});

test('a body nested deeper than anything reads it is no JSON', async () => {
  const { mailbox } = await receiving();
  const deep = 100_000;
  expect(await post(mailbox.url, `${'['.repeat(deep)}${']'.repeat(deep)}`)).toBe(204);
  expect(mailbox.deliveries[0]?.json).toBeUndefined();
  expect(mailbox.deliveries[0]?.body).toHaveLength(2 * deep);
});

test('a header that comes twice is one list', async () => {
  const { mailbox } = await receiving();
  const twice = new Headers([
    ['signature', 'sig1=:YQ==:'],
    ['signature', 'relay=:Yg==:'],
  ]);
  await fetch(mailbox.url, { method: 'POST', body: '{}', headers: twice });
  expect(mailbox.deliveries[0]?.headers['signature']).toBe('sig1=:YQ==:, relay=:Yg==:');
});

test.each([
  { name: 'another path', path: '/step/buy/other', method: 'POST', status: 404 },
  { name: 'the path of a later step', path: '/step/pay/id-1', method: 'POST', status: 404 },
  { name: 'another method', path: '/step/buy/id-1', method: 'GET', status: 405 },
])('$name is refused and kept by nobody', async ({ path, method, status }) => {
  const { receiver, mailbox } = await receiving();
  expect((await fetch(`${receiver.base}${path}`, { method })).status).toBe(status);
  expect(mailbox.deliveries).toEqual([]);
});

test('a body above the limit is refused, whether or not it says its length', async () => {
  const { mailbox } = await receiving();
  const large = 'x'.repeat(1024 * 1024 + 1);
  await post(mailbox.url, large).catch(() => undefined);
  const stream = new ReadableStream({
    start(controller) {
      controller.enqueue(new TextEncoder().encode(large));
      controller.close();
    },
  });
  const unsized = { method: 'POST', body: stream, duplex: 'half' } as RequestInit;
  await fetch(mailbox.url, unsized).catch(() => undefined);
  const refusal = 'a body above 1 MiB (answered 413)';
  await vi.waitFor(() => expect(mailbox.turnedAway).toEqual([refusal, refusal]));
  expect(mailbox.deliveries).toEqual([]);
  expect(await post(mailbox.url, 'x'.repeat(1024 * 1024))).toBe(204);
});

test('a sender that hangs up leaves no delivery, and the next one is taken', async () => {
  const { receiver, mailbox } = await receiving();
  const { port, hostname } = new URL(receiver.base);
  const socket = connect(Number(port), hostname);
  const { pathname } = new URL(mailbox.url);
  socket.write(`POST ${pathname} HTTP/1.1\r\nhost: x\r\ncontent-length: 10\r\n\r\nhalf`, () =>
    socket.destroy(),
  );
  await vi.waitFor(() =>
    expect(mailbox.turnedAway).toEqual(['a request that broke off (answered 400)']),
  );
  expect(mailbox.deliveries).toEqual([]);
  expect(await post(mailbox.url, '{}')).toBe(204);
});

test('a sender that never stops is told to after a hundred', async () => {
  const { mailbox } = await receiving();
  for (let sent = 0; sent < 100; sent += 1) expect(await post(mailbox.url, '{}')).toBe(204);
  expect(await post(mailbox.url, '{}')).toBe(410);
  expect(mailbox.deliveries).toHaveLength(100);
});

test('the first deliveries are refused as often as asked, then taken', async () => {
  const { mailbox } = await receiving();
  mailbox.reject({ count: 2, status: 503 });
  const statuses: number[] = [];
  for (let sent = 0; sent < 4; sent += 1) statuses.push(await post(mailbox.url, '{}'));
  expect(statuses).toEqual([503, 503, 204, 204]);
});

test.each([
  { name: 'keeps', path: '/hooks/step/buy/id-1' },
  { name: 'strips', path: '/step/buy/id-1' },
])('a proxy that $name the path of the public address reaches the mailbox', async ({ path }) => {
  const { receiver, mailbox } = await receiving({ publicUrl: 'https://hooks.example/hooks' });
  expect(receiver.base).toBe('https://hooks.example/hooks');
  expect(mailbox.url).toBe('https://hooks.example/hooks/step/buy/id-1');
  expect(await post(`http://127.0.0.1:${receiver.port}${path}`, '{}')).toBe(204);
  expect(mailbox.deliveries[0]?.url).toBe(mailbox.url);
});

test('two mailboxes of one step have two URLs', async () => {
  const { receiver, mailbox } = await receiving();
  const other = receiver.mailboxFor('buy');
  await post(other.url, '{}');
  expect([mailbox.deliveries.length, other.deliveries.length]).toEqual([0, 1]);
});

test('a port that is taken is an error', async () => {
  const { receiver } = await receiving();
  await expect(receiving({ port: receiver.port })).rejects.toThrow('EADDRINUSE');
});
