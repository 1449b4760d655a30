import { expect, test } from 'vitest';
import { Leisure } from '../../src/run/leisure.ts';

/** Pieces of work that write down their names. */
function* pieces(done: string[], ...names: readonly string[]) {
  for (const name of names) {
    done.push(name);
    yield;
  }
}

const turn = () => new Promise((resolve) => setImmediate(resolve));

test('nothing is done before a request is out, and one piece for each turn after that', async () => {
  const done: string[] = [];
  const leisure = new Leisure();
  leisure.add(pieces(done, 'a', 'b'));
  leisure.add(pieces(done, 'c'));
  await turn();
  expect(done).toEqual([]);
  leisure.begin();
  expect(done).toEqual([]);
  await turn();
  expect(done).toEqual(['a']);
  for (let more = 0; more < 6; more += 1) await turn();
  expect(done).toEqual(['a', 'b', 'c']);
});

test('an answer ends it, and the next request goes on with it', async () => {
  const done: string[] = [];
  const leisure = new Leisure();
  leisure.add(pieces(done, 'a', 'b'));
  leisure.begin();
  leisure.end();
  await turn();
  await turn();
  expect(done).toEqual([]);
  leisure.begin();
  await turn();
  expect(done).toEqual(['a']);
});

test('work that goes wrong is left, and the next is done', async () => {
  const done: string[] = [];
  const leisure = new Leisure();
  leisure.add(
    (function* () {
      yield;
      throw new Error('wrong');
    })(),
  );
  leisure.add(pieces(done, 'a'));
  leisure.begin();
  for (let more = 0; more < 4; more += 1) await turn();
  expect(done).toEqual(['a']);
});
