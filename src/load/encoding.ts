import type { SourceProblem, SourceRange } from '../model/source.ts';

/** What there is to say of a file that holds another encoding, or no text at all; it points at the first byte that is no UTF-8. */
export function notUtf8(file: string, text: string): SourceProblem {
  const wide = text.includes('\0');
  return {
    severity: 'error',
    rule: 'encoding',
    message: `the file is no UTF-8 text; it may be ${wide ? 'UTF-16' : 'Latin-1'}`,
    hint: 'save it as UTF-8',
    at: wide ? { file, line: 1, column: 1, length: 1, text: '' } : firstUnread(file, text),
  };
}

function firstUnread(file: string, text: string): SourceRange {
  const before = text.slice(0, Math.max(0, text.indexOf('\ufffd'))).split('\n');
  const line = before.length;
  const authored = (text.split('\n')[line - 1] ?? '').replace(/\r$/, '');
  return { file, line, column: (before.at(-1) ?? '').length + 1, length: 1, text: authored };
}
