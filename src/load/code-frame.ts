import { readFileSync } from 'node:fs';
import type { SourceProblem, SourceRange } from '../model/source.ts';

/** What a part of a frame is, for whoever colours it. */
export type FramePart = 'place' | 'message' | 'context' | 'line' | 'caret';

/** How a frame is drawn. */
interface FrameOptions {
  /** Colours one part; absent draws plain text. */
  readonly paint?: (part: FramePart, text: string) => string;
  /** The author's line before a range; absent reads it from the file. */
  readonly before?: (at: SourceRange) => string | null;
}

/**
 * Draws a problem: `file:line:column  message`, the line before, the author's own line, a caret and what to type instead.
 */
export function codeFrame(problem: SourceProblem, options: FrameOptions = {}): string {
  const paint = options.paint ?? ((_, text) => text);
  const { at, hint } = problem;
  const width = String(at.line).length;
  const row = (number: string, text: string) => `  ${number.padStart(width)} | ${text}`;
  const before = (options.before ?? lineBefore)(at);
  const window = cut(at);
  const caret = `${indentOf(window)}${'^'.repeat(window.length)}${hint === null ? '' : ` ${plain(hint)}`}`;
  const lines = [
    `${paint('place', plain(`${at.file}:${at.line}:${at.column}`))}  ${paint('message', plain(problem.message))}`,
    '',
    ...(before?.trim()
      ? [paint('context', row(String(at.line - 1), plain(before).slice(0, widest)))]
      : []),
    paint('line', row(String(at.line), window.text)),
    paint('caret', row('', caret)),
  ];
  return lines.join('\n');
}

/** The line before a range, read from its file; null on the first line and where the file cannot be read. */
export function lineBefore({ file, line }: SourceRange): string | null {
  if (line < 2) return null;
  try {
    return readFileSync(file, 'utf8').split(/\r?\n/)[line - 2] ?? null;
  } catch {
    return null;
  }
}

/** Longest excerpt of a line, in characters. */
const widest = 160;

interface Window {
  readonly text: string;
  readonly column: number;
  readonly length: number;
}

/** A long line is cut so that the caret stays in sight. */
function cut({ text, column, length }: SourceRange): Window {
  const start = column > widest - 20 ? column - 40 : 0;
  const shown = plain(text.slice(start, start + widest));
  const at = column - start;
  return { text: shown, column: at, length: Math.max(1, Math.min(length, shown.length - at + 1)) };
}

/** Tabs stay, so that the caret lands under what the terminal shows. */
function indentOf({ text, column }: Window): string {
  return text
    .slice(0, column - 1)
    .replace(/[^\t]/g, ' ')
    .padEnd(column - 1);
}

/** What a terminal, or a reader's eye, would obey rather than show; one dot for each, so that the caret stays right. */
const unprintable =
  /[\u0000-\u0008\u000a-\u001f\u007f-\u009f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]|\p{Surrogate}/gu;

/** Tags are two units of text each. */
const tags = /[\u{e0000}-\u{e007f}]/gu;

function plain(text: string): string {
  return text.replace(unprintable, '·').replace(tags, '··');
}
