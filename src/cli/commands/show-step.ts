import type { Chalk } from 'chalk';
import type { RequestSpec } from '../../model/request.ts';
import type { Capture, Expectation, Step } from '../../model/storyboard.ts';
import { printable } from '../../report/escape.ts';

/** Colours a part of what is shown. */
export type Paint = InstanceType<typeof Chalk>;

/** Prose as one line that cannot steer the terminal. */
export function oneLine(prose: string): string {
  return printable(prose.trim().replaceAll(/\s*\n\s*/g, ' '));
}

/** A step in lines: what it does, what it needs, what it is judged by, and what comes of it. */
export function stepLines(step: Step, paint: Paint): readonly string[] {
  const { id, title, action, expectation } = step;
  const task = action.kind === 'call' ? action.request.task : action.task;
  const facts = [
    ...needs(step),
    ...(action.kind === 'call' ? requestFacts(action.request) : []),
    ...(step.stateful ? ['stateful'] : []),
  ];
  return [
    `  ${paint.cyan(printable(id))}  ${printable(task)}  ${paint.dim(oneLine(title))}`,
    ...(facts.length === 0 ? [] : [paint.dim(`      ${printable(facts.join('; '))}`)]),
    ...(expectation.outcome === 'error' ? [`      ${paint.yellow('expects an error')}`] : []),
    ...checksOf(expectation),
    ...results(step).map((line) => paint.dim(`      ${printable(line)}`)),
  ];
}

function needs({ requiresTool, requiresContract }: Step): readonly string[] {
  return [
    ...(requiresTool === null ? [] : [`needs tool ${requiresTool}`]),
    ...(requiresContract === null ? [] : [`needs contract ${requiresContract}`]),
  ];
}

function requestFacts({ agent, auth, without }: RequestSpec): readonly string[] {
  return [
    ...(agent === null ? [] : [`to agent ${agent}`]),
    ...authFact(auth),
    ...(without.length === 0 ? [] : [`without ${without.join(', ')}`]),
  ];
}

function authFact(auth: RequestSpec['auth']): readonly string[] {
  switch (auth.kind) {
    case 'default':
      return [];
    case 'none':
      return ['no credentials'];
    case 'test_kit':
      return [`credentials of the test kit: ${auth.path}`];
    case 'random_invalid':
      return [`wrong credentials: ${auth.scheme}`];
  }
}

function checksOf({ validations }: Expectation): readonly string[] {
  return validations.map(({ check, description, severity, params }) => {
    const about = typeof params?.['path'] === 'string' ? ` ${params['path']}` : '';
    const advisory = severity === 'advisory' ? ' (advisory)' : '';
    return `      ${oneLine(`${check}${about}: ${description}${advisory}`)}`;
  });
}

function results(step: Step): readonly string[] {
  const { captures, contributesTo, contributesIf, providesStateFor } = step;
  const condition = contributesIf === null ? '' : ` if ${contributesIf} passed`;
  return [
    ...captures.map(captureText),
    ...(contributesTo === null ? [] : [`contributes to ${contributesTo}${condition}`]),
    ...(providesStateFor.length === 0 ? [] : [`stands in for ${providesStateFor.join(', ')}`]),
  ];
}

function captureText(capture: Capture): string {
  if (capture.kind === 'generate') return `makes ${capture.name}: ${capture.generator}`;
  const from = capture.fromTaskCompletion ? 'task_completion.' : '';
  return `captures ${capture.name} from ${from}${capture.path}`;
}
