import { expect, test } from 'vitest';
import { loadSuite } from '../../src/load/suite.ts';
import { optionsFor, published } from './suites.ts';

const suite = loadSuite(optionsFor(published));
const phases = suite.storyboards.flatMap((storyboard) => storyboard.phases);
const all = phases.flatMap((phase) => phase.steps);
const signing = all.filter(
  ({ action }) => action.kind === 'runner_task' && action.task === 'request_signing_probe',
);
const steps = all.filter((step) => !signing.includes(step));

test('every storyboard, step and validation of the published suite loads', () => {
  expect({
    storyboards: suite.storyboards.length,
    phases: phases.length,
    steps: steps.length,
    validations: steps.flatMap((step) => step.expectation.validations).length,
    captures: steps.flatMap((step) => step.captures).length,
    errors: steps.filter((step) => step.expectation.outcome === 'error').length,
    stateful: steps.filter((step) => step.stateful).length,
    optional: phases.filter((phase) => phase.optional).length,
    skipIfs: phases.filter((phase) => phase.skipIf !== null).length,
    branches: phases.filter((phase) => phase.branchSet !== null).length,
    seeded: suite.storyboards.filter((storyboard) => storyboard.controllerSeeding).length,
    fixtures: suite.storyboards.flatMap((storyboard) => storyboard.fixtures).length,
    kits: suite.storyboards.filter((storyboard) => storyboard.testKit !== null).length,
  }).toEqual({
    storyboards: 62,
    phases: 269,
    steps: 384,
    validations: 1332,
    captures: 88,
    errors: 32,
    stateful: 247,
    optional: 5,
    skipIfs: 2,
    branches: 4,
    seeded: 15,
    fixtures: 55,
    kits: 60,
  });
});

test('the published suite says which version it is and when it was published', () => {
  expect(suite.name).toEqual({
    name: 'adcp',
    version: '3.0.6',
    publishedAt: '2026-05-03T17:47:32.344Z',
  });
});

test('the schemas of the published suite are found in the package it came with', () => {
  expect(suite.schemas.requestRefOf('get_products')).toBe('media-buy/get-products-request.json');
  expect(suite.schemas.read('media-buy/get-products-request.json')).toHaveProperty('properties');
});

test('the published suite runs universals first, then protocols, then specialisms', () => {
  const folders = suite.storyboards.map(
    ({ at }) => /3\.0\.6\/([^/]+)/.exec(at.file)?.[1] ?? at.file,
  );
  expect([...new Set(folders)]).toEqual(['universal', 'protocols', 'specialisms']);
});

test('the runner performs the pseudo-tasks itself and calls the agent for the rest', () => {
  const own = steps.flatMap(({ action }) => (action.kind === 'runner_task' ? [action.task] : []));
  expect(own.toSorted()).toEqual([
    'assert_contribution',
    'assert_contribution',
    'expect_substitution_safe',
    'expect_substitution_safe',
    'expect_webhook',
    'expect_webhook',
    'expect_webhook',
    'expect_webhook_retry_keys_stable',
    'expect_webhook_signature_valid',
    'oauth_auth_server_metadata',
    'protected_resource_metadata',
  ]);
  expect(steps.filter(({ action }) => action.kind === 'unresolved')).toEqual([]);
});

test('every request-signing vector is a step, the one that uses up a key last', () => {
  const ids = signing.map(({ id }) => id);
  expect(ids.filter((id) => id.startsWith('positive-'))).toHaveLength(12);
  expect(ids.filter((id) => id.startsWith('negative-'))).toHaveLength(27);
  expect(ids.at(-1)).toBe('negative-020-rate-abuse');
  expect(signing[0]).toMatchObject({
    id: 'positive-001-basic-post',
    action: { params: { vector: { request: { method: 'POST' } } } },
    expectation: { outcome: 'success', validations: [{ check: 'http_status_in' }] },
  });
});

test('a task named by a kit path is the kit’s task, or the default where the kit has none', () => {
  const taskOf = (id: string) => {
    const action = steps.find((step) => step.id === id)?.action;
    return action?.kind === 'call' ? action.request.task : null;
  };
  expect(taskOf('probe_api_key')).toBe('list_creatives');
  const mediaBuyCalls = steps.filter(
    ({ action }) => action.kind === 'call' && action.request.task === 'create_media_buy',
  );
  expect(mediaBuyCalls.length).toBe(46);
});

test('every position names a line of the file it points at', () => {
  const ranges = steps.flatMap((step) => [
    step.at,
    ...step.expectation.validations.map(({ at }) => at),
  ]);
  expect(ranges.filter(({ text, column, length }) => text.length < column - 1 + length)).toEqual(
    [],
  );
  expect(steps.filter(({ id, at }) => !at.text.includes(id))).toEqual([]);
});
