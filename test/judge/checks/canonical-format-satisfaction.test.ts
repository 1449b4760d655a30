import { expect, test } from 'vitest';
import { canonicalFormatSatisfaction } from '../../../src/judge/checks/canonical-format-satisfaction.ts';
import { unsatisfiedBy } from '../../../src/judge/formats/selector.ts';
import type { Evidence } from '../../../src/model/evidence.ts';
import type { JsonObject } from '../../../src/model/json.ts';
import type { StepResult } from '../../../src/model/step-result.ts';
import { anAnswer } from '../../support/builders.ts';
import { judgeTable, refuseTable } from '../support/check-table.ts';
import { aRun, rejection, success } from '../support/evidence.ts';
import { succeeded } from '../support/steps.ts';

const agent = 'https://formats.test';
const mrec: JsonObject = {
  product_id: 'p1',
  format_ids: [{ agent_url: agent, id: 'display_300x250' }],
  format_options: [
    {
      format_option_id: 'o1',
      format_kind: 'image',
      params: { width: 300, height: 250 },
      v1_format_ref: [{ agent_url: `${agent}/`, id: 'display_300x250' }],
    },
    { format_option_id: 'o2', publisher_domain: 'pub.test', format_kind: 'video_hosted' },
  ],
};
const legacy: JsonObject = {
  product_id: 'p2',
  format_ids: [{ agent_url: agent, id: 'audio_30s' }],
};
const offers = (...products: readonly JsonObject[]): ReadonlyMap<string, StepResult> =>
  new Map([['browse', succeeded('get_products', { products })]]);

interface Buying {
  readonly accepted?: boolean;
  readonly error?: JsonObject;
  readonly products?: readonly JsonObject[];
}

const buying = (
  bought: JsonObject,
  { accepted = true, error, products = [mrec, legacy] }: Buying = {},
): Evidence => ({
  exchange: anAnswer(),
  extraction:
    accepted && !error
      ? success({ media_buy_id: 'm1' })
      : rejection({ adcp_error: error ?? { code: 'FORMAT_NOT_SUPPORTED', message: 'no' } }),
  run: aRun({
    sent: { packages: [{ product_id: 'p1', ...bought }] },
    priorSteps: offers(...products),
  }),
});
const refused = { accepted: false };
const tooVague = { format_kind: 'image' };
const exact = { format_kind: 'image', params: { width: 300, height: 250 } };

judgeTable(canonicalFormatSatisfaction, [
  {
    name: 'passes when a selector that fits is accepted',
    params: { value: true },
    evidence: buying(exact),
    status: 'passed',
  },
  {
    name: 'fails when a selector that fits is refused',
    params: { value: true },
    evidence: buying(exact, refused),
    status: 'failed',
    expected: { accepted: true, local_satisfied: true },
    actual: {
      accepted: false,
      local_satisfied: true,
      rejection: { codes: ['FORMAT_NOT_SUPPORTED'], fields: [], messages: ['no'] },
    },
  },
  {
    name: 'passes when one that is too vague is refused',
    params: { value: false, path: 'packages[0]' },
    evidence: buying(tooVague, refused),
    status: 'passed',
  },
  {
    name: 'fails when one that is too vague is accepted',
    params: { value: false },
    evidence: buying(tooVague),
    status: 'failed',
    pointer: '/packages/0',
    actual: { accepted: true, local_satisfied: false },
    note: /leaves open the width/,
  },
  {
    name: 'does not take a refusal for another reason for one of the format',
    params: { value: false },
    evidence: buying(tooVague, { error: { code: 'AUTH_REQUIRED', message: 'log in' } }),
    status: 'failed',
    note: /names no format as its cause/,
  },
  {
    name: 'takes a refusal that names the field of the selector',
    params: { value: false },
    evidence: buying(tooVague, {
      error: { code: 'VALIDATION_ERROR', field: 'packages[0].format_kind', message: 'no' },
    }),
    status: 'passed',
  },
  {
    name: 'does not read the cause out of the echoed request',
    params: { value: false },
    evidence: buying(tooVague, {
      error: { code: 'RATE_LIMITED', message: 'slow', context: { message: 'format' } },
    }),
    status: 'failed',
  },
  {
    name: 'finds a format option by its id',
    params: { value: true },
    evidence: buying({ format_option_refs: [{ format_option_id: 'o1' }] }),
    status: 'passed',
  },
  {
    name: 'finds a format option of a publisher',
    params: { value: true },
    evidence: buying({
      format_option_refs: [
        { scope: 'publisher', publisher_domain: 'pub.test', format_option_id: 'o2' },
      ],
    }),
    status: 'passed',
  },
  {
    name: "does not take a publisher's option for the product's own",
    params: { value: false },
    evidence: buying({ format_option_refs: [{ format_option_id: 'o2' }] }, refused),
    status: 'passed',
  },
  {
    name: 'finds a format id through its link, whatever the slash at the end of the agent',
    params: { value: true },
    evidence: buying({ format_ids: [{ agent_url: agent, id: 'display_300x250' }] }),
    status: 'passed',
  },
  {
    name: 'finds a format id of a product without canonical formats',
    params: { value: true },
    evidence: buying({
      product_id: 'p2',
      format_ids: [{ agent_url: agent, id: 'audio_30s' }],
    }),
    status: 'passed',
  },
  {
    name: 'misses a format id such a product does not have',
    params: { value: false },
    evidence: buying(
      { product_id: 'p2', format_ids: [{ agent_url: agent, id: 'audio_15s' }] },
      refused,
    ),
    status: 'passed',
  },
  {
    name: 'does not guess what an unlinked format id stands for',
    params: { value: true },
    evidence: buying({ format_ids: [{ agent_url: agent, id: 'display_728x90' }] }),
    status: 'not_applicable',
    note: /no catalog/,
  },
  {
    name: 'lets a package without a format take all the product has',
    params: { value: true },
    evidence: buying({}),
    status: 'passed',
  },
  {
    name: 'says nothing of a product nobody saw',
    params: { value: true },
    evidence: buying(exact, { products: [] }),
    status: 'not_applicable',
    note: /no earlier answer of get_products/,
  },
  {
    name: 'says nothing of a request without packages',
    params: { value: true, path: 'parcels' },
    evidence: buying(exact),
    status: 'not_applicable',
  },
]);

refuseTable(canonicalFormatSatisfaction, [
  { name: 'a value that is no truth', params: { value: 'yes' }, key: 'value', message: /boolean/ },
]);

test('the most recent answer about a product counts', () => {
  const run = aRun({
    sent: { packages: [{ product_id: 'p1', ...exact }] },
    priorSteps: new Map([
      ['a', succeeded('get_products', { products: [{ product_id: 'p1', format_options: [] }] })],
      ['b', succeeded('get_products', { products: [mrec] }, { stepId: 'b' })],
    ]),
  });
  const evidence = { exchange: anAnswer(), extraction: success({}), run };
  expect(canonicalFormatSatisfaction.judge({ value: true }, evidence)).toEqual({
    status: 'passed',
  });
});

test.each([
  { declared: { width: 300 }, asked: { width: 300 }, fits: true },
  { declared: { width: 300 }, asked: { width: 320 }, fits: false },
  { declared: { min_width: 300, max_width: 600 }, asked: { width: 400 }, fits: true },
  { declared: { min_width: 300, max_width: 600 }, asked: { min_width: 300 }, fits: false },
  { declared: { min_width: 300 }, asked: { min_width: 320, max_width: 900 }, fits: true },
  {
    declared: { duration_ms_range: [15000, 30000] },
    asked: { duration_ms_range: [10000, 20000] },
    fits: false,
  },
  { declared: { duration_ms_range: [15000, 30000] }, asked: { duration_ms: 15000 }, fits: true },
  { declared: { duration_ms_exact: 30000 }, asked: {}, fits: false },
  {
    declared: { sizes: [{ width: 1, height: 2 }] },
    asked: { width: 1, height: 2 },
    fits: true,
  },
  {
    declared: { sizes: [{ width: 1, height: 2 }] },
    asked: { sizes: [{ width: 2, height: 1 }] },
    fits: false,
  },
  { declared: { sizes: [{ width: 1, height: 2 }] }, asked: {}, fits: false },
  { declared: { mime_types: ['a', 'b'] }, asked: { mime_types: ['b'] }, fits: true },
  { declared: { mime_types: ['a', 'b'] }, asked: { mime_types: ['c'] }, fits: false },
  { declared: { mime_types: ['a'] }, asked: { mime_types: [] }, fits: false },
  { declared: { max_file_size_kb: 200 }, asked: {}, fits: false },
  { declared: { mime_types: [] }, asked: {}, fits: true },
  { declared: {}, asked: { width: 300 }, fits: true },
])('$asked for $declared fits: $fits', ({ declared, asked, fits }) => {
  const shape = (params: JsonObject) => ({ kind: 'image', params });
  const problem = unsatisfiedBy(shape(asked), shape(declared));
  expect(problem === null, problem ?? '').toBe(fits);
});
