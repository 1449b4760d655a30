import { expect, test } from 'vitest';
import type { Json, JsonPointer } from '../../src/model/json.ts';
import type { Notice } from '../../src/model/notice.ts';
import type { RunResult } from '../../src/model/result.ts';
import type { StepResult } from '../../src/model/step-result.ts';
import { json } from '../../src/report/json.ts';
import { valueAtPointer } from '../../src/support/json.ts';
import {
  aDecision,
  aFailedStep,
  aFailedValidation,
  aFailure,
  aGate,
  anAnswer,
  anErroredStep,
  aNotice,
  aRunOf,
  aRunResult,
  aSkippedStep,
  aStep,
  aStoryboard,
  aTarget,
  aValidation,
  noAnswer,
} from '../support/builders.ts';
import { readJsonReport } from '../support/json-report.ts';

const style = { colour: false, width: 80, verbose: false, command: 'storyboard run' };
const render = (run: RunResult) => json.render(run, aGate(), aDecision(), style);
const report = (run: RunResult) => readJsonReport(render(run));
const steps = (...results: readonly StepResult[]) =>
  report(aRunOf(...results)).targets[0]?.storyboards[0]?.step_results ?? [];

test.each([
  ['passed', aStep(), { passed: true, verdict: 'passed' }],
  ['failed', aFailedStep(), { passed: false, verdict: 'failed' }],
  [
    'errored',
    anErroredStep(),
    {
      passed: false,
      verdict: 'errored',
      error: 'agent.test did not answer: connection refused (127.0.0.1:80)',
      unanswered: { reason: 'refused' },
    },
  ],
  [
    'skipped',
    aSkippedStep(),
    { passed: false, verdict: 'skipped', skip: { reason: 'missing_tool' }, validations: [] },
  ],
])('a step that %s', (_, step, expected) => {
  expect(steps(step)).toMatchObject([expected]);
});

test('a skipped step has no request, an errored one no response', () => {
  const [skipped, errored] = steps(aSkippedStep(), anErroredStep());
  expect(skipped).not.toHaveProperty('request');
  expect(errored).toHaveProperty('request');
  expect(errored).not.toHaveProperty('response');
});

test('a failed validation refers to the request and the response of its own step', () => {
  const document = JSON.parse(
    render(aRunOf(aStep(), aFailedStep({ exchange: anAnswer({ marker: 'only once' }) }))),
  ) as Json;
  const at: JsonPointer = '/targets/0/storyboards/0/step_results/1';
  const validation = valueAtPointer(document, `${at}/validations/0`) as {
    readonly request: { readonly $ref: string };
    readonly response: { readonly $ref: string };
  };
  const followed = (ref: string) => valueAtPointer(document, ref.slice(1) as JsonPointer);
  expect(followed(validation.request.$ref)).toMatchObject({ operation: 'get_products' });
  expect(followed(validation.response.$ref)).toMatchObject({
    payload: { structuredContent: { marker: 'only once' } },
  });
  expect(JSON.stringify(document).split('only once')).toHaveLength(2);
});

const long = {
  products: Array.from({ length: 9 }, (_, n) => ({ product_id: `p_${n}`, channels: ['ctv'] })),
};

test.each([
  [
    'is left out but for its length',
    JSON.stringify(long),
    { note: 'repeats structuredContent', length: JSON.stringify(long).length },
  ],
  ['stays where it says something else', '{"products":[]}', { text: '{"products":[]}' }],
  ['stays where it is prose', 'Nine products.', { text: 'Nine products.' }],
])('a text beside structured content %s', (_, text, shown) => {
  const exchange = anAnswer(long, [{ type: 'text', text }]);
  const [step] = steps(aStep({ exchange }));
  expect(step?.response?.payload).toEqual({
    structuredContent: long,
    content: [{ type: 'text', ...shown }],
  });
});

test.each([
  { name: 'a long value of the answer', value: long.products, from: '/products', repeated: true },
  {
    name: 'a short value of the answer',
    value: 'p_1',
    from: '/products/1/product_id',
    repeated: false,
  },
  {
    name: 'a value the answer says otherwise',
    value: [...long.products, 1],
    from: '/products',
    repeated: false,
  },
  { name: 'a value from nowhere in the answer', value: long.products, from: null, repeated: false },
] as const)(
  '$name that was captured: repeated in the report $repeated',
  ({ value, from, repeated }) => {
    const captured = [{ name: 'n', value, provenance: 'authored', from }] as const;
    const text = render(aRunOf(aStep({ exchange: anAnswer(long), captured })));
    const document = JSON.parse(text) as Json;
    const at: JsonPointer = '/targets/0/storyboards/0/step_results/0/captured/0/value';
    const shown = valueAtPointer(document, at) as Json;
    const ref = repeated ? (shown as { readonly $ref: string }).$ref : `#${at}`;
    expect(shown).toEqual(repeated ? { $ref: expect.any(String) as string } : value);
    expect(valueAtPointer(document, ref.slice(1) as JsonPointer)).toEqual(value);
  },
);

test('a validation of a step that sent nothing refers to nothing', () => {
  const [step] = steps(aFailedStep({ request: null, exchange: null, extraction: null }));
  expect(step?.validations[0]).toMatchObject({ passed: false, request: null, response: null });
});

test.each([
  ['passed', aValidation(), { passed: true }],
  [
    'failed by a schema',
    aFailedValidation({ schema: { id: 'x.json', url: 'https://s.test/x.json' } }),
    {
      passed: false,
      json_pointer: '/products',
      expected: 'products',
      actual: null,
      schema_id: 'x.json',
      schema_url: 'https://s.test/x.json',
    },
  ],
  [
    'not applicable',
    aValidation({ outcome: { status: 'not_applicable', note: 'no such check' } }),
    { passed: true, not_applicable: true, note: 'no such check' },
  ],
  [
    'advisory and promoted',
    aValidation({ severity: 'advisory', promoted: true, outcome: aFailure() }),
    { passed: false, severity: 'advisory', severity_promoted_from_advisory: true },
  ],
])('a validation that is %s', (_, validation, expected) => {
  expect(steps(aStep({ validations: [validation] }))[0]?.validations).toMatchObject([expected]);
});

test('an error of JSON-RPC keeps its frame, a result does not', () => {
  const answer = anAnswer();
  const error = { jsonrpc: '2.0', id: 1, error: { code: -32602, message: 'no' } };
  const [framed, bare] = steps(
    aFailedStep({ exchange: { ...answer, response: { ...answer.response, body: error } } }),
    aStep(),
  );
  expect(framed?.response?.payload).toEqual(error);
  expect(bare?.response?.payload).toEqual({ structuredContent: { ok: true }, content: [] });
});

test('a skipped step that was answered shows the answer, an errored one its copies', () => {
  const copy = { exchange: anAnswer(), extraction: null, deferrals: [anAnswer()], settled: true };
  const answers = { exchange: anAnswer(), extraction: null, polls: [anAnswer()], copies: [copy] };
  const [skipped, errored] = steps(
    aSkippedStep({ answers }),
    anErroredStep({ copies: [copy, { ...copy, exchange: noAnswer(), settled: false }] }),
  );
  const response = { payload: { structuredContent: { ok: true } } };
  expect(skipped).toMatchObject({
    verdict: 'skipped',
    skip: { reason: 'missing_tool' },
    response,
    polls: [response],
    copies: [{ settled: true, response, deferrals: [response] }],
  });
  expect(errored).toMatchObject({ copies: [{ response }, { error: noAnswer().detail }] });
});

test('what an invariant did, and where values came from, stands on the step', () => {
  const [step] = steps(
    aStep({
      request: {
        sent: null,
        changes: [
          { pointer: '/a', to: 1, invariant: 'brand', reason: 'r' },
          { pointer: '/b', from: null, to: 1, invariant: 'brand', reason: 'r' },
        ],
        kept: [{ pointer: '/c', value: 1, reason: 'r' }],
        bindings: [{ pointer: '/d', token: '$context.d', origin: 'o' }],
      },
      captured: [{ name: 'n', value: 1, provenance: 'authored', from: '/n' }],
    }),
  );
  expect(step).toMatchObject({
    kept: [{ pointer: '/c', value: 1, reason: 'r' }],
    bindings: [{ pointer: '/d', token: '$context.d', origin: 'o' }],
    captured: [{ name: 'n', value: 1, provenance: 'authored', from: '/n' }],
  });
  expect(step?.changes).toEqual([
    { pointer: '/a', to: 1, invariant: 'brand', reason: 'r' },
    { pointer: '/b', from: null, to: 1, invariant: 'brand', reason: 'r' },
  ]);
});

test('the summary adds up, with errored steps among the failed', () => {
  const { run_summary: summary } = report(
    aRunOf(aStep(), aFailedStep(), anErroredStep(), aSkippedStep()),
  );
  expect(summary).toMatchObject({
    total_steps: 4,
    steps_passed: 1,
    steps_failed: 2,
    steps_errored: 1,
    steps_skipped: 1,
    skipped_by_reason: { missing_tool: 1 },
    runner_capability_version: '0.1.0',
  });
});

test('what was not run is part of every total', () => {
  const address = { storyboardId: 'b', phaseId: 'p', stepId: 's', task: 't' };
  const storyboards = [
    aStoryboard({ storyboardId: 'a' }),
    aStoryboard({ storyboardId: 'b', notRun: [address, address] }),
    aStoryboard({ storyboardId: 'c', track: 'signals', steps: [], notRun: [address] }),
  ];
  const run = report(aRunResult({ targets: [aTarget({ storyboards })] }));
  expect(run.run_summary).toMatchObject({
    total_steps: 5,
    steps_passed: 2,
    steps_not_run: 3,
    storyboards: { passed: 1, skipped: 0, not_run: 2 },
    tracks: [
      { track: 'media_buy', status: 'not_run', storyboards: { passed: 1, not_run: 1 } },
      { track: 'signals', status: 'not_run', storyboards: { skipped: 0, not_run: 1 } },
    ],
  });
  expect(run.targets[0]?.storyboards.map(({ passed, verdict }) => [passed, verdict])).toEqual([
    [true, 'passed'],
    [false, 'not_run'],
    [false, 'not_run'],
  ]);
});

test('a track has the worst verdict of its storyboards', () => {
  const storyboards = [
    aStoryboard({ storyboardId: 'a', track: 'signals' }),
    aStoryboard({ storyboardId: 'b', track: 'media_buy' }),
    aStoryboard({ storyboardId: 'c', track: 'media_buy', steps: [aFailedStep()] }),
    aStoryboard({ storyboardId: 'd', track: null, steps: [aSkippedStep()] }),
  ];
  const { tracks } = report(aRunResult({ targets: [aTarget({ storyboards })] })).run_summary;
  expect(tracks.map(({ track, status }) => [track, status])).toEqual([
    [null, 'skipped'],
    ['media_buy', 'failed'],
    ['signals', 'passed'],
  ]);
});

test('what a filter left out is not known, without one it is nothing', () => {
  expect(report(aRunResult()).run_summary.steps_not_selected).toBe(0);
  const filtered = aRunResult({ partial: [{ kind: 'filtered', by: '--filter x' }] });
  expect(report(filtered).run_summary.steps_not_selected).toBeNull();
});

test('what was not selected is listed by target and counted by reason, apart from the skips', () => {
  const left = (reason: 'version_excluded' | 'profile_excluded', steps: number) => ({
    storyboardId: reason,
    detail: 'why',
    reason,
    steps,
  });
  const targets = [
    aTarget({ notSelected: [left('version_excluded', 3), left('profile_excluded', 2)] }),
    aTarget({
      target: { name: 'signals', url: 'http://agent.test/signals/mcp', protocol: 'mcp' },
      notSelected: [left('version_excluded', 3)],
    }),
  ];
  const { run_summary: summary } = report(aRunResult({ targets }));
  expect(summary).toMatchObject({
    steps_not_selected: 8,
    not_selected_by_reason: { version_excluded: 6, profile_excluded: 2 },
    steps_skipped: 0,
    skipped_by_reason: {},
    total_steps: 2,
  });
  expect(summary.not_selected.map(({ target, reason }) => [target, reason])).toEqual([
    ['sales', 'version_excluded'],
    ['sales', 'profile_excluded'],
    ['signals', 'version_excluded'],
  ]);
});

test.each([
  { status: 'stable', steps: [aStep()], passed: true },
  { status: 'stable', steps: [aFailedStep()], passed: false },
  { status: 'deprecated', steps: [aStep()], passed: true },
  { status: 'preview', steps: [aStep()], passed: null },
  { status: 'preview', steps: [aFailedStep()], passed: null },
] as const)('a $status storyboard of a $steps.0.verdict step: $passed', ({ passed, ...given }) => {
  const storyboards = [aStoryboard(given)];
  const [found] = report(aRunResult({ targets: [aTarget({ storyboards })] })).targets;
  const [storyboard] = found?.storyboards ?? [];
  expect(storyboard).toMatchObject({ status: given.status, passed });
  // What it found stays visible.
  expect(storyboard?.verdict).toBe(given.steps[0].verdict);
  expect(storyboard?.step_results).toHaveLength(1);
});

test('previews are counted beside the totals, never in them', () => {
  const storyboards = [
    aStoryboard({ storyboardId: 'a', track: 'signals' }),
    aStoryboard({ storyboardId: 'b', track: 'signals', status: 'preview', steps: [aFailedStep()] }),
    aStoryboard({ storyboardId: 'c', track: 'si', status: 'preview' }),
  ];
  const { run_summary: summary } = report(aRunResult({ targets: [aTarget({ storyboards })] }));
  expect(summary).toMatchObject({
    total_steps: 1,
    steps_passed: 1,
    steps_failed: 0,
    storyboards: { passed: 1, failed: 0 },
    previews: { storyboards: { passed: 1, failed: 1 }, steps: { passed: 1, failed: 1 } },
  });
  expect(summary.tracks).toMatchObject([
    { track: 'si', status: 'preview', storyboards: { passed: 0, preview: 1 } },
    { track: 'signals', status: 'passed', storyboards: { passed: 1, failed: 0, preview: 1 } },
  ]);
});

test('notices of the run stand in its summary, those of a storyboard or a step beside them', () => {
  const required: Notice = {
    severity: 'future_required',
    code: 'soon',
    message: 'will be needed',
    effectiveVersion: '4.0',
    capabilityPath: 'a.b',
    capabilityPointer: '/a/b',
  };
  const storyboards = [
    aStoryboard({ notices: [aNotice('of it')], steps: [aStep({ notices: [required] })] }),
  ];
  const found = report(
    aRunResult({ notices: [aNotice('of all')], targets: [aTarget({ storyboards })] }),
  );
  expect(found.run_summary.notices).toEqual([
    { severity: 'info', code: 'told', message: 'of all' },
  ]);
  const [storyboard] = found.targets[0]?.storyboards ?? [];
  expect(storyboard?.notices).toEqual([{ severity: 'info', code: 'told', message: 'of it' }]);
  expect(storyboard?.step_results[0]?.notices).toEqual([
    {
      severity: 'future_required',
      code: 'soon',
      message: 'will be needed',
      effective_version: '4.0',
      capability_path: 'a.b',
      capability_pointer: '/a/b',
    },
  ]);
});
