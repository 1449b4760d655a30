import { expect, test } from 'vitest';
import { decide } from '../../src/gate/decide.ts';
import { judgeGate } from '../../src/gate/gate.ts';
import type { GateOptions } from '../../src/gate/gate.ts';
import type { Notice } from '../../src/model/notice.ts';
import type { RunResult } from '../../src/model/result.ts';
import { terminal } from '../../src/report/terminal.ts';
import {
  aFailedStep,
  aFailure,
  anAssertion,
  anErroredStep,
  aNotice,
  aRunResult,
  aSkippedStep,
  aSkippedStoryboard,
  aSource,
  aStep,
  aStoryboard,
  aTarget,
  aTargetFloors,
  aValidation,
  noAnswer,
  someFloors,
} from '../support/builders.ts';

const style = { colour: false, width: 80, verbose: false, command: 'storyboard run' };

function render(run: RunResult, over: Partial<typeof style & GateOptions> = {}): string {
  const { floors = null, explicit = false, base = null, ...rest } = over;
  const gate = judgeGate(run, { floors, explicit, base });
  return terminal.render(run, gate, decide(run, gate), { ...style, ...rest });
}

/** The lines from the first that holds `from` up to the next empty one. */
function section(text: string, from: string): string {
  const lines = text.split('\n');
  const start = lines.findIndex((line) => line.includes(from));
  const end = lines.indexOf('', start);
  return lines.slice(start, end === -1 ? undefined : end).join('\n');
}

const at = aSource({ file: 'floors.yaml', line: 7, text: '      a/b: "why"' });
const passing = (floor: number) => ({ metric: 'passing_steps', floor, at }) as const;
const salesOf = (...storyboards: Parameters<typeof aStoryboard>[0][]) =>
  aRunResult({ targets: [aTarget({ storyboards: storyboards.map(aStoryboard) })] });

test('a run without fault is a line per storyboard, totals, and one word', () => {
  const run = aRunResult({
    targets: [
      aTarget({
        storyboards: [
          aStoryboard({ storyboardId: 'media_buy_state_machine' }),
          aSkippedStoryboard({ storyboardId: 's1' }),
          aSkippedStoryboard({ storyboardId: 's2' }),
        ],
      }),
    ],
  });
  expect(render(run)).toMatchInlineSnapshot(`
    "storyboard 0.1.0, suite shipped 1.0.0

    sales  http://agent.test/sales/mcp
      ✅ media_buy_state_machine | 1P/0F/0S | 35ms
      2 storyboards do not apply (list them with --verbose)

    storyboards  1 passed + 0 failed + 0 errored + 2 skipped + 0 not run = 3
    steps        1 passed + 0 failed + 0 errored + 0 skipped + 0 not run = 1
                 4 requests in 50ms

    Met.
    "
  `);
});

test('a failed step shows field, expected, got, the author’s line, what was sent and what came', () => {
  const text = render(
    salesOf({ steps: [aFailedStep({ stepId: 'pause', title: 'Pause the buy' })] }),
  );
  expect(section(text, '✗')).toMatchInlineSnapshot(`
    "✗ sales  sales_flow/pause  Pause the buy
      storyboards/sales.yaml:12:9
      field_present: products come back
        20 |         - check: field_present
           |           ^^^^^^^^^^^^^^^^^^^^
        field     /products
        expected  a value
        got       nothing
      sent  get_products {"brief":"shoes"}
      got   {"ok":true}  HTTP 200, 12ms"
  `);
});

test('an errored step says that nobody answered and shows what was sent', () => {
  const text = render(salesOf({ steps: [aStep(), anErroredStep({ stepId: 'pause' })] }));
  expect(section(text, '! sales')).toMatchInlineSnapshot(`
    "! sales  sales_flow/pause  Discover products
      storyboards/sales.yaml:12:9
      no answer to judge (refused): agent.test did not answer: connection refused (127.0.0.1:80)
      sent  get_products {"brief":"shoes"}"
  `);
});

test('a failed assertion stands among the failures and on its storyboard’s line', () => {
  const text = render(
    salesOf({
      assertions: [
        anAssertion({
          stepId: 'pause',
          outcome: aFailure({ pointer: '/status', expected: 'active', actual: 'draft' }),
        }),
      ],
    }),
  );
  expect(section(text, '✗')).toMatchInlineSnapshot(`
    "✗ sales  sales_flow  a status never goes back
      assertion status.monotonic at pause
      /status  expected "active", got "draft""
  `);
  expect(text).toContain('❌ sales_flow | 1P/0F/0S | 35ms | 1 failed assertion');
});

test.each([
  ['✅', [aStep()], '✅ sales_flow | 1P/0F/0S | 35ms'],
  ['❌', [aStep(), aFailedStep()], '❌ sales_flow | 1P/1F/0S | 35ms'],
  ['💥', [aStep(), anErroredStep()], '💥 sales_flow | 1P/0F/0S/1E | 35ms'],
  ['⏭', [aSkippedStep(), aSkippedStep()], '⏭  sales_flow | 0P/0F/2S | 35ms'],
] as const)('a storyboard with the verdict %s has a line of its own', (_, steps, line) => {
  expect(render(salesOf({ steps }))).toContain(`  ${line}\n`);
});

test('a storyboard cut short is not passed, and one that failed is not among those that do not apply', () => {
  const address = { storyboardId: 'x', phaseId: 'p', stepId: 's', task: 't' };
  const skip = { reason: 'prerequisite_failed', detail: 'seed_product.p failed' } as const;
  const text = render(
    salesOf(
      { storyboardId: 'cut', notRun: [address] },
      { storyboardId: 'unseeded', skip, steps: [aFailedStep(), aSkippedStep()] },
      { storyboardId: 'foreign', verdict: 'skipped', skip, steps: [aSkippedStep()] },
    ),
  );
  expect(text).toContain('⏹  cut | 1P/0F/0S | 35ms | 1 step not run\n');
  expect(text).toContain('❌ unseeded | 0P/1F/1S | 35ms\n');
  expect(text).toContain('  1 storyboard does not apply (');
  expect(text).toContain('0 passed + 1 failed + 0 errored + 1 skipped + 1 not run = 3\n');
});

test.each([
  { verbose: false, lines: ['  2 storyboards not run (list them with --verbose)'] },
  {
    verbose: true,
    lines: ['  2 storyboards not run:', '    – late  2 steps', '    – later  1 step'],
  },
])('storyboards the run ended before are counted on one line; verbose: $verbose', (each) => {
  const address = { storyboardId: 'x', phaseId: 'p', stepId: 's', task: 't' };
  const text = render(
    salesOf(
      { storyboardId: 'first', steps: [aStep()] },
      { storyboardId: 'late', verdict: 'not_run', steps: [], notRun: [address, address] },
      { storyboardId: 'later', verdict: 'not_run', steps: [], notRun: [address] },
    ),
    { verbose: each.verbose },
  );
  expect(text).toContain(`  ✅ first | 1P/0F/0S | 35ms\n${each.lines.join('\n')}\n`);
  expect(text).not.toContain('⏹');
});

test('totals reconcile, steps that were never reached included', () => {
  const address = { storyboardId: 'x', phaseId: 'p', stepId: 's', task: 't' };
  const run = salesOf({
    steps: [
      aStep({
        validations: [
          aValidation({ severity: 'advisory', outcome: aFailure() }),
          aValidation({ outcome: { status: 'not_applicable', note: 'no such check' } }),
        ],
      }),
      aFailedStep({ tolerated: true }),
      anErroredStep(),
      aSkippedStep(),
    ],
    notRun: [address, address],
  });
  const text = render(run);
  expect(section(text, 'storyboards  ')).toMatchInlineSnapshot(`
    "storyboards  0 passed + 0 failed + 1 errored + 0 skipped + 0 not run = 1
    steps        1 passed + 1 failed + 1 errored + 1 skipped + 2 not run = 6
                 1 of the failures in optional phases, 1 advisory failure, 1 validation not applicable
                 skips: missing_tool 1
                 4 requests in 50ms"
  `);
  expect(text).toContain('| 2 steps not run');
  expect(text).toContain('[ADVISORY]  sales  sales_flow/discover  /products  expected a value');
});

test('what was not selected is a line, which --verbose opens, and stands beside the totals', () => {
  const notSelected = [
    {
      storyboardId: 'newer',
      reason: 'version_excluded',
      detail: 'introduced in 3.2; the agent supports 3.1',
      steps: 4,
    },
  ] as const;
  const run = aRunResult({ targets: [aTarget({ notSelected })] });
  expect(render(run)).toContain('  1 storyboard not selected (list them with --verbose)\n');
  expect(render(run)).toContain('= 1\n             not selected: 1 storyboard, 4 steps\n');
  expect(section(render(run, { verbose: true }), 'not selected:')).toBe(
    '  1 storyboard not selected:\n' +
      '    – newer  version_excluded: introduced in 3.2; the agent supports 3.1',
  );
  expect(render(aRunResult())).not.toContain('not selected');
});

test('a preview that fails is shown, is in no total, and ends nothing', () => {
  const failing = { storyboardId: 'soon', steps: [aFailedStep({ stepId: 'x' })] };
  const text = render(salesOf({}, { ...failing, status: 'preview' }));
  expect(text).toMatch(/❌ soon \| 0P\/1F\/0S \| 35ms \| preview, not graded\n/);
  expect(section(text, '✗ sales  soon/x')).toContain('preview: fails no run');
  expect(text).toContain('steps        1 passed + 0 failed');
  expect(text).toContain('not graded: 1 preview, steps 0 passed, 1 failed, 0 errored');
  expect(text).toMatch(/Met\.\n$/);

  const graded = render(salesOf({}, { ...failing, status: 'stable' }));
  expect(graded).not.toContain('preview');
  expect(graded).toMatch(/To run only what failed: .* soon\nNot met: exit code 1\.\n$/);
});

test('what failed is run again without the previews that did', () => {
  const steps = [aFailedStep()];
  const text = render(
    salesOf({ storyboardId: 'a', steps }, { storyboardId: 'soon', status: 'preview', steps }),
  );
  expect(text).toContain('To run only what failed: storyboard run a\n');
});

test('notices open the report; what is more than information says so', () => {
  const notices: readonly Notice[] = [
    aNotice('sales: told'),
    { severity: 'deprecation', code: 'old_way', message: 'sales: goes away' },
  ];
  const [, ...lines] = render(aRunResult({ notices })).split('\n');
  expect(lines.slice(0, 3)).toEqual([
    'sales: told',
    '[deprecation] sales: goes away (old_way)',
    '',
  ]);
});

test('a deprecated storyboard counts, and says what it is', () => {
  const text = render(salesOf({ storyboardId: 'old', status: 'deprecated' }, {}));
  expect(text).toMatch(/✅ old \| 1P\/0F\/0S \| 35ms \| deprecated by its suite\n/);
  expect(text).toContain('storyboards  2 passed');
});

test('--verbose lists what does not apply, with the reason', () => {
  const run = aRunResult({ targets: [aTarget({ storyboards: [aSkippedStoryboard()] })] });
  expect(section(render(run, { verbose: true }), 'does not apply')).toBe(
    '  1 storyboard does not apply:\n' +
      '    – signals_flow  missing_tool: needs get_signals; the agent lists: get_products',
  );
});

test('the header tells of --live, --verbatim, a partial run and a foreign brand', () => {
  const subject = {
    home: { value: 'acme.example', origin: 'test kit acme' },
    brand: { value: 'other.example', origin: '--brand' },
    homeOperator: null,
    operator: { value: 'other.example', origin: "the brand's domain" },
    account: null,
  };
  const run = aRunResult({
    identity: { brand: 'other.example', operator: null, verbatim: true, live: true },
    partial: [{ kind: 'filtered', by: '--tenant sales' }],
    targets: [aTarget({ storyboards: [aStoryboard({ subject }), aStoryboard({ subject })] })],
  });
  expect(section(render(run), 'storyboard 0.1.0')).toMatchInlineSnapshot(`
    "storyboard 0.1.0, suite shipped 1.0.0
    --live: accounts go out as authored, this run can book real media
    --verbatim: requests went out as authored, no invariant applied
    partial: the run was filtered by --tenant sales
    acts for brand other.example (--brand), in place of acme.example (test kit acme), operator other.example (the brand's domain)  (2 storyboards)"
  `);
});

test('the subject is not spelt out where it is the home brand and nobody asked', () => {
  const home = { value: 'acme.example', origin: 'test kit acme' };
  const subject = { home, brand: home, homeOperator: null, operator: null, account: null };
  const run = salesOf({ subject });
  expect(render(run)).not.toContain('acts for');
  expect(render(run, { verbose: true })).toContain('acts for brand acme.example (test kit acme)');
});

test('floors met with slack say how far they can rise', () => {
  const floors = someFloors(aTargetFloors({ metrics: [passing(1)] }));
  const text = render(salesOf({ steps: [aStep(), aStep({ stepId: 'b' })] }), { floors });
  expect(section(text, 'Gate')).toMatchInlineSnapshot(`
    "Gate
      ✓ sales: passing_steps 2, floor 1
      ↑ sales can rise: passing_steps 1 → 2, run \`storyboard floors raise\`"
  `);
});

test('a breach names the metric, the figure, the floor, the steps that fell, and the line to paste', () => {
  const floors = someFloors(
    aTargetFloors({
      metrics: [passing(3)],
      knownFailures: [
        { step: 'sales_flow/known', reason: 'tracked in #3', at },
        { step: 'sales_flow/discover', reason: 'was broken', at },
        { step: 'sales_flow/skipped', reason: 'flaky', at },
      ],
    }),
  );
  const run = salesOf({
    steps: [
      aStep(),
      aFailedStep({ stepId: 'known' }),
      aFailedStep({ stepId: 'new step' }),
      aSkippedStep({ stepId: 'skipped' }),
    ],
  });
  const text = render(run, { floors });
  expect(section(text, 'Gate')).toMatchInlineSnapshot(`
    "Gate
      ✗ sales: passing_steps 1, floor 3
          failed sales_flow/known
          failed sales_flow/new step
          skipped sales_flow/skipped
      ✗ sales: 1 failure not in the ledger; to excuse, add below known_failures in floors.yaml:
          "sales_flow/new step": "why, and the issue that tracks it"
      ~ known failure sales_flow/known: tracked in #3
      ✗ stale: sales_flow/discover passes now; remove its entry at line 7 of floors.yaml: a/b: "why"
      ? not observed: sales_flow/skipped (known failure, skipped, unanswered or not graded in this run)"
  `);
  expect(section(text, 'sales_flow/known  ')).toContain('known failure: tracked in #3');
});

test.each([
  [
    'a target without a block',
    aTargetFloors({ name: 'brand' }),
    aTarget({ target: { name: 'brand', url: 'http://b.test', protocol: 'mcp' } }),
    '  sales: no floors in floors.yaml; its steps decide',
  ],
  [
    'a target that did not answer',
    aTargetFloors({ name: 'brand' }),
    aTarget({
      target: { name: 'brand', url: 'http://b.test', protocol: 'mcp' },
      unreachable: noAnswer(),
      storyboards: [],
    }),
    '  ✗ brand: not judged, the target did not answer',
  ],
])('%s is said to be so', (_, block, target, line) => {
  const run = aRunResult({ targets: [aTarget(), target] });
  expect(section(render(run, { floors: someFloors(block) }), 'Gate').split('\n')).toContain(line);
});

test('floors of a filtered run are said not to be judged', () => {
  const run = aRunResult({ partial: [{ kind: 'filtered', by: '--filter x' }] });
  expect(render(run, { floors: someFloors(aTargetFloors()) })).toContain(
    '  floors.yaml was not judged: the run was filtered by --filter x; the steps alone decide\n',
  );
});

test('the base report tells this change’s doing from what was broken before', () => {
  const steps = (a: boolean, b: boolean, c: boolean) => [
    (a ? aStep : aFailedStep)({ stepId: 'a' }),
    (b ? aStep : aFailedStep)({ stepId: 'b' }),
    (c ? aStep : aFailedStep)({ stepId: 'c' }),
  ];
  const run = salesOf({ steps: steps(false, false, true) });
  const base = salesOf({ steps: steps(true, false, false) });
  expect(section(render(run, { base }), 'Gate')).toMatchInlineSnapshot(`
    "Gate
      broken by this change:
          sales: sales_flow/a
      broken before this change (a stale floor, not its doing):
          sales: sales_flow/b
      fixed by this change:
          sales: sales_flow/c"
  `);
});

test('what the base report skipped is told apart, and what is not compared is named', () => {
  const several = Array.from({ length: 7 }, (_, n) => ({ storyboardId: `new_${n}` }));
  const run = salesOf({ steps: [aFailedStep({ stepId: 'a' })] }, ...several);
  const base = salesOf({ steps: [aSkippedStep({ stepId: 'a' })] });
  expect(section(render(run, { base }), 'Gate')).toMatchInlineSnapshot(`
    "Gate
      skipped in the base report, fails now that it runs:
          sales: sales_flow/a
      ? not compared, not in the base report: sales: new_0, sales: new_1, sales: new_2, sales: new_3, sales: new_4 and 2 more"
  `);
});

test.each([
  { base: salesOf({ steps: [aStep()] }), says: 'no difference from the base report\n' },
  {
    base: salesOf({ steps: [aStep()] }, { storyboardId: 'old' }),
    says: 'no difference from the base report in what is compared\n',
  },
])('where nothing differs: $says', ({ base, says }) => {
  expect(render(salesOf({ steps: [aStep()] }), { base })).toContain(says);
});

test.each([
  { ledger: [], says: 'sales: no floors in floors.yaml; its steps decide\n' },
  {
    ledger: [{ step: 'sales_flow/a', reason: 'why', at: aSource() }],
    says: 'sales: no counts in floors.yaml; its steps and known failures decide\n',
  },
])('a block without figures: $says', ({ ledger, says }) => {
  const floors = someFloors(aTargetFloors({ knownFailures: ledger }));
  expect(render(salesOf({ steps: [aStep()] }), { floors })).toContain(says);
});

test('the last lines give the command that reruns what failed', () => {
  const run = salesOf(
    { storyboardId: 'fine' },
    { storyboardId: 'a/b', steps: [aFailedStep()] },
    { storyboardId: "it's", steps: [aStep(), anErroredStep()] },
  );
  const text = render(run, { command: 'storyboard run --agent https://a.example' });
  expect(text.split('\n').slice(-3)).toEqual([
    "To run only what failed: storyboard run --agent https://a.example a/b 'it'\\''s'",
    'Not met: exit code 1.',
    '',
  ]);
});

test('colour is on only where the style says so', () => {
  const run = salesOf({ steps: [aFailedStep()] });
  const escape = String.fromCharCode(27);
  expect(render(run)).not.toContain(escape);
  expect(render(run, { colour: true })).toContain(`${escape}[31m✗ sales`);
});

test('a long answer is cut', () => {
  const step = aFailedStep({
    failure: { kind: 'unexpected_error', code: 'X', message: 'y'.repeat(5000) },
  });
  const longest = Math.max(
    ...render(salesOf({ steps: [step] }))
      .split('\n')
      .map((l) => l.length),
  );
  expect(longest).toBeLessThan(300);
});
