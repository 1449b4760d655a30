import type { GateResult } from '../model/gate.ts';
import type { AssertionResult, RunResult, StoryboardResult } from '../model/result.ts';
import type { StepResult, ValidationResult } from '../model/step-result.ts';
import { isGraded } from '../support/graded.ts';
import {
  describeFailure,
  describeOutcome,
  describeUnanswered,
  findingOf,
  quoted,
} from './describe.ts';
import { printable } from './escape.ts';
import { answerOf } from './answer.ts';
import type { Paint } from './paint.ts';
import { place, sourceFrame } from './source-frame.ts';
import { duration } from './words.ts';
import { isFailure } from '../support/failure.ts';

/** Most characters of a request or an answer that are shown. */
const longestEvidence = 600;

/** Every failed or errored step and failed assertion, with what it rests on. */
export function failureLines(result: RunResult, gate: GateResult, paint: Paint): readonly string[] {
  const known = gate.targets.flatMap(({ target, known }) =>
    known.map(({ step, reason }) => [`${target}  ${step}`, reason] as const),
  );
  const context = { paint, known: new Map(known) };
  const blocks = result.targets.flatMap(({ target, storyboards }) =>
    storyboards.flatMap((storyboard) => blocksOf(target.name, storyboard, context)),
  );
  return blocks.length === 0 ? [] : [paint.strong('Failures'), '', ...blocks];
}

interface Context {
  readonly paint: Paint;
  /** `target  storyboard_id/step_id` to the reason the ledger gives. */
  readonly known: ReadonlyMap<string, string>;
}

function blocksOf(
  target: string,
  storyboard: StoryboardResult,
  context: Context,
): readonly string[] {
  const name = `${target}  ${storyboard.storyboardId}`;
  const here = { ...context, isGraded: isGraded(storyboard) };
  const steps = storyboard.steps
    .filter(isFailure)
    .flatMap((step) => stepBlock(`${name}/${step.stepId}`, step, here));
  const assertions = storyboard.assertions
    .filter(({ outcome }) => outcome.status === 'failed')
    .flatMap((assertion) => assertionBlock(name, assertion, here));
  return [...steps, ...assertions];
}

/** What is to be said of all that one storyboard found. */
interface Here extends Context {
  readonly isGraded: boolean;
}

function stepBlock(name: string, step: StepResult, here: Here): readonly string[] {
  const { paint, known } = here;
  const mark = step.verdict === 'errored' ? '!' : '✗';
  const reason = known.get(name);
  return [
    `${paint.bad(`${mark} ${printable(name)}`)}  ${printable(step.title)}`,
    ...indent([
      ...(step.at ? [paint.faint(place(step.at))] : []),
      ...(step.tolerated ? [paint.faint('optional phase: fails no storyboard')] : []),
      ...ungraded(here),
      ...(reason === undefined ? [] : [paint.faint(printable(`known failure: ${reason}`))]),
      ...causeOf(step),
      ...step.validations.flatMap((validation) => validationBlock(validation, paint)),
      ...evidenceOf(step, paint),
    ]),
    '',
  ];
}

function ungraded({ isGraded, paint }: Here): readonly string[] {
  return isGraded ? [] : [paint.faint('preview: fails no run')];
}

function assertionBlock(
  name: string,
  { assertion, description, stepId, outcome }: AssertionResult,
  here: Here,
): readonly string[] {
  const { paint, known } = here;
  const at = stepId === null ? '' : ` at ${printable(stepId)}`;
  const reason = known.get(`${name}/${assertion}`);
  return [
    `${paint.bad(`✗ ${printable(name)}`)}  ${printable(description)}`,
    ...indent([
      `assertion ${printable(assertion)}${at}`,
      ...ungraded(here),
      ...(reason === undefined ? [] : [paint.faint(printable(`known failure: ${reason}`))]),
      describeOutcome(assertion, outcome),
    ]),
    '',
  ];
}

function causeOf(step: StepResult): readonly string[] {
  if (step.verdict === 'errored') return [describeUnanswered(step.exchange)];
  const cause = 'failure' in step && step.failure ? describeFailure(step.failure) : null;
  return cause === null ? [] : [cause];
}

function validationBlock(validation: ValidationResult, paint: Paint): readonly string[] {
  const { check, description, severity, at, outcome } = validation;
  if (outcome.status !== 'failed') return [];
  const advisory = severity === 'advisory' ? paint.warning('[ADVISORY] ') : '';
  const { field, expected, got } = findingOf(check, outcome);
  return [
    `${advisory}${printable(check)}: ${printable(description)}`,
    ...indent([
      ...(at ? sourceFrame(at).map(paint.faint) : []),
      `field     ${field}`,
      `expected  ${expected}`,
      `got       ${got}`,
    ]),
  ];
}

function evidenceOf(step: StepResult, paint: Paint): readonly string[] {
  const sent = step.request?.sent;
  const lines = sent
    ? [`sent  ${printable(sent.operation)} ${quoted(sent.payload, longestEvidence)}`]
    : [];
  const exchange = 'exchange' in step ? step.exchange : null;
  if (exchange?.kind !== 'answered') return lines.map(paint.faint);
  const status = exchange.response.status === null ? '' : `HTTP ${exchange.response.status}, `;
  const answer = quoted(answerOf(exchange), longestEvidence);
  return [...lines, `got   ${answer}  ${status}${duration(exchange.durationMs)}`].map(paint.faint);
}

function indent(lines: readonly string[]): readonly string[] {
  return lines.map((line) => `  ${line}`);
}
