import { isLiteral, rewrite, unchanged } from '../change.ts';
import { isDateText, moveYears } from '../dates.ts';
import type { Invariant } from '../invariant.ts';

/** A flight written for next month is history a year later; moving every date of the storyboard alike keeps order and distances. */
export const dates: Invariant = {
  id: 'dates',
  renames: ({ facts: { dateShift } }) => (dateShift === null ? [] : ['-']),
  summary:
    'In a storyboard with a rotted date, every literal date after the publication day moves by the same whole number of years.',

  apply({ payload, authored, facts: { dateShift } }) {
    if (dateShift === null) return unchanged(payload);
    const { after, years } = dateShift;
    return rewrite(payload, 'dates', (value, pointer) => {
      if (typeof value !== 'string' || !isDateText(value)) return undefined;
      if (Date.parse(value) <= Date.parse(after) || !isLiteral(authored, pointer, value))
        return undefined;
      const reason = `the suite was published ${after.slice(0, 10)}; its dates after that move ${years} year${years === 1 ? '' : 's'}`;
      return { to: moveYears(value, years), reason };
    });
  },
};
