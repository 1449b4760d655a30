import { crossResponseCountDistinct } from '../../../src/judge/checks/cross-response-count-distinct.ts';
import { crossResponseFieldEqual } from '../../../src/judge/checks/cross-response-field-equal.ts';
import type { Json } from '../../../src/model/json.ts';
import type { DispatchedCopy } from '../../../src/model/step-result.ts';
import { anAnswer, noAnswer } from '../../support/builders.ts';
import { judgeTable, refuseTable } from '../support/check-table.ts';
import { success, withPayload } from '../support/evidence.ts';

const settled = (payload: Json): DispatchedCopy => ({
  exchange: anAnswer(),
  extraction: success(payload),
  deferrals: [],
  settled: true,
});
const late: DispatchedCopy = {
  exchange: noAnswer('timed_out'),
  extraction: null,
  deferrals: [],
  settled: false,
};
const copies = (...all: readonly DispatchedCopy[]) => withPayload({}, { copies: all });
const one = settled({ id: 'b1' });
const two = settled({ id: 'b2' });
const path = 'id';

judgeTable(crossResponseFieldEqual, [
  {
    name: 'passes when all answers agree',
    params: { path },
    evidence: copies(one, one, one),
    status: 'passed',
  },
  {
    name: 'compares objects whatever the order of their keys',
    params: { path },
    evidence: copies(settled({ id: { a: 1, b: 2 } }), settled({ id: { b: 2, a: 1 } })),
    status: 'passed',
  },
  {
    name: 'fails when one differs',
    params: { path },
    evidence: copies(one, two),
    status: 'failed',
    expected: { path },
    actual: { observed_values: ['b1', 'b2'] },
  },
  {
    name: 'fails when one has no such field',
    params: { path },
    evidence: copies(one, settled({})),
    status: 'failed',
    actual: { observed_values: ['b1', null] },
  },
  {
    name: 'fails when none has the field',
    params: { path },
    evidence: copies(settled({}), settled({})),
    status: 'failed',
  },
  {
    name: 'fails when only one came to an end',
    params: { path },
    evidence: copies(one, late),
    status: 'failed',
    note: /1 of the copies/,
  },
  {
    name: 'says nothing of a step with one request',
    params: { path },
    evidence: withPayload({ id: 'b1' }),
    status: 'not_applicable',
    note: /parallel_dispatch/,
  },
]);

judgeTable(crossResponseCountDistinct, [
  {
    name: 'passes when there are as many values as allowed',
    params: { path, allowed_values: [1] },
    evidence: copies(one, one),
    status: 'passed',
  },
  {
    name: 'fails when there are more',
    params: { path, allowed_values: [1] },
    evidence: copies(one, two, one),
    status: 'failed',
    expected: { path, allowed_values: [1] },
    actual: { observed_values: ['b1', 'b2'], observed_cardinality: 2 },
  },
  {
    name: 'counts an absent value as none',
    params: { path, allowed_values: [1] },
    evidence: copies(settled({}), settled({})),
    status: 'failed',
    actual: { observed_values: [], observed_cardinality: 0 },
  },
  {
    name: 'fails when nothing came to an end, whatever is allowed',
    params: { path, allowed_values: [0] },
    evidence: copies(late),
    status: 'failed',
  },
  {
    name: 'says nothing of a step with one request',
    params: { path, allowed_values: [1] },
    evidence: withPayload({ id: 'b1' }),
    status: 'not_applicable',
  },
]);

refuseTable(crossResponseCountDistinct, [
  {
    name: 'numbers that count nothing',
    params: { path, allowed_values: ['one'] },
    key: 'allowed_values',
    message: /number/,
  },
]);
