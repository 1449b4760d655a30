import { expect, test } from 'vitest';
import type { Notice } from '../../src/model/notice.ts';
import { toldOnce } from '../../src/run/notices.ts';
import { startAgent } from '../support/agent.ts';
import { load, runSuite, targetAt } from '../support/run-suite.ts';
import { aStoryboardWith, trial, writeSuite } from '../support/written-suite.ts';

const notice = (over: Partial<Extract<Notice, { severity: 'info' }>> = {}): Notice => ({
  severity: 'info',
  code: 'c',
  message: 'it is so',
  ...over,
});

test('the same notice of several targets is told once, with their names', () => {
  const heard = ['sales', 'signals', 'sales'].map((about) => ({ about, notice: notice() }));
  expect(toldOnce(heard)).toEqual([notice({ message: 'sales, signals: it is so' })]);
});

test.each([
  ['code', notice({ code: 'd' })],
  ['sentence', notice({ message: 'it is not so' })],
  ['place', notice({ capabilityPointer: '/a' })],
])('notices of another %s stay two', (_, other) => {
  const heard = [notice(), other].map((each) => ({ about: 'sales', notice: each }));
  expect(toldOnce(heard)).toHaveLength(2);
});

const board =
  '  - { id: p, title: p, steps: [{ id: a, title: a, task: read, sample_request: {} }] }\n';
const old = { specialisms: ['signed-requests'] };
const claiming = (capabilities: Record<string, unknown>) => ({
  tools: ['read', 'get_adcp_capabilities'],
  tool: (name: string) => (name === 'read' ? {} : capabilities),
});

test('what two targets claim alike is one notice of the run, and changes no verdict', async () => {
  const agents = await Promise.all([claiming(old), claiming(old), claiming({})].map(startAgent));
  const result = await runSuite({
    suite: load(writeSuite({ 's.yaml': aStoryboardWith(board) })),
    targets: agents.map(({ url }, at) => targetAt(url.href, `t${at}`)),
  });
  await Promise.all(agents.map((agent) => agent.close()));
  expect(result.notices).toMatchObject([
    {
      severity: 'deprecation',
      code: 'signed_requests_specialism_deprecated',
      message: expect.stringMatching(/^t0, t1: the agent claims/) as string,
    },
  ]);
  expect(result.summary.steps).toMatchObject({ passed: 3, failed: 0 });
});

test('an assertion that nobody judges is a notice of the run, wherever it is named', async () => {
  const muting = board.replace(
    'sample_request',
    'invariants: { disable: [no.such] }, sample_request',
  );
  const { result } = await trial(aStoryboardWith(muting, 'invariants: [status.monotonick]\n'));
  expect(result.notices.map(({ code, message }) => [code, message])).toEqual([
    [
      'unknown_assertion',
      'storyboard s names the assertion "status.monotonick", which does not exist; nothing is judged by it. Did you mean "status.monotonic"?',
    ],
    [
      'unknown_assertion',
      'storyboard s names the assertion "no.such", which does not exist; nothing is judged by it.',
    ],
  ]);
});

test.each([
  ['deprecated', [{ severity: 'deprecation', code: 'storyboard_deprecated' }]],
  ['stable', []],
])('a %s storyboard runs with these notices', async (status, notices) => {
  const { result } = await trial(aStoryboardWith(board, `status: ${status}\n`));
  const [storyboard] = result.targets[0]?.storyboards ?? [];
  expect(storyboard?.verdict).toBe('passed');
  expect(storyboard?.notices).toHaveLength(notices.length);
  expect(storyboard?.notices).toMatchObject(notices);
});

test('past dates of a suite without a day of publication are told of under a code', async () => {
  const dated = board.replace('sample_request: {}', 'sample_request: { day: "2020-01-01" }');
  const { result } = await trial(aStoryboardWith(dated));
  expect(result.notices).toMatchObject([{ severity: 'info', code: 'dates_as_written' }]);
});
