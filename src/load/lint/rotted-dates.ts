import type { LintRule, LintSubject, TextAt } from './rule.ts';
import { textsIn } from './rule.ts';

/** Dates that were to come when the suite was published and have passed since are moved by the runner; better they were mended. */
export const rottedDates: LintRule = {
  ids: ['rotted-date'],
  summary: 'Dates that were in the future when the suite was published are still in the future.',

  check(subject) {
    const { now, publishedAt, place } = subject;
    if (now === null || publishedAt === null) return;
    const [from, to] = [Date.parse(publishedAt), Date.parse(now)];
    const rotted = datesIn(subject).filter(
      ({ text }) => Date.parse(text) > from && Date.parse(text) < to,
    );
    const [first] = rotted;
    if (!first) return;
    const others = rotted.length === 1 ? '' : ` (and ${rotted.length - 1} more of this storyboard)`;
    place
      .child(...first.path)
      .warning(
        'rotted-date',
        `"${first.text}"${others} has passed since the suite was published`,
        'write a date that stays in the future; until then the runner moves it by whole years',
      );
  },
};

const isoDate = /^\d{4}-\d\d-\d\d(?:T[\d:.]+(?:Z|[+-]\d\d:?\d\d)?)?$/;

function datesIn({ document, steps }: LintSubject): readonly TextAt[] {
  const requests = steps.flatMap(({ step, place }) =>
    textsIn(step['sample_request'], [...place.path, 'sample_request']),
  );
  return [...textsIn(document['fixtures'], ['fixtures']), ...requests].filter(({ text }) =>
    isoDate.test(text),
  );
}
