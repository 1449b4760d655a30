import type {
  BaseComparison,
  GateResult,
  GateRun,
  GateTarget,
  Reading,
  TargetGate,
} from '../model/gate.ts';
import { isGraded } from '../support/graded.ts';
import { printable } from './escape.ts';
import type { Paint } from './paint.ts';
import { counted } from './words.ts';

/** What the floors, the ledger and the base report say. */
export function gateLines(gate: GateResult, result: GateRun, paint: Paint): readonly string[] {
  const lines = [
    ...floorLines(gate, result, paint),
    ...(gate.base ? baseLines(gate.base, paint) : []),
  ];
  return lines.length === 0 ? [] : [paint.strong('Gate'), ...lines, ''];
}

function floorLines(gate: GateResult, result: GateRun, paint: Paint): readonly string[] {
  const file = printable(gate.file ?? 'the floors file');
  if (gate.status === 'unset') return [];
  if (gate.status === 'not_judged') {
    return [`  ${file} was not judged: ${printable(gate.notJudged ?? '')}; the steps alone decide`];
  }
  return result.targets.flatMap((target) => {
    const judged = gate.targets.find(({ target: name }) => name === target.target.name);
    const name = printable(target.target.name);
    if (!judged) return [paint.bad(`  ✗ ${name}: not judged, the target did not answer`)];
    return targetLines(judged, { target, file, paint });
  });
}

interface Around {
  readonly target: GateTarget;
  readonly file: string;
  readonly paint: Paint;
}

function targetLines(gate: TargetGate, around: Around): readonly string[] {
  const { file, paint } = around;
  const name = printable(gate.target);
  return [
    ...headline(gate, file).map((line) => `  ${line}`),
    ...gate.breaches.map((reading) => paint.bad(`  ✗ ${name}: ${breach(reading)}`)),
    ...(gate.breaches.length > 0 ? fallenLines(around.target) : []),
    ...gate.raisable.map((reading) => paint.good(`  ↑ ${name} ${rise(reading)}`)),
    ...unexpectedLines(gate, around),
    ...gate.known.map(({ step, reason }) => printable(`  ~ known failure ${step}: ${reason}`)),
    ...gate.stale.map(({ step, at }) =>
      paint.warning(
        printable(
          `  ✗ stale: ${step} passes now; remove its entry at line ${at.line} of ${at.file}: ${at.text.trim()}`,
        ),
      ),
    ),
    ...gate.unobserved.map(({ step }) =>
      printable(
        `  ? not observed: ${step} (known failure, skipped, unanswered or not graded in this run)`,
      ),
    ),
  ];
}

function headline(gate: TargetGate, file: string): readonly string[] {
  const name = printable(gate.target);
  if (gate.breaches.length + gate.met.length === 0) {
    const hasLedger = gate.known.length + gate.stale.length + gate.unobserved.length > 0;
    return [
      hasLedger
        ? `${name}: no counts in ${file}; its steps and known failures decide`
        : `${name}: no floors in ${file}; its steps decide`,
    ];
  }
  return gate.met.map(
    ({ metric, observed, floor }) => `✓ ${name}: ${metric} ${observed}, floor ${floor}`,
  );
}

function breach({ metric, observed, floor }: Reading): string {
  return `${metric} ${observed}, floor ${floor}`;
}

function rise({ metric, observed, floor }: Reading): string {
  return `can rise: ${metric} ${floor} → ${observed}, run \`storyboard floors raise\``;
}

function unexpectedLines({ target, unexpected }: TargetGate, { file, paint }: Around) {
  if (unexpected.length === 0) return [];
  const count = counted(unexpected.length, 'failure');
  return [
    paint.bad(
      `  ✗ ${printable(target)}: ${count} not in the ledger; to excuse, add below known_failures in ${file}:`,
    ),
    ...unexpected.map((step) => `      ${printable(ledgerLine(step))}`),
  ];
}

/** The exact line that excuses a step. */
export function ledgerLine(step: string): string {
  const key = /^[A-Za-z_][\w./-]*$/.test(step) ? step : JSON.stringify(step);
  return `${key}: "why, and the issue that tracks it"`;
}

/** Steps that add nothing to the floors although their storyboard applies. */
function fallenLines({ storyboards }: GateTarget): readonly string[] {
  return storyboards
    .filter((storyboard) => storyboard.skip === null && isGraded(storyboard))
    .flatMap(({ storyboardId, steps, notRun }) => [
      ...steps
        .filter(({ verdict }) => verdict !== 'passed')
        .map(({ stepId, verdict }) => printable(`      ${verdict} ${storyboardId}/${stepId}`)),
      ...notRun.map(({ stepId }) => printable(`      not run ${storyboardId}/${stepId}`)),
    ]);
}

function baseLines(
  { broke, newlyFailing, brokenBefore, fixed, notCompared }: BaseComparison,
  paint: Paint,
): readonly string[] {
  const list = (heading: string, names: readonly string[]) =>
    names.length === 0 ? [] : [`  ${heading}`, ...names.map((name) => `      ${printable(name)}`)];
  const lines = [
    ...list(paint.bad('broken by this change:'), broke),
    ...list(paint.bad('skipped in the base report, fails now that it runs:'), newlyFailing),
    ...list('broken before this change (a stale floor, not its doing):', brokenBefore),
    ...list(paint.good('fixed by this change:'), fixed),
  ];
  const isPart = notCompared.length > 0;
  const none = `  no difference from the base report${isPart ? ' in what is compared' : ''}`;
  return [...(lines.length > 0 ? lines : [none]), ...notComparedLines(notCompared)];
}

/** One line per reason: a suite may be larger by dozens of storyboards. */
function notComparedLines(left: BaseComparison['notCompared']): readonly string[] {
  return [...new Set(left.map(({ why }) => why))].map((reason) => {
    const names = left.filter(({ why }) => why === reason).map(({ name }) => name);
    const more = names.length > 5 ? ` and ${names.length - 5} more` : '';
    return printable(`  ? not compared, ${reason}: ${names.slice(0, 5).join(', ')}${more}`);
  });
}
