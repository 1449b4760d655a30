import type { RunEvent } from '../model/event.ts';
import type { StepResult, Verdict } from '../model/step-result.ts';
import type { Storyboard } from '../model/storyboard.ts';
import { describeFailure, describeOutcome, describeSkip, describeUnanswered } from './describe.ts';
import { cut, printable } from './escape.ts';
import { paintFor } from './paint.ts';
import type { Paint } from './paint.ts';
import type { Style } from './reporter.ts';
import { traceLines } from './trace.ts';
import { counted, duration } from './words.ts';
import { isFailure } from '../support/failure.ts';

/** The lines an event adds to the output; most events add none. */
export function liveLines(event: RunEvent, style: Style): readonly string[] {
  const paint = paintFor(style);
  switch (event.type) {
    case 'target:started':
      return ['', targetLine(event, paint)];
    case 'storyboard:started':
      return event.plan.skip
        ? []
        : ['', storyboardLine(event.target.name, event.plan.storyboard, paint)];
    case 'step:judged':
      return [
        stepLine(event.result, paint, style.width),
        ...(style.verbose ? traceLines(event.result).map((line) => `      ${line}`) : []),
      ];
    default:
      return [];
  }
}

/** What is being waited for, in one line that a terminal overwrites; null where the event changes nothing. */
export function progressLine(event: RunEvent, { width }: Pick<Style, 'width'>): string | null {
  if (event.type === 'run:finished') return '';
  if (event.type !== 'step:started') return null;
  const { storyboardId, stepId, task } = event.step;
  return cut(printable(`… ${event.target.name}  ${storyboardId}/${stepId}  ${task}`), width - 2);
}

function targetLine(event: Extract<RunEvent, { type: 'target:started' }>, paint: Paint): string {
  const { target, agent, plans } = event;
  const applies = plans.filter(({ skip }) => skip === null).length;
  const facts = [
    [agent?.name, agent?.version].filter((part) => typeof part === 'string').join(' '),
    counted(agent?.tools.length ?? 0, 'tool'),
    `${applies} of ${counted(plans.length, 'storyboard')} ${applies === 1 || plans.length === 1 ? 'applies' : 'apply'}`,
  ].filter((fact) => fact !== '');
  return `${paint.strong(printable(target.name))}  ${paint.faint(printable(`${target.url}  ${facts.join(', ')}`))}`;
}

function storyboardLine(
  target: string,
  { id, title, status }: Pick<Storyboard, 'id' | 'title' | 'status'>,
  paint: Paint,
): string {
  const remark = status === 'stable' ? '' : paint.faint(`  (${status})`);
  return `${paint.faint(printable(target))}  ${paint.strong(printable(id))}  ${printable(title)}${remark}`;
}

const marks: Readonly<Record<Verdict, string>> = {
  passed: '✓',
  failed: '✗',
  errored: '!',
  skipped: '–',
};

function stepLine(step: StepResult, paint: Paint, width: number): string {
  const colours = {
    passed: paint.good,
    failed: paint.bad,
    errored: paint.bad,
    skipped: paint.faint,
  };
  const name = printable(`${step.stepId}  ${step.task}`);
  const time = step.verdict === 'skipped' ? '' : `  ${duration(step.durationMs)}`;
  const optional = step.tolerated && isFailure(step) ? '  (optional phase)' : '';
  const head = `${name}${time}${optional}`;
  const why = reasonOf(step);
  // Beside the head stand its mark, the spaces and the ellipsis; a narrow terminal wraps rather than hide the reason.
  const room = Math.max(width - head.length - 7, 40);
  const tail = why === null ? '' : `  ${cut(why, room)}`;
  return `  ${colours[step.verdict](marks[step.verdict])} ${head}${tail}`;
}

function reasonOf(step: StepResult): string | null {
  if (step.verdict === 'skipped') return describeSkip(step.skip);
  if (step.verdict === 'errored') return describeUnanswered(step.exchange);
  if (step.failure === null) return null;
  const failed = step.validations.find(
    ({ severity, outcome }) => severity === 'required' && outcome.status === 'failed',
  );
  return (
    describeFailure(step.failure) ?? (failed ? describeOutcome(failed.check, failed.outcome) : null)
  );
}
