import { expect, test } from 'vitest';
import { parseFloors } from '../../src/load/floors.ts';
import { raiseFloors } from '../../src/load/raise-floors.ts';
import { SourceError } from '../../src/support/errors.ts';

const text = `# Floors of the shipped suite.
targets:
  sales:
    clean_storyboards: 12   # raised after the state machine fix
    passing_steps:  74
    known_failures:
      # the ledger
      idempotency/create_media_buy_replay: "tracked in #12"
      a/b/c: 'a storyboard id with a slash'
  signals: { passing_steps: 3 }
  brand:
    known_failures:
`;

test('a floors file is read with the place of every line', () => {
  const { file, targets } = parseFloors('floors.yaml', text);
  expect(file).toBe('floors.yaml');
  expect([...targets.keys()]).toEqual(['sales', 'signals', 'brand']);
  expect(targets.get('sales')).toMatchObject({
    name: 'sales',
    at: { line: 3, column: 3 },
    metrics: [
      { metric: 'clean_storyboards', floor: 12, at: { line: 4 } },
      { metric: 'passing_steps', floor: 74, at: { line: 5 } },
    ],
    knownFailures: [
      {
        step: 'idempotency/create_media_buy_replay',
        reason: 'tracked in #12',
        at: { line: 8, column: 7 },
      },
      { step: 'a/b/c', at: { line: 9 } },
    ],
  });
  expect(targets.get('brand')).toMatchObject({ metrics: [], knownFailures: [] });
});

test.each([
  ['a list', '- sales', /a map of targets, not a list/, /write "targets:"/],
  ['no targets', 'targets:', /a map of targets, not nothing/, /write "targets:"/],
  ['an unknown key', 'targets: {}\nfloor: 1', /unknown key "floor"/, /known here: targets/],
  ['a target without a map', 'targets: {sales: 3}', /floors of "sales" are a map/, /write/],
  [
    'a misspelt metric',
    'targets: {sales: {passing_step: 3}}',
    /unknown key "passing_step"/,
    /did you mean "passing_steps"\?/,
  ],
  [
    'a negative floor',
    'targets: {sales: {passing_steps: -1}}',
    /from 0 up, not the number -1/,
    /write for example "passing_steps: 12"/,
  ],
  ['half a step', 'targets: {sales: {passing_steps: 1.5}}', /a whole number/, /write for example/],
  ['a quoted floor', 'targets: {sales: {passing_steps: "3"}}', /not "3"/, /write for example/],
  [
    'a ledger as a list',
    'targets: {sales: {known_failures: [a/b]}}',
    /"known_failures" must be a map, not a list/,
    /storyboard_id\/step_id/,
  ],
  [
    'a failure without a reason',
    'targets: {sales: {known_failures: {a/b: }}}',
    /"a\/b" gives no reason/,
    /write a\/b: "why/,
  ],
  [
    'a failure with an empty reason',
    'targets: {sales: {known_failures: {a/b: " "}}}',
    /"a\/b" gives no reason/,
    /write a\/b: "why/,
  ],
  [
    'the same failure twice',
    'targets: {sales: {known_failures: {a/b: x, a/b: y}}}',
    /twice/,
    /keep one/,
  ],
  ['no YAML', 'targets: {', /YAML/, /close every/],
])('%s is refused', (_, source, message, hint) => {
  const error = thrownBy(() => parseFloors('floors.yaml', source));
  expect(error).toBeInstanceOf(SourceError);
  const [problem] = (error as SourceError).problems;
  expect(problem?.message).toMatch(message);
  expect(problem?.hint).toMatch(hint);
  expect(problem?.at.file).toBe('floors.yaml');
});

test('every mistake is reported at once', () => {
  const source = 'targets:\n  sales: {passing_steps: -1}\n  brand: {known: 1}\n';
  const error = thrownBy(() => parseFloors('floors.yaml', source)) as SourceError;
  expect(error.problems.map(({ at }) => at.line)).toEqual([2, 3]);
});

test('raising replaces the digits and keeps comments and layout', () => {
  const { text: raised, raised: changes } = raiseFloors(text, [
    { target: 'signals', raisable: [{ metric: 'passing_steps', observed: 10 }] },
    {
      target: 'sales',
      raisable: [
        { metric: 'clean_storyboards', observed: 13 },
        { metric: 'passing_steps', observed: 104 },
      ],
    },
  ]);
  expect(raised).toBe(
    text
      .replace('clean_storyboards: 12 ', 'clean_storyboards: 13 ')
      .replace('passing_steps:  74', 'passing_steps:  104')
      .replace('{ passing_steps: 3 }', '{ passing_steps: 10 }'),
  );
  expect(changes).toContainEqual({ target: 'sales', metric: 'passing_steps', from: 74, to: 104 });
  expect(changes).toHaveLength(3);
});

test.each([
  ['a lower number', 'sales', 73],
  ['the same number', 'sales', 74],
  ['a target the file does not name', 'creative', 99],
  ['a metric the block does not name', 'brand', 99],
])('raising never writes %s', (_, target, observed) => {
  const raise = { target, raisable: [{ metric: 'passing_steps', observed }] } as const;
  expect(raiseFloors(text, [raise])).toEqual({ text, raised: [], shared: [] });
});

test.each([
  ['a block used elsewhere', 'targets:\n  x: &b\n    passing_steps: 1\n  y: *b\n', true],
  ['a block written elsewhere', 'targets:\n  y: &b\n    passing_steps: 1\n  x: *b\n', true],
  [
    'a number used elsewhere',
    'targets: { x: { passing_steps: &n 1, clean_storyboards: *n } }',
    true,
  ],
  [
    'a number written elsewhere',
    'targets: { x: { clean_storyboards: &n 1, passing_steps: *n } }',
    true,
  ],
  ['a merged block', 'targets:\n  y: &b { passing_steps: 1 }\n  x: { <<: *b }\n', true],
  ['an anchor nothing refers to', 'targets: { x: &b { passing_steps: &n 1 } }', false],
  ['an alias of something else', 'targets: { x: { passing_steps: 1 }, y: &b {}, z: *b }', false],
])('raising %s', (_, source, isShared) => {
  const raise = { target: 'x', raisable: [{ metric: 'passing_steps', observed: 7 }] } as const;
  const found = raiseFloors(source, [raise]);
  expect(found.shared).toEqual(isShared ? [{ target: 'x', metric: 'passing_steps' }] : []);
  expect(found.text).toBe(isShared ? source : source.replace('1', '7'));
});

test('Windows line ends survive raising', () => {
  const windows = text.replaceAll('\n', '\r\n');
  const raise = { target: 'sales', raisable: [{ metric: 'passing_steps', observed: 75 }] } as const;
  expect(raiseFloors(windows, [raise]).text).toBe(windows.replace('74', '75'));
});

function thrownBy(act: () => unknown): unknown {
  try {
    act();
  } catch (thrown) {
    return thrown;
  }
  return null;
}
