import { expect, test } from 'vitest';
import { isDateText, isRotted, moveYears, planDateShift } from '../../src/request/dates.ts';

const published = '2026-05-03T00:00:00Z';
const now = new Date('2027-03-01T12:00:00Z');

test.each([
  { text: '2026-07-01', is: true },
  { text: '2026-07-01T08:30Z', is: true },
  { text: '2026-07-01T08:30:00Z', is: true },
  { text: '2026-07-01T08:30:00.123+02:00', is: true },
  { text: '2026-07-01T08:30:00', is: true },
  { text: '2026-13-01', is: false },
  { text: 'on 2026-07-01', is: false },
  { text: '2026-07-01 and later', is: false },
  { text: '2026-07', is: false },
  { text: '20260701', is: false },
])('"$text" is a date as a whole: $is', ({ text, is }) => {
  expect(isDateText(text)).toBe(is);
});

test.each([
  { text: '2026-07-01', years: 1, to: '2027-07-01' },
  { text: '2026-12-31T23:59:59.5+02:00', years: 3, to: '2029-12-31T23:59:59.5+02:00' },
  { text: '2028-02-29', years: 1, to: '2029-02-28' },
  { text: '2028-02-29T10:00:00Z', years: 4, to: '2032-02-29T10:00:00Z' },
  { text: '2096-02-29', years: 4, to: '2100-02-28' },
  { text: '1996-02-29', years: 4, to: '2000-02-29' },
])('$text moved by $years is $to', ({ text, years, to }) => {
  expect(moveYears(text, years)).toBe(to);
});

test.each([
  { date: '2026-07-01', is: true, why: 'it lay ahead then and is past now' },
  { date: '2026-05-02', is: false, why: 'it was past on the day of the publication' },
  { date: '2020-01-01', is: false, why: 'it was long past' },
  { date: '2026-05-03', is: false, why: 'it is the day of the publication' },
  { date: '2027-03-01T12:00:00Z', is: false, why: 'it is now' },
  { date: '2027-03-01T11:59:59Z', is: true, why: 'it was a second ago' },
  { date: '2027-07-01', is: false, why: 'it lies ahead' },
])('$date has rotted: $is, for $why', ({ date, is }) => {
  expect(isRotted(date, published, now)).toBe(is);
});

test.each<{ name: string; dates: readonly string[]; at?: string; years: number | null }>([
  { name: 'no date', dates: [], years: null },
  { name: 'dates ahead', dates: ['2027-07-01'], years: null },
  { name: 'dates that were past when it was published', dates: ['2020-01-01'], years: null },
  { name: 'a date that one year brings ahead', dates: ['2026-07-01'], years: 1 },
  { name: 'a date that takes two years', dates: ['2026-05-04'], at: '2027-06-01', years: 2 },
  {
    name: 'several, of which the earliest decides',
    dates: ['2026-12-01', '2026-05-10', '2026-11-01'],
    at: '2026-12-24',
    years: 1,
  },
  {
    name: 'several, of which the earliest takes the most',
    dates: ['2027-12-01', '2026-06-01'],
    at: '2028-07-01',
    years: 3,
  },
  {
    name: 'a date that a year brings to the very moment',
    dates: ['2026-07-01'],
    at: '2027-07-01',
    years: 2,
  },
  {
    name: 'a rotted one beside one that was always past, which does not count',
    dates: ['2020-01-01', '2026-07-01'],
    years: 1,
  },
])('$name: the run moves by $years years', ({ dates, at, years }) => {
  const clock = at === undefined ? now : new Date(at);
  const shift = years === null ? null : { after: published, years };
  expect(planDateShift(dates, published, clock)).toEqual(shift);
});

test('a suite that does not say when it was published moves nothing', () => {
  expect(planDateShift(['2026-07-01'], null, now)).toBeNull();
});
