import { expect, test } from 'vitest';
import { readAuthored } from './census/authored.ts';
import { census } from './census/census.ts';

test('the suite uses every construct of the published suites', () => {
  const suite = readAuthored();
  const unused = census.filter(({ used }) => !used(suite)).map(({ construct }) => construct);
  expect(unused).toEqual([]);
});

test('no construct is listed twice', () => {
  const names = census.map(({ construct }) => construct);
  expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([]);
});
