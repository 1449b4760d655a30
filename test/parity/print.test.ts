import { expect, test } from 'vitest';
import type { Comparison } from './compare.ts';
import { agreementTable, disagreement, explainedList } from './print.ts';

const differing: Comparison = {
  agent: 'shop',
  storyboard: 'story',
  phase: 'main',
  step: 'step',
  ours: { verdict: 'passed', why: null, sent: { brand: 'a', same: 1 } },
  reference: { verdict: 'failed', why: 'no\nproduct', sent: { brand: 'b', same: 1 } },
};
const agreeing: Comparison = { ...differing, reference: differing.ours };

test('a disagreement shows both verdicts, why, and only what was sent differently', () => {
  expect(disagreement(differing).split('\n')).toEqual([
    'shop  story/step  (phase main)',
    '  ours       passed',
    '  reference  failed: no product',
    '  we sent    brand="a"',
    '  it sent    brand="b"',
  ]);
});

test('a disagreement says where nothing was sent and where both sent the same', () => {
  const silent = { ...differing, ours: { ...differing.ours, sent: null } };
  expect(disagreement(silent)).toContain('we sent    nothing');
  const same = { ...differing, reference: { ...differing.reference, sent: differing.ours.sent } };
  expect(disagreement(same)).toContain('it sent    the same');
});

test('the table counts agreement per agent and in all', () => {
  const table = agreementTable([differing, agreeing, { ...agreeing, agent: 'ads' }], {
    explained: [],
    unexplained: [differing],
    stale: [],
  });
  expect(table.split('\n').map((line) => line.split(/ {2,}/))).toEqual([
    ['agent', 'steps', 'agree', 'explained', 'unexplained'],
    ['shop', '2', '1', '50.0 %', '0', '1'],
    ['ads', '1', '1', '100.0 %', '0', '0'],
    ['all', '3', '2', '66.7 %', '0', '1'],
  ]);
});

test('explained disagreements are listed by entry, one line a step with its agents', () => {
  const by = {
    id: 'one',
    reason: 'a reason',
    agents: ['*'],
    steps: ['story/*'],
    ours: ['passed' as const],
    reference: ['failed' as const],
  };
  const explained = [differing, { ...differing, agent: 'ads' }].map((comparison) => ({
    comparison,
    by,
  }));
  expect(explainedList({ explained, unexplained: [], stale: [] }).split('\n')).toEqual([
    'explained by one',
    '  story/step  ours passed, reference failed  (shop, ads)',
  ]);
});
