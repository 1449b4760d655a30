import type { RequestChange } from '../model/request.ts';
import type { RequestRecord, StepResult } from '../model/step-result.ts';
import { answersOf } from '../support/answers.ts';
import { answerOf } from './answer.ts';
import { quoted } from './describe.ts';
import { printable } from './escape.ts';
import { noticeLine } from './notice.ts';

/** Most characters of a request or an answer in a trace. */
const longestEvidence = 2000;

/** Everything a step did between the authored text and its verdict: what `--verbose` shows. */
export function traceLines(step: StepResult): readonly string[] {
  return [
    ...(step.agent === undefined ? [] : [`agent     ${printable(step.agent)}`]),
    ...(step.request ? requestLines(step.request) : []),
    ...answerLines(step),
    ...step.captured.map(({ name, value, provenance, from }) =>
      line(
        'captured',
        `${name} = ${quoted(value)}`,
        `${provenance}${from === null ? '' : ` from ${from}`}`,
      ),
    ),
    ...step.validations
      .filter(({ outcome }) => outcome.status === 'not_applicable')
      .map(({ check, outcome }) =>
        line('not judged', check, 'note' in outcome ? (outcome.note ?? '') : ''),
      ),
    ...step.notices.map((notice) => `note      ${printable(noticeLine(notice))}`),
  ];
}

function requestLines({ sent, changes, kept, bindings }: RequestRecord): readonly string[] {
  return [
    ...bindings.map(({ pointer, token, origin }) => line('bound', `${pointer} ← ${token}`, origin)),
    ...changes.map((change) =>
      line('changed', describeChange(change), `${change.invariant}: ${change.reason}`),
    ),
    ...kept.map(({ pointer, value, reason }) =>
      line('kept', `${pointer}  ${quoted(value)}`, reason),
    ),
    ...(sent
      ? [`sent      ${printable(sent.operation)} ${quoted(sent.payload, longestEvidence)}`]
      : []),
  ];
}

function describeChange({ pointer, from, to }: RequestChange): string {
  return `${pointer}  ${from === undefined ? 'nothing' : quoted(from)} → ${quoted(to)}`;
}

function answerLines(step: StepResult): readonly string[] {
  if (step.verdict === 'errored') return [`answered  nothing (${step.exchange.reason})`];
  const { exchange = null } = answersOf(step);
  if (exchange === null) return [];
  return [`answered  ${quoted(answerOf(exchange), longestEvidence)}`];
}

function line(label: string, fact: string, why: string): string {
  return `${label.padEnd(9)} ${printable(fact)}  ${printable(`(${why})`)}`;
}
