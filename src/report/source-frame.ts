import type { SourceRange } from '../model/source.ts';
import { printable } from './escape.ts';

/** `file:line:column`. */
export function place({ file, line, column }: SourceRange): string {
  return `${printable(file)}:${line}:${column}`;
}

/** The author's own line with its number, and a caret below what is meant. */
export function sourceFrame({ line, column, length, text }: SourceRange): readonly string[] {
  const gutter = String(line);
  const before = printable(text.slice(0, column - 1));
  const carets = '^'.repeat(
    Math.max(1, printable(text.slice(column - 1, column - 1 + length)).length),
  );
  return [
    `${gutter} | ${printable(text)}`,
    `${' '.repeat(gutter.length)} | ${' '.repeat(before.length)}${carets}`,
  ];
}
