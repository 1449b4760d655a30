import { expect, test } from 'vitest';
import { Mislabelled } from '../../src/dispatch/mislabelled.ts';
import type { HttpAnswer } from '../../src/dispatch/wire/http-call.ts';

function answerOf(type?: string): HttpAnswer {
  return {
    kind: 'answer',
    status: 200,
    headers: type === undefined ? {} : { 'content-type': type },
    text: '{}',
  };
}

test.each([
  'application/json',
  'application/json; charset=utf-8',
  'Application/JSON ;charset=utf-8',
  'application/problem+json',
])('%s is a name of JSON', (type) => {
  const mislabelled = new Mislabelled();
  mislabelled.note(answerOf(type));
  expect(mislabelled.notices).toEqual([]);
});

test.each([
  { types: ['text/html'], said: '1 answer is JSON and came with content type "text/html"' },
  { types: [undefined], said: '1 answer is JSON and came with no content type' },
  { types: ['application/jsonp'], said: '1 answer is JSON and came with content type' },
  {
    types: ['application/json', 'text/plain', 'text/html'],
    said: '2 answers are JSON and came with content type "text/plain"',
  },
])('answers of $types: $said', ({ types, said }) => {
  const mislabelled = new Mislabelled();
  for (const type of types) mislabelled.note(answerOf(type));
  expect(mislabelled.notices).toHaveLength(1);
  expect(mislabelled.notices[0]).toMatch(new RegExp(`^${said}.* instead of application/json\\.$`));
});
