import { expect, test } from 'vitest';
import { codeFrame, lineBefore } from '../../src/load/code-frame.ts';
import type { SourceProblem, SourceRange } from '../../src/model/source.ts';
import { aSuite } from './suites.ts';

const at: SourceRange = {
  file: 'a.yaml',
  line: 84,
  column: 18,
  length: 11,
  text: '        - check: feild_value',
};
const problem: SourceProblem = {
  severity: 'error',
  rule: 'unknown-check',
  message: 'unknown check "feild_value"',
  hint: 'did you mean "field_value"?',
  at,
};
const before = () => '      validations:';

test('a problem is drawn with its place, the line before, its own line, a caret and a hint', () => {
  expect(codeFrame(problem, { before })).toBe(
    `a.yaml:84:18  unknown check "feild_value"

  83 |       validations:
  84 |         - check: feild_value
     |                  ^^^^^^^^^^^ did you mean "field_value"?`,
  );
});

test('without a hint and on the first line there is only the caret', () => {
  const first = {
    ...problem,
    hint: null,
    at: { ...at, line: 1, column: 1, length: 2, text: 'id: x' },
  };
  expect(codeFrame(first)).toBe(`a.yaml:1:1  unknown check "feild_value"\n\n  1 | id: x\n    | ^^`);
});

test('a tab before the caret stays a tab', () => {
  const tabbed = { ...problem, hint: null, at: { ...at, column: 3, length: 1, text: '\t- x' } };
  expect(codeFrame(tabbed, { before }).split('\n').at(-1)).toBe('     | \t ^');
});

test('a long line is cut around its caret', () => {
  const long = {
    ...problem,
    hint: null,
    at: { ...at, column: 501, length: 400, text: `${'a'.repeat(500)}${'b'.repeat(400)}` },
  };
  const [line = '', caret = ''] = codeFrame(long, { before }).split('\n').slice(-2);
  expect(line.length).toBeLessThan(180);
  expect(line[caret.indexOf('^')]).toBe('b');
  expect(line[caret.indexOf('^') - 1]).toBe('a');
});

test('control characters of the source do not reach the terminal', () => {
  const hostile = {
    ...problem,
    message: 'a\u001b[2Jb',
    at: { ...at, text: 'x\u001b]0;t\u0007y', column: 1, length: 1 },
  };
  expect(codeFrame(hostile, { before: () => '\u009b31m' })).not.toMatch(/[\u001b\u0007\u009b]/);
});

test('what turns or hides text is a dot for each character, in the file name too', () => {
  const text = 'a: \u202eb \u200b\u{e0041}c';
  const frame = codeFrame(
    { ...problem, at: { ...at, file: 'a\u202e.yaml', text, column: 10, length: 1 } },
    { before: () => null },
  );
  expect(frame).toContain('a·.yaml:');
  expect(frame).toContain('| a: ·b ···c');
  expect(frame).toContain(`| ${' '.repeat(9)}^`);
});

test('whoever paints sees the parts by name', () => {
  const painted = codeFrame(problem, {
    before,
    paint: (part, text) => `<${part}>${text}</${part}>`,
  });
  expect(painted.match(/<\w+>/g)).toEqual([
    '<place>',
    '<message>',
    '<context>',
    '<line>',
    '<caret>',
  ]);
});

test('the line before is read from the file, and is none where there is none', () => {
  const root = aSuite({ 'a.yaml': 'one\r\ntwo\nthree\n' });
  const beforeLine = (line: number) => lineBefore({ ...at, file: `${root}/a.yaml`, line });
  expect([beforeLine(1), beforeLine(2), beforeLine(3)]).toEqual([null, 'one', 'two']);
  expect(lineBefore({ ...at, file: `${root}/gone.yaml` })).toBeNull();
});
