import { expect, test } from 'vitest';
import { aStoryboardWith, byStep, trial, type Trial } from '../support/written-suite.ts';

const parent = (task: string, head = '') =>
  aStoryboardWith(
    `  - { id: p, title: p, optional: true, branch_set: { id: held, semantics: any_of }, steps: [{ id: raise, title: r, task: ${task}, contributes: true, sample_request: {} }] }\n`,
    `requires_scenarios: [a]\n${head}`,
  ).replace('id: s', 'id: z');

// Its name comes first, in the suite and among the files.
const scenario = aStoryboardWith(
  '  - { id: p, title: p, steps: [{ id: judge, title: j, task: assert_contribution, validations: [{ check: any_of, allowed_values: [held] }] }] }\n',
).replace('id: s', 'id: a');

const newer = {
  tool: () => ({ adcp: { supported_versions: ['3.0'], major_versions: [3] } }),
};
const failing = {
  tool: (name: string) => ({ success: name !== 'write' }),
};

test.each<{ name: string; files: Trial['files']; judged: string; more?: Trial; detail?: string }>([
  { name: 'was raised there', files: { 'z.yaml': parent('read') }, judged: 'passed' },
  {
    name: 'was not raised there',
    files: { 'z.yaml': parent('write') },
    judged: 'failed',
    more: { agent: failing },
  },
  {
    name: 'could not be raised there for want of a tool',
    files: { 'z.yaml': parent('no_such_tool') },
    judged: 'not_applicable',
  },
  {
    name: 'belongs to a storyboard that does not apply',
    files: { 'z.yaml': parent('read', 'required_tools: [no_such_tool]\n') },
    judged: 'not_applicable',
  },
  {
    name: 'belongs to a storyboard that was not selected',
    files: { 'z.yaml': parent('read', 'introduced_in: "3.9"\n') },
    judged: 'prerequisite_failed',
    more: { agent: newer },
    detail: 'z, which raises held, was not run',
  },
  {
    name: 'may belong to a storyboard that was filtered out',
    files: {},
    judged: 'prerequisite_failed',
    more: { filtered: [{ kind: 'filtered', by: '--filter a' }] },
    detail: 'no storyboard of this run raises held',
  },
  { name: 'is raised nowhere', files: {}, judged: 'failed' },
])('a scenario that asserts a flag which $name', async ({ files, judged, more, detail }) => {
  const { result } = await trial(scenario, { files: files ?? {}, ...more });
  const found = result.targets[0]?.storyboards.find(({ storyboardId }) => storyboardId === 'a');
  if (found === undefined) throw new Error('the scenario did not run');
  expect(byStep(found)).toEqual({ judge: judged });
  if (detail !== undefined) expect(found.steps[0]).toMatchObject({ skip: { detail } });
});

test('only a scenario that waits for a flag goes behind the storyboard that requires it', async () => {
  const plain = aStoryboardWith(
    '  - { id: p, title: p, steps: [{ id: x, title: x, task: read, sample_request: {} }] }\n',
  );
  const { result } = await trial(scenario, {
    files: {
      'b.yaml': plain.replace('id: s', 'id: b'),
      'z.yaml': parent('read').replace('[a]', '[a, b]'),
    },
  });
  const order = result.targets[0]?.storyboards.map(({ storyboardId }) => storyboardId);
  expect(order?.indexOf('z')).toBeLessThan(order?.indexOf('a') ?? -1);
  expect(order?.indexOf('b')).toBeLessThan(order?.indexOf('z') ?? -1);
});
