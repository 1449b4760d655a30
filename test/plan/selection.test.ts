import { expect, test } from 'vitest';
import type { JsonObject } from '../../src/model/json.ts';
import { selectStoryboards } from '../../src/plan/selection.ts';
import { load } from '../support/run-suite.ts';
import { aStoryboardWith, writeSuite } from '../support/written-suite.ts';

const board = (id: string, head = '') =>
  aStoryboardWith(
    '  - { id: p, title: p, steps: [{ id: a, title: a, task: read, sample_request: {} }] }\n',
    head,
  ).replace('id: s', `id: ${id}`);

const suite = () =>
  load(
    writeSuite({
      'universal/old.yaml': board('old'),
      'universal/new.yaml': board('new', 'introduced_in: "3.2"\n'),
      'protocols/signals/index.yaml': board(
        'signals',
        'introduced_in: 3.2\nrequires_scenarios: [shared]\n',
      ),
      'protocols/brand/scenarios/shared.yaml': board('shared'),
    }),
  ).storyboards;

const select = (by: 'all' | 'capabilities', capabilities: JsonObject | null) =>
  selectStoryboards(suite(), { capabilities }, by);

const supporting = (...supported_versions: readonly string[]): JsonObject => ({
  adcp: { supported_versions },
});

test.each([
  { name: 'the same version', capabilities: supporting('3.2'), runs: true },
  { name: 'a later patch of it', capabilities: supporting('3.2.4'), runs: true },
  { name: 'a later minor version', capabilities: supporting('3.10'), runs: true },
  { name: 'a later major version', capabilities: supporting('4.0'), runs: true },
  { name: 'an earlier and a later one', capabilities: supporting('3.0', '3.2'), runs: true },
  { name: 'an earlier one', capabilities: supporting('3.1'), runs: false },
  { name: 'an earlier major one', capabilities: supporting('2.9'), runs: false },
  { name: 'no version it names', capabilities: supporting(), runs: false },
  { name: 'versions it does not tell', capabilities: { adcp: {} }, runs: true },
  { name: 'capabilities nobody could read', capabilities: null, runs: true },
])('a storyboard of 3.2 for an agent with $name', ({ capabilities, runs }) => {
  const { selected, notSelected } = select('all', capabilities);
  expect(selected.some(({ id }) => id === 'new')).toBe(runs);
  expect(notSelected.some(({ storyboardId }) => storyboardId === 'new')).toBe(!runs);
});

test('what is left out says why, and how many steps it has', () => {
  expect(select('all', supporting('3.0', '3.1')).notSelected).toContainEqual({
    storyboardId: 'new',
    reason: 'version_excluded',
    detail: 'introduced in 3.2; the agent supports 3.0, 3.1',
    steps: 1,
  });
});

test('what is left out because nobody could read the claims says so', () => {
  const agent = { capabilities: null, capabilitiesUnread: 'the tool is down' };
  const { notSelected } = selectStoryboards(suite(), agent, 'capabilities');
  expect(notSelected).toContainEqual({
    storyboardId: 'signals',
    reason: 'profile_excluded',
    detail: 'capabilities could not be read (the tool is down)',
    steps: 1,
  });
});

test('a storyboard without a version is for agents of every version', () => {
  const { selected } = select('all', supporting('1.0'));
  expect(selected.map(({ id }) => id)).toEqual(expect.arrayContaining(['old', 'shared']));
});

test('by capabilities, both reasons stand side by side and nothing is lost', () => {
  const { selected, notSelected, notices } = select('capabilities', {
    ...supporting('3.1'),
    supported_protocols: ['signals'],
  });
  expect(selected.map(({ id }) => id)).toEqual(['old']);
  expect(new Map(notSelected.map(({ storyboardId, reason }) => [storyboardId, reason]))).toEqual(
    new Map([
      ['new', 'version_excluded'],
      ['signals', 'version_excluded'],
      // Only the storyboard that is left out would have required it.
      ['shared', 'profile_excluded'],
    ]),
  );
  // The claim has storyboards, they are only newer than the agent.
  expect(notices).toEqual([]);
});

test('a claimed storyboard brings the scenario it requires', () => {
  const { selected } = select('capabilities', {
    ...supporting('3.2'),
    supported_protocols: ['signals'],
  });
  expect(selected.map(({ id }) => id).toSorted()).toEqual(['new', 'old', 'shared', 'signals']);
});
