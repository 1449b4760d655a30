import { expect, test } from 'vitest';
import type { Delivery } from '../../../src/dispatch/webhooks/delivery.ts';
import { Mailbox } from '../../../src/dispatch/webhooks/mailbox.ts';
import { quietAfter, watch, type Outlook } from '../../../src/dispatch/webhooks/watch.ts';

const at = (milliseconds: number): Delivery => ({
  at: milliseconds,
  receivedAt: new Date(milliseconds),
  method: 'POST',
  url: 'http://127.0.0.1/step/buy/id',
  headers: {},
  body: Buffer.from('{}'),
  json: {},
  answered: 204,
});

test.each([
  { name: 'is short after one quick delivery', times: [0], latency: 5, quiet: 50 },
  { name: 'is three times the longest gap', times: [0, 100, 300, 350], latency: 0, quiet: 600 },
  { name: 'knows how long the first one took', times: [0], latency: 300, quiet: 900 },
  { name: 'ends after two seconds at most', times: [0, 5000], latency: 0, quiet: 2000 },
])('the quiet $name', ({ times, latency, quiet }) => {
  expect(quietAfter(times.map(at), latency)).toBe(quiet);
});

const watching = (outlook: (deliveries: readonly Delivery[]) => Outlook, timeoutMs = 60_000) => {
  const mailbox = new Mailbox('http://127.0.0.1/step/buy/id', 'id');
  const ending = new AbortController();
  const { signal } = ending;
  const elapsed = () => performance.now();
  return { mailbox, ending, end: watch(mailbox, { outlook, timeoutMs, elapsed, signal }) };
};

test('a watch ends with the delivery that settles it', async () => {
  const { mailbox, end } = watching(({ length }) => (length === 2 ? 'certain' : 'open'));
  mailbox.keep(at(0));
  mailbox.keep(at(1));
  expect(await end).toBe('certain');
});

test('a watch whose outcome is certain before it starts waits for nothing', async () => {
  expect(await watching(() => 'certain').end).toBe('certain');
});

test('a watch ends once it has been quiet', async () => {
  const { mailbox, end } = watching(({ length }) => (length === 0 ? 'open' : { quietMs: 5 }));
  mailbox.keep(at(performance.now()));
  expect(await end).toBe('quiet');
});

test('the window ends a watch, however long the quiet would be', async () => {
  expect(await watching(() => ({ quietMs: 60_000 }), 5).end).toBe('timed_out');
});

test('the end of the run ends a watch', async () => {
  const { ending, end } = watching(() => 'open');
  ending.abort();
  expect(await end).toBe('aborted');
});
