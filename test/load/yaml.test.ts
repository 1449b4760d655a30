import { expect, test } from 'vitest';
import { parseYaml } from '../../src/load/yaml.ts';

const bomb = `a: &a [x, x, x, x, x, x, x, x, x]
b: &b [*a, *a, *a, *a, *a, *a, *a, *a, *a]
c: &c [*b, *b, *b, *b, *b, *b, *b, *b, *b]
d: &d [*c, *c, *c, *c, *c, *c, *c, *c, *c]
`;

test.each([
  {
    name: 'a syntax error points at what could not be read',
    text: 'a: [1, 2\nb: 3\n',
    said: '2:1 yaml-syntax error: not readable as YAML: Flow sequence in block collection must be sufficiently indented and end with a ]',
  },
  {
    name: 'a tab as indentation is named as such',
    text: 'a:\n\t- b\n',
    said: '2:1 yaml-syntax error: a tab is used as indentation',
  },
  {
    name: 'a key that stands twice is an error at the second',
    text: 'a: 1\nb: 2\na: 3\n',
    said: '3:1 duplicate-key error: the key "a" stands twice in the same map',
  },
  {
    name: 'a second document is an error',
    text: 'a: 1\n---\nb: 2\n',
    said: '2:1 yaml-syntax error: the file holds more than one YAML document',
  },
  {
    name: 'an alias bomb is refused at its first alias',
    text: bomb,
    said: '2:8 yaml-alias error: the aliases of this file expand to too much',
  },
  {
    name: 'an alias without an anchor is refused',
    text: 'a: *missing\n',
    said: '1:4 yaml-alias error: the alias *missing stands for nothing: no &missing comes before it',
  },
  {
    name: 'a number that JSON cannot hold is refused',
    text: 'a: 1\nb: .nan\n',
    said: '2:4 wrong-value error: a number must be finite',
  },
  {
    name: 'a tag nobody knows is a warning',
    text: 'a: !secret x\n',
    said: '1:4 yaml-syntax warning: the tag !secret is not known, and ignored',
  },
  {
    name: 'a directive nobody knows is a warning',
    text: '%FOO\n---\na: 1\n',
    said: '1:1 yaml-syntax warning: in this YAML: Unknown directive %FOO',
  },
  {
    name: 'an alias inside of what it stands for is refused',
    text: 'a: &a { b: *a }\n',
    said: '1:12 yaml-alias error: the alias *a stands inside of what it stands for',
  },
  {
    name: 'a merge of a map into itself is refused',
    text: 'a: &a { <<: *a }\n',
    said: '1:13 yaml-alias error: the alias *a stands inside of what it stands for',
  },
  {
    name: 'a merge of what is no map is refused',
    text: 'a: &a 1\nb: { <<: *a, c: 2 }\n',
    said: '2:10 yaml-alias error: "<<" merges maps, and this is none',
  },
])('$name', ({ text, said }) => {
  const { problems } = parseYaml('f.yaml', text);
  expect(
    problems.map(
      ({ at, rule, severity, message }) =>
        `${at.line}:${at.column} ${rule} ${severity}: ${message}`,
    ),
  ).toEqual([said]);
});

test.each([
  { text: 'a: b: c\n', hint: 'quote a text with ": " in it' },
  { text: 'a: "b\n', hint: 'close the quote' },
  { text: 'a:\n  - b\n  c: 1\n', hint: 'indent it like its neighbours' },
  { text: 'a: [b, c\n', hint: 'close every [ and {' },
  { text: 'a\nb: 1\n', hint: 'write a colon after the key' },
  { text: "a: 'it's'\n", hint: 'quote the whole text' },
  { text: 'a: @b\n', hint: 'quote the text' },
  { text: 'a: "\\q"\n', hint: 'double the backslash' },
  { text: 'a: *b\n', hint: 'define it before with &' },
  { text: 'a: !b c\n', hint: 'drop the tag' },
])('what to type instead is said of $text', ({ text, hint }) => {
  expect(parseYaml('f.yaml', text).problems[0]?.hint).toContain(hint);
});

test.each([
  {
    name: 'keys that stand twice',
    text: 'a: 1\na: 2\nb: 3\nb: 4\n',
    value: { a: 2, b: 4 },
    at: ['2:1', '4:1'],
  },
  {
    name: 'numbers JSON does not have',
    text: 'a: [.inf, 1]\nb: .NaN\n',
    value: { a: [0, 1], b: 0 },
    at: ['1:5', '2:4'],
  },
  {
    name: 'aliases that stand for nothing, and none else',
    text: 'a: &good 1\nb: *good\nc: *godo\nd: [*d, 5]\n',
    value: { a: 1, b: 1, c: null, d: [5] },
    at: ['3:4', '4:5'],
  },
  {
    name: 'merges that stand for nothing',
    text: 'a: &a { x: 1 }\nb: { <<: *c }\nd: { <<: [*a, *e], y: 2 }\nf: { <<: 3 }\n',
    value: { a: { x: 1 }, b: {}, d: { x: 1, y: 2 }, f: {} },
    at: ['2:10', '3:15', '4:10'],
  },
])('$name are all reported, and the rest is read', ({ text, value, at }) => {
  const read = parseYaml('f.yaml', text);
  expect(read.problems.map(({ at: { line, column } }) => `${line}:${column}`)).toEqual(at);
  expect(read.value).toEqual(value);
});

test('an alias that is misspelt is told from one that is not there', () => {
  const { problems } = parseYaml('f.yaml', 'a: &good 1\nb: *godo\nc: *nothing_like_it\n');
  expect(problems.map(({ hint }) => hint)).toEqual([
    'did you mean "*good"?',
    'define it before with &, or quote the text',
  ]);
});

test('of a key that stands twice the last is read and pointed at', () => {
  const read = parseYaml('f.yaml', 'a: 1\na: 2\n');
  expect(read.rangeOf(['a']).line).toBe(2);
});

test.each(['a: "*x"\n', 'a: |\n  - **bold** and *x\n', 'a: b[*].c\n', 'a: "<<"\n"<<": .5\n'])(
  'what only looks like an alias is read: %j',
  (text) => {
    const { value, problems } = parseYaml('f.yaml', text);
    expect(problems).toEqual([]);
    expect(value).toBeDefined();
  },
);

test('text nested deeper than the stack is refused, not thrown', () => {
  const { value, problems } = parseYaml('f.yaml', '['.repeat(100_000));
  expect(value).toBeUndefined();
  expect(problems.map(({ severity }) => severity)).toEqual(['error']);
});

test.each([
  { name: 'an empty file', text: '', value: null },
  { name: 'a comment', text: '# nothing\n', value: null },
  { name: 'plain text', text: 'just words\n', value: 'just words' },
  {
    name: 'merge keys',
    text: 'a: &a { x: 1 }\nb: { <<: *a, y: 2 }\n',
    value: { a: { x: 1 }, b: { x: 1, y: 2 } },
  },
  { name: 'timestamps, which stay text', text: 'a: 2026-01-01\n', value: { a: '2026-01-01' } },
  {
    name: 'yes and no, which stay text',
    text: 'a: [yes, no, on]\n',
    value: { a: ['yes', 'no', 'on'] },
  },
])('$name is read', ({ text, value }) => {
  const read = parseYaml('f.yaml', text);
  expect(read.problems).toEqual([]);
  expect(read.value).toEqual(value);
});

test('a key called __proto__ is an own key and changes no prototype', () => {
  const { value } = parseYaml('f.yaml', '__proto__: { polluted: true }\n');
  expect(Object.keys(value as object)).toEqual(['__proto__']);
  expect(Object.getPrototypeOf(value)).toBe(Object.prototype);
  expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
});

const document = `shared: &s
  deep: 1
list:
  - id: first
    body: { a: "x", b: *s }
  - <<: *s
    own: 2
empty:
long: |
  two
  lines
`;

test.each([
  { number: '12345678901234567890', read: '12345678901234567168' },
  { number: '-9007199254740993', read: '-9007199254740992' },
  { number: '1'.padEnd(400, '0'), read: 'Infinity' },
])('an integer that cannot be held is told where it stands: read as $read', ({ number, read }) => {
  const { problems, value } = parseYaml('f.yaml', `a: 1\nb: [${number}]\n`);
  expect(value).toEqual({ a: 1, b: [Number(number)] });
  expect(problems).toMatchObject([
    {
      severity: 'warning',
      rule: 'inexact-number',
      message: `${number} is beyond what a JSON number is sure to hold, and is read as ${read}`,
      at: { line: 2, column: 5 },
    },
  ]);
});

test.each([
  '9007199254740991',
  '10000000000000000000',
  '"12345678901234567890"',
  '0.1234567890123456789',
])('%s is read without a word', (number) => {
  expect(parseYaml('f.yaml', `a: ${number}\n`).problems).toEqual([]);
});

test.each([
  { path: ['list', 0, 'id'], part: 'value', at: '4:9+5' },
  { path: ['list', 0, 'id'], part: 'key', at: '4:5+2' },
  { path: ['list', 0, 'body', 'a'], part: 'value', at: '5:16+3' },
  { path: ['list', 0, 'body', 'b'], part: 'value', at: '5:24+2' },
  { path: ['list', 0, 'body', 'b', 'deep'], part: 'value', at: '2:9+1' },
  { path: ['list', 1, 'deep'], part: 'value', at: '2:9+1' },
  { path: ['list', 1], part: 'value', at: '6:5+6' },
  { path: ['empty'], part: 'value', at: '8:1+5' },
  { path: ['long'], part: 'value', at: '9:7+1' },
  { path: ['list', 7, 'x'], part: 'value', at: '4:3+11' },
  { path: [], part: 'value', at: '1:1+10' },
])('the $part at $path stands at $at', ({ path, part, at }) => {
  const yaml = parseYaml('f.yaml', document);
  const range = part === 'key' ? yaml.keyRangeOf(path) : yaml.rangeOf(path);
  expect(`${range.line}:${range.column}+${range.length}`).toBe(at);
});

test('a file with Windows line ends has the same positions, and lines without the line end', () => {
  const unix = parseYaml('f.yaml', document);
  const windows = parseYaml('f.yaml', document.replaceAll('\n', '\r\n'));
  for (const path of [['list', 0, 'id'], ['list', 1, 'own'], ['empty'], ['long']]) {
    expect(windows.rangeOf(path)).toEqual(unix.rangeOf(path));
  }
});
