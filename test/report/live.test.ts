import { expect, test } from 'vitest';
import type { RunEvent } from '../../src/model/event.ts';
import type { StoryboardPlan } from '../../src/model/plan.ts';
import type { StepResult } from '../../src/model/step-result.ts';
import type { Storyboard } from '../../src/model/storyboard.ts';
import { liveLines, progressLine } from '../../src/report/live.ts';
import {
  aNotice,
  aFailedStep,
  aFailure,
  anErroredStep,
  aRequest,
  aRunResult,
  aSkippedStep,
  aSource,
  aStep,
  aTarget,
  aValidation,
} from '../support/builders.ts';

const style = { colour: false, width: 80, verbose: false, command: 'storyboard run' };
const target = { name: 'sales', url: 'http://agent.test/mcp', protocol: 'mcp' } as const;
const judged = (result: StepResult): RunEvent => ({ type: 'step:judged', target, result });

const storyboard: Storyboard = {
  id: 'media_buy_state_machine',
  version: null,
  title: 'A buy from draft to canceled',
  summary: null,
  track: null,
  status: 'stable',
  introducedIn: null,
  protocol: null,
  requirements: { anyTool: [], toolFamilies: [], capabilities: [], runtime: [] },
  requiresScenarios: [],
  defaultAgent: null,
  testKit: null,
  context: {},
  fixtures: [],
  controllerSeeding: false,
  fixtureResolution: null,
  phases: [],
  assertions: { enable: [], disable: [] },
  at: aSource(),
};
const plan = (over: Partial<StoryboardPlan> = {}): StoryboardPlan => ({
  storyboard,
  skip: null,
  steps: [],
  ...over,
});
const inapplicable = plan({ skip: { reason: 'missing_tool', detail: 'needs x' } });

test.each([
  [
    'passed',
    aStep({ stepId: 'pause_buy', task: 'update_media_buy' }),
    '  ✓ pause_buy  update_media_buy  12ms',
  ],
  [
    'failed',
    aFailedStep({ stepId: 'pause' }),
    '  ✗ pause  get_products  12ms  /products  expected a value, got nothing',
  ],
  [
    'failed by the outcome',
    aFailedStep({ stepId: 'pause', failure: { kind: 'unexpected_success' } }),
    '  ✗ pause  get_products  12ms  expected an error, got a success',
  ],
  [
    'failed in an optional phase',
    aFailedStep({ stepId: 'a', tolerated: true, failure: { kind: 'unexpected_success' } }),
    '  ✗ a  get_products  12ms  (optional phase)  expected an error, got a success',
  ],
  [
    'errored',
    anErroredStep({ stepId: 'a' }),
    '  ! a  get_products  12ms  no answer to judge (refused): agent.test did not ans…',
  ],
  [
    'skipped',
    aSkippedStep({ stepId: 'a' }),
    '  – a  get_products  missing_tool: needs get_products; the agent lists: get_sig…',
  ],
])('a step that %s is one line', (_, step, line) => {
  expect(liveLines(judged(step), style)).toEqual([line]);
});

test('the first required failure explains the line, not an advisory one', () => {
  const step = aFailedStep({
    stepId: 'a',
    validations: [
      aValidation({ severity: 'advisory', outcome: aFailure({ pointer: '/advisory' }) }),
      aValidation({ outcome: aFailure({ pointer: '/required' }) }),
    ],
  });
  expect(liveLines(judged(step), style)[0]).toContain('/required  expected');
});

test('headers say where, with what, and how much applies', () => {
  const plans = [plan(), inapplicable, inapplicable];
  const { agent } = aTarget();
  expect(liveLines({ type: 'target:started', target, agent, plans }, style)).toEqual([
    '',
    'sales  http://agent.test/mcp  training-agent 1.0.0, 1 tool, 1 of 3 storyboards applies',
  ]);
  expect(liveLines({ type: 'storyboard:started', target, plan: plan() }, style)).toEqual([
    '',
    'sales  media_buy_state_machine  A buy from draft to canceled',
  ]);
  const preview = plan({ storyboard: { ...storyboard, status: 'preview' } });
  expect(liveLines({ type: 'storyboard:started', target, plan: preview }, style)[1]).toBe(
    'sales  media_buy_state_machine  A buy from draft to canceled  (preview)',
  );
});

test.each([
  { plans: [inapplicable], says: '0 of 1 storyboard applies' },
  { plans: [plan()], says: '1 of 1 storyboard applies' },
  { plans: [inapplicable, inapplicable], says: '0 of 2 storyboards apply' },
])('how much applies: $says', ({ plans, says }) => {
  const { agent } = aTarget();
  expect(liveLines({ type: 'target:started', target, agent, plans }, style)[1]).toContain(says);
});

test.each<readonly [string, RunEvent]>([
  ['a storyboard that does not apply', { type: 'storyboard:started', target, plan: inapplicable }],
  ['the start of a run', { type: 'run:started', targets: [target] }],
  ['the end of a target', { type: 'target:finished', result: aTarget() }],
])('%s adds no line', (_, event) => {
  expect(liveLines(event, style)).toEqual([]);
});

test('--verbose shows everything between the authored text and the verdict', () => {
  const step = aStep({
    stepId: 'create',
    request: {
      sent: aRequest(),
      changes: [
        {
          pointer: '/account/brand/domain',
          from: 'acme.example',
          to: 'other.example',
          invariant: 'brand',
          reason: 'the run acts for other.example',
        },
        { pointer: '/account', to: { sandbox: true }, invariant: 'account', reason: 'was absent' },
      ],
      kept: [{ pointer: '/brand', value: 'foreign.example', reason: 'not the home brand' }],
      bindings: [{ pointer: '/id', token: '$context.id', origin: 'captured by discover' }],
    },
    captured: [{ name: 'buy', value: 'mb_1', provenance: 'authored', from: '/media_buy_id' }],
    validations: [aValidation({ check: 'x', outcome: { status: 'not_applicable', note: 'no x' } })],
    notices: [aNotice('slow')],
  });
  expect(liveLines(judged(step), { ...style, verbose: true })).toMatchInlineSnapshot(`
    [
      "  ✓ create  get_products  12ms",
      "      bound     /id ← $context.id  (captured by discover)",
      "      changed   /account/brand/domain  "acme.example" → "other.example"  (brand: the run acts for other.example)",
      "      changed   /account  nothing → {"sandbox":true}  (account: was absent)",
      "      kept      /brand  "foreign.example"  (not the home brand)",
      "      sent      get_products {"brief":"shoes"}",
      "      answered  {"ok":true}",
      "      captured  buy = "mb_1"  (authored from /media_buy_id)",
      "      not judged x  (no x)",
      "      note      slow",
    ]
  `);
});

test('the progress line names the step that is waited for and fits the terminal', () => {
  const step = { storyboardId: 'sb', phaseId: 'p', stepId: 'create', task: 'create_media_buy' };
  const started: RunEvent = { type: 'step:started', target, step };
  expect(progressLine(started, { width: 80 })).toBe('… sales  sb/create  create_media_buy');
  expect(progressLine(started, { width: 20 })?.length).toBeLessThan(20);
  expect(progressLine(judged(aStep()), { width: 80 })).toBeNull();
  expect(progressLine({ type: 'run:finished', result: aRunResult() }, { width: 80 })).toBe('');
});

test('without a terminal nothing is cut to a width', () => {
  const [line] = liveLines(judged(aSkippedStep()), { ...style, width: Infinity });
  expect(line).toMatch(/the agent lists: get_signals$/);
});
