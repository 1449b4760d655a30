import type { RunResult, StoryboardResult } from '../model/result.ts';
import type { Sourced, Subject } from '../model/subject.ts';
import { describePartial } from '../support/describe-partial.ts';
import { printable } from './escape.ts';
import { noticeLine } from './notice.ts';
import type { Paint } from './paint.ts';
import { counted } from './words.ts';

/** What ran, how it departs from a plain run, and for whom. */
export function headerLines(result: RunResult, paint: Paint, verbose: boolean): readonly string[] {
  const { runner, suite, identity, partial, notices } = result;
  const warnings = [
    ...(identity.live ? ['--live: accounts go out as authored, this run can book real media'] : []),
    ...(identity.verbatim
      ? ['--verbatim: requests went out as authored, no invariant applied']
      : []),
    ...partial.map((each) => `partial: ${describePartial(each)}`),
    ...notices.map(noticeLine),
  ];
  const version = suite.version === null ? '' : ` ${suite.version}`;
  return [
    printable(`${runner.name} ${runner.version}, suite ${suite.name}${version}`),
    ...warnings.map((warning) => paint.warning(printable(warning))),
    ...subjectLines(result, verbose).map(printable),
    '',
  ];
}

function subjectLines({ identity, targets }: RunResult, verbose: boolean): readonly string[] {
  const isAsked = verbose || identity.brand !== null || identity.operator !== null;
  const subjects = targets
    .flatMap(({ storyboards }) => storyboards)
    .filter(({ skip, subject }) => skip === null && (isAsked || isForeign(subject)));
  return [...grouped(subjects)].map(
    ([description, count]) => `acts for ${description}  (${counted(count, 'storyboard')})`,
  );
}

function isForeign({ home, brand }: Subject): boolean {
  return brand !== null && brand.value !== home?.value;
}

function grouped(storyboards: readonly StoryboardResult[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const { subject } of storyboards) {
    const description = describeSubject(subject);
    counts.set(description, (counts.get(description) ?? 0) + 1);
  }
  return counts;
}

function describeSubject(subject: Subject): string {
  const { home, brand, operator } = subject;
  const instead = isForeign(subject) && home ? `, in place of ${sourced(home)}` : '';
  return [
    brand ? `brand ${sourced(brand)}${instead}` : 'no brand',
    ...(operator ? [`operator ${sourced(operator)}`] : []),
  ].join(', ');
}

function sourced({ value, origin }: Sourced<string>): string {
  return `${value} (${origin})`;
}
