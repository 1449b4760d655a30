import { refsResolve } from '../../../src/judge/checks/refs-resolve.ts';
import type { Json } from '../../../src/model/json.ts';
import { withContext, withPayload } from '../support/evidence.ts';
import { judgeTable, refuseTable } from '../support/check-table.ts';

const params = {
  source: { from: 'context', path: 'catalog[*].refs[*]' },
  target: { from: 'current_step', path: 'formats[*].id' },
  match_keys: ['agent_url', 'id'],
};
const againstCatalog = {
  source: { from: 'current_step', path: 'refs[*]' },
  target: { from: 'context', path: 'catalog[*]' },
  match_keys: ['id'],
};
const scoped = { ...params, scope: { key: 'agent_url', equals: '$agent_url' } };
const ours = (id: string) => ({ agent_url: 'https://agent.test/mcp', id });
const theirs = (id: string) => ({ agent_url: 'https://other.test', id });

const evidence = (refs: readonly Json[], defined: readonly Json[], more: object = {}) =>
  withContext({ formats: defined.map((id) => ({ id })), ...more }, { catalog: [{ refs }] });

judgeTable(refsResolve, [
  {
    name: 'passes where every reference is defined',
    params,
    evidence: evidence([ours('a'), ours('b')], [ours('b'), ours('a')]),
    status: 'passed',
  },
  {
    name: 'compares URLs by the agent they mean',
    params,
    evidence: evidence([{ agent_url: 'HTTPS://Agent.Test:443/', id: 'a' }], [ours('a')]),
    status: 'passed',
  },
  {
    name: 'fails on a reference nobody defines, and shows it once',
    params,
    evidence: evidence([ours('a'), ours('x'), ours('x')], [ours('a')]),
    status: 'failed',
    actual: { missing: [ours('x')] },
  },
  {
    name: 'compares by all keys',
    params,
    evidence: evidence([ours('a')], [theirs('a')]),
    status: 'failed',
  },
  {
    name: 'never matches a reference that lacks a key',
    params,
    evidence: evidence([{ id: 'a' }], [{ id: 'a' }]),
    status: 'failed',
    actual: { missing: [{ id: 'a' }] },
  },
  {
    name: 'passes over what is no object',
    params,
    evidence: evidence(['a', null, ours('a')], [ours('a')]),
    status: 'passed',
  },
  {
    name: 'observes references out of scope',
    params: scoped,
    evidence: evidence([ours('a'), theirs('z')], [ours('a')]),
    status: 'passed',
    observes: /out of scope: .*other\.test/,
  },
  {
    name: 'fails on references out of scope where they are to fail',
    params: { ...scoped, on_out_of_scope: 'fail' },
    evidence: evidence([ours('a'), theirs('z')], [ours('a')]),
    status: 'failed',
    actual: { missing: [theirs('z')] },
    note: /out of scope/,
  },
  {
    name: 'ignores references out of scope where they are to be ignored',
    params: { ...scoped, on_out_of_scope: 'ignore' },
    evidence: evidence([ours('a'), theirs('z')], [ours('a')]),
    status: 'passed',
    observes: /^$/,
  },
  {
    name: 'fails on references in scope that nobody defines',
    params: scoped,
    evidence: evidence([ours('x')], [ours('a')]),
    status: 'failed',
    actual: { missing: [ours('x')] },
  },
  {
    name: 'observes what another page may define',
    params,
    evidence: evidence([ours('x')], [ours('a')], { pagination: { has_more: true } }),
    status: 'passed',
    observes: /not on this page/,
  },
  {
    name: 'passes with an observation where there are no references',
    params,
    evidence: evidence([], [ours('a')]),
    status: 'passed',
    observes: /no references stand at/,
  },
  {
    name: 'passes with an observation where nothing was captured',
    params,
    evidence: withPayload({ formats: [] }),
    status: 'passed',
    observes: /context_key_absent: no step captured "catalog"/,
  },
  {
    name: 'fails on more references than are looked up',
    params: { ...againstCatalog, target: { from: 'current_step', path: 'defined[*]' } },
    evidence: withPayload({ refs: Array(10_001).fill({ id: 'a' }), defined: [{ id: 'a' }] }),
    status: 'failed',
    actual: { missing: [] },
    note: /only the first 10000 values at "refs\[\*\]"/,
  },
  {
    name: 'fails where nothing was captured to define them',
    params: againstCatalog,
    evidence: withPayload({ refs: [ours('a')] }),
    status: 'failed',
    actual: { missing: [{ id: 'a' }] },
    observes: /context_key_absent: no step captured "catalog"/,
  },
  {
    name: 'passes where nothing was captured and nothing is referred to',
    params: againstCatalog,
    evidence: withPayload({ refs: [] }),
    status: 'passed',
    observes: /no references stand at/,
  },
]);
refuseTable(refsResolve, [
  {
    name: 'no source',
    params: { target: params.target, match_keys: ['id'] },
    key: 'source',
    message: /needs "source"/,
  },
  {
    name: 'an unknown place',
    params: { ...params, source: { from: 'elsewhere', path: 'a' } },
    key: 'source',
    message: /"source.from" of refs_resolve must be "current_step" or "context", not "elsewhere"/,
  },
  {
    name: 'no match keys',
    params: { ...params, match_keys: [] },
    key: 'match_keys',
    message: /at least one key/,
  },
  {
    name: 'an unknown policy',
    params: { ...params, on_out_of_scope: 'shrug' },
    key: 'on_out_of_scope',
    message: /must be "warn", "ignore" or "fail"/,
  },
]);
