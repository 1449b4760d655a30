import { expect, test } from 'vitest';
import type { Fault } from '../../fixtures/training-agent/core/faults.ts';
import { startTrainingAgent } from '../../fixtures/training-agent/start-training-agent.ts';
import { startAgent } from '../support/agent.ts';
import { cli } from './cli.ts';

test.each<{ name: string; fault: Fault; wait: readonly string[]; code: number; says: string }>([
  {
    name: 'whose first request is slow',
    fault: 'lazy-init',
    wait: ['--wait', '20'],
    code: 0,
    says: 'Met',
  },
  {
    name: 'whose first start fails',
    fault: 'first-init-fails',
    wait: ['--wait', '20'],
    code: 0,
    says: 'Met',
  },
  {
    name: 'whose first start fails, without --wait',
    fault: 'first-init-fails',
    wait: [],
    code: 3,
    says: 'could not be reached',
  },
  {
    name: 'that keeps its first failure for ever',
    fault: 'sticky-init-failure',
    wait: ['--wait', '0.5'],
    code: 3,
    says: 'gave up waiting for',
  },
])('an agent $name ends with exit $code', async ({ fault, wait, code, says }) => {
  const agent = await startTrainingAgent({ tenants: ['signals'], faults: [fault] });
  const url = `${agent.url}/signals/mcp`;
  const {
    code: found,
    stdout,
    stderr,
  } = await cli([
    ...['run', 'capability_discovery', '--agent', url, '--auth', agent.token, '--quiet'],
    ...wait,
  ]);
  await agent.close();
  expect([found, stdout + stderr]).toEqual([code, expect.stringContaining(says)]);
});

test.each([
  { name: 'that runs out', wait: '0.1', interrupt: false, code: 3, partial: [] },
  {
    name: 'that is interrupted',
    wait: '60',
    interrupt: true,
    code: 130,
    partial: [{ kind: 'truncated', by: 'SIGINT' }],
  },
])('a --wait $name still ends with a report', async ({ wait, interrupt, code, partial }) => {
  const gone = await startAgent();
  await gone.close();
  let signal: (name: 'SIGINT') => void = () => undefined;
  const written: string[] = [];
  const finished = await cli(
    ['run', '--agent', gone.url.href, '--wait', wait, '--report', 'json'],
    {
      onSignal: (listener) => {
        signal = listener;
        return () => undefined;
      },
      stderr: (text) => {
        written.push(text);
        if (interrupt && text.startsWith('waiting up to')) signal('SIGINT');
      },
    },
  );
  expect([finished.code, written.at(-1)]).toEqual([
    code,
    expect.stringContaining(`storyboard: exit ${code}: `),
  ]);
  const { partial: cut, run_summary: counts } = finished.report ?? {};
  expect([cut, counts?.steps_not_run]).toEqual([partial, counts?.total_steps]);
});
