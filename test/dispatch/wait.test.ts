import { afterEach, expect, test } from 'vitest';
import { mcp } from '../../src/dispatch/mcp.ts';
import { waitUntilAnswering, type FailedAttempt } from '../../src/dispatch/wait.ts';
import { startAgent, text, type AgentScript } from '../support/agent.ts';

const open: { close(): Promise<void> }[] = [];
afterEach(async () => {
  for (const each of open.splice(0).reverse()) await each.close();
});

interface Waiting {
  readonly seconds?: number;
  readonly signal?: AbortSignal;
  readonly onAttempt?: () => void;
}

async function waited(script: AgentScript, { seconds = 10, signal, onAttempt }: Waiting = {}) {
  const agent = await startAgent(script);
  const transport = mcp.open({
    url: agent.url,
    credential: { kind: 'none' },
    now: () => new Date(0),
    elapsed: () => performance.now(),
    clientInfo: { name: 'test', version: '0.0.1' },
  });
  open.push(agent, transport);
  const attempts: FailedAttempt[] = [];
  const ended = await waitUntilAnswering(transport, {
    seconds,
    signal: signal ?? new AbortController().signal,
    timeoutMs: 1000,
    elapsed: () => performance.now(),
    onAttempt: (attempt) => {
      attempts.push(attempt);
      onAttempt?.();
    },
  });
  return {
    agent,
    ended,
    attempts: attempts.map(({ number, unanswered }) => [number, unanswered.reason]),
  };
}

test('an agent that is up is asked once', async () => {
  const { agent, ended, attempts } = await waited({});
  expect(ended).toBeNull();
  expect(attempts).toEqual([]);
  expect(agent.log).toEqual(['initialize', 'notifications/initialized']);
});

test('an agent that is starting is asked until it answers', async () => {
  let asked = 0;
  const replies = [text(503, ''), text(404, 'no route yet')];
  const { ended, attempts } = await waited({ on: () => replies[asked++] });
  expect(ended).toBeNull();
  expect(attempts).toEqual([
    [1, 'server_error'],
    [2, 'protocol'],
  ]);
});

test('an agent that asks for credentials is up', async () => {
  const { ended, attempts } = await waited({ accepts: ['Bearer x'] });
  expect(ended).toBeNull();
  expect(attempts).toEqual([]);
});

test('an agent that stays down is given up with its last fault', async () => {
  const { ended, attempts } = await waited({ on: () => text(503, '') }, { seconds: 0.12 });
  expect(ended).toMatchObject({ kind: 'unanswered', reason: 'server_error' });
  expect(attempts.length).toBeGreaterThan(1);
});

test('zero seconds is one attempt', async () => {
  const { attempts } = await waited({ on: () => text(503, '') }, { seconds: 0 });
  expect(attempts).toHaveLength(1);
});

test('a run that ends ends the waiting', async () => {
  const end = new AbortController();
  const options = { signal: end.signal, onAttempt: () => end.abort() };
  const { ended } = await waited({ on: () => text(503, '') }, options);
  expect(ended).toMatchObject({ reason: 'aborted' });
});
