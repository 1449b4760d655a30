import { expect, test } from 'vitest';
import { aStoryboardWith, trial } from '../support/written-suite.ts';

/** An agent whose `write` fails. */
const failingWrite = {
  on: (seen: { readonly tool: string; readonly message: Record<string, unknown> }) =>
    seen.tool === 'write'
      ? (response: {
          readonly end: (text: string) => void;
          readonly setHeader: (name: string, value: string) => void;
        }) => {
          response.setHeader('content-type', 'application/json');
          const adcp_error = { code: 'INVALID_REQUEST', message: 'no' };
          response.end(
            JSON.stringify({
              jsonrpc: '2.0',
              id: seen.message['id'],
              result: { isError: true, content: [], structuredContent: { adcp_error } },
            }),
          );
        }
      : undefined,
};

const step = (id: string, task: string, extra = 'stateful: true') =>
  `      - { id: ${id}, title: ${id}, task: ${task}, sample_request: {}, ${extra} }\n`;

const phase = (id: string, steps: string, extra = '') =>
  `  - id: ${id}\n    title: ${id}\n${extra}    steps:\n${steps}`;

test.each([
  {
    name: 'a failed stateful step keeps later stateful steps of its phase and of later phases from running',
    phases: phase('a', step('w', 'write') + step('r', 'read')) + phase('b', step('later', 'read')),
    verdicts: { w: 'failed', r: 'prerequisite_failed', later: 'prerequisite_failed' },
  },
  {
    name: 'steps without state run all the same',
    phases: phase('a', step('w', 'write')) + phase('b', step('later', 'read', 'stateful: false')),
    verdicts: { w: 'failed', later: 'passed' },
  },
  {
    name: 'a failed step without state keeps nobody from running',
    phases: phase('a', step('w', 'write', 'stateful: false') + step('r', 'read')),
    verdicts: { w: 'failed', r: 'passed' },
  },
  {
    name: 'a phase that depends on nothing runs',
    phases:
      phase('a', step('w', 'write')) + phase('b', step('later', 'read'), '    depends_on: []\n'),
    verdicts: { w: 'failed', later: 'passed' },
  },
  {
    name: 'a phase is reached only through what it depends on',
    phases:
      phase('a', step('w', 'write')) +
      phase('b', step('r', 'read'), '    depends_on: []\n') +
      phase('c', step('later', 'read'), '    depends_on: [b]\n'),
    verdicts: { w: 'failed', r: 'passed', later: 'passed' },
  },
  {
    name: 'a missing tool among several stateful steps trips the phase',
    phases:
      phase('a', step('m', 'no_such_tool') + step('r', 'read')) + phase('b', step('later', 'read')),
    verdicts: { m: 'missing_tool', r: 'prerequisite_failed', later: 'prerequisite_failed' },
  },
  {
    name: "a phase's only stateful step may be missing",
    phases: phase('a', step('m', 'no_such_tool')) + phase('b', step('later', 'read')),
    verdicts: { m: 'missing_tool', later: 'passed' },
  },
  {
    name: 'a substitute that passes makes a missing step good',
    phases:
      phase(
        'a',
        step('m', 'no_such_tool') + step('sub', 'read', 'stateful: true, provides_state_for: m'),
      ) + phase('b', step('later', 'read')),
    verdicts: { m: 'peer_substituted', sub: 'passed', later: 'passed' },
  },
  {
    name: 'a substitute that fails does not',
    phases:
      phase(
        'a',
        step('m', 'no_such_tool') + step('sub', 'write', 'stateful: true, provides_state_for: m'),
      ) + phase('b', step('later', 'read')),
    verdicts: { m: 'missing_tool', sub: 'failed', later: 'prerequisite_failed' },
  },
  {
    name: 'a phase whose skip_if holds blocks nobody',
    phases:
      phase('a', step('x', 'read') + step('y', 'no_such_tool'), '    skip_if: "!test_kit.x"\n') +
      phase('b', step('later', 'read')),
    verdicts: { x: 'not_applicable', y: 'not_applicable', later: 'passed' },
  },
  {
    name: 'a blocked step whose tool is missing says so',
    phases: phase('a', step('w', 'write')) + phase('b', step('later', 'no_such_tool')),
    verdicts: { w: 'failed', later: 'missing_tool' },
  },
])('$name', async ({ phases, verdicts }) => {
  const { steps } = await trial(aStoryboardWith(phases), { agent: failingWrite });
  expect(steps).toEqual(verdicts);
});

const branch = '    optional: true\n    branch_set: { id: either, semantics: any_of }\n';
const assertEither = phase(
  'z',
  '      - id: assert\n        title: assert\n        task: assert_contribution\n        validations: [{ check: any_of, allowed_values: [either], description: one way worked }]\n',
);

const way = (id: string, task: string, extra = branch) =>
  phase(id, step(id, task, 'stateful: false, contributes: true'), extra);

test('the way not taken is moot, blocks nobody, and the storyboard passes', async () => {
  const phases =
    phase('a', step('bad', 'write', 'stateful: true, contributes: true'), branch) +
    phase('b', step('good', 'read', 'stateful: true, contributes: true'), branch) +
    phase('c', step('later', 'read')) +
    assertEither;
  const { steps, storyboard } = await trial(aStoryboardWith(phases), { agent: failingWrite });
  expect(steps).toEqual({
    bad: 'peer_branch_taken',
    good: 'passed',
    later: 'passed',
    assert: 'passed',
  });
  expect(storyboard.verdict).toBe('passed');
});

test('when no way works, each failure stays and the assertion fails', async () => {
  const phases =
    phase('a', step('bad', 'write', 'stateful: true, contributes: true'), branch) +
    phase('b', step('worse', 'write', 'stateful: true, contributes: true'), branch) +
    assertEither;
  const { steps, storyboard } = await trial(aStoryboardWith(phases), { agent: failingWrite });
  expect(steps).toEqual({ bad: 'failed', worse: 'failed', assert: 'failed' });
  expect(storyboard.verdict).toBe('failed');
});

test('a way that held under a condition is not moot beside another that held', async () => {
  const held =
    step('first', 'read', 'stateful: false') +
    step('second', 'read', 'contributes: true, contributes_if: prior_step.first.passed') +
    step('third', 'write', 'stateful: false');
  const phases = way('x', 'read') + phase('y', held, branch) + assertEither;
  const { steps } = await trial(aStoryboardWith(phases), { agent: failingWrite });
  expect(steps).toMatchObject({ x: 'passed', second: 'passed', third: 'failed' });
});

test('a failure in an optional phase is shown and tolerated', async () => {
  const phases =
    phase('a', step('w', 'write', 'stateful: false'), '    optional: true\n') +
    phase('b', step('r', 'read'));
  const { storyboard, result } = await trial(aStoryboardWith(phases), { agent: failingWrite });
  expect(storyboard.verdict).toBe('passed');
  expect(result.summary).toMatchObject({ toleratedFailures: 1, steps: { passed: 1, failed: 1 } });
});

const gated = `${branch}    requires_capability: { path: x.y, equals: true }\n`;
const skippedIf = `${branch}    skip_if: "!test_kit.auth.api_key"\n`;

test.each([
  {
    name: 'says nothing where the agent has no tool to contribute with',
    ways: [way('x', 'no_such_tool'), way('y', 'no_other_tool')],
    verdicts: { x: 'missing_tool', y: 'missing_tool', assert: 'not_applicable' },
    verdict: 'skipped',
  },
  {
    name: 'says nothing where the agent declares none of what could contribute',
    ways: [way('x', 'read', gated), way('y', 'no_other_tool')],
    verdicts: { x: 'not_applicable', y: 'missing_tool', assert: 'not_applicable' },
    verdict: 'skipped',
  },
  {
    name: 'fails where a way was skipped for want of a credential',
    ways: [way('x', 'read', skippedIf), way('y', 'no_other_tool')],
    verdicts: { x: 'not_applicable', y: 'missing_tool', assert: 'failed' },
    verdict: 'failed',
  },
  {
    name: 'fails where a way was skipped for want of a credential, whatever else it lacks',
    ways: [way('x', 'no_such_tool', skippedIf), way('y', 'no_other_tool')],
    verdicts: { x: 'not_applicable', y: 'missing_tool', assert: 'failed' },
    verdict: 'failed',
  },
])('an assertion nobody contributed to $name', async ({ ways, verdicts, verdict }) => {
  const { steps, storyboard } = await trial(aStoryboardWith(ways.join('') + assertEither));
  expect(steps).toEqual(verdicts);
  expect(storyboard.verdict).toBe(verdict);
});

test('an assertion with one contributor that ran and failed is judged', async () => {
  const phases =
    phase('a', step('x', 'no_such_tool', 'stateful: false, contributes: true'), branch) +
    phase('b', step('y', 'write', 'stateful: false, contributes: true'), branch) +
    assertEither;
  const { steps } = await trial(aStoryboardWith(phases), { agent: failingWrite });
  expect(steps).toMatchObject({ assert: 'failed' });
});
