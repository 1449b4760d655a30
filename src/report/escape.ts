/**
 * Characters a terminal, or a reader's eye, would obey rather than show: C0 and C1 controls (ANSI starts there),
 * bidirectional controls, invisible characters, line separators, tags, and halves of surrogate pairs.
 */
const unprintable =
  /[\u0000-\u001f\u007f-\u009f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]|[\u{e0000}-\u{e007f}]|\p{Surrogate}/gu;

/** The same without the line feed, which separates the lines of a document. */
const unprintableInLine = new RegExp(`(?!\\n)(?:${unprintable.source})`, unprintable.flags);

/** The text on one line with every unprintable character spelt out, e.g. `\u001b`. */
export function printable(text: string): string {
  return text.replace(unprintable, (character) => {
    if (character === '\n') return '\\n';
    if (character === '\t') return '\\t';
    if (character === '\r') return '\\r';
    const code = character.codePointAt(0) ?? 0;
    return code > 0xffff ? `\\u{${code.toString(16)}}` : `\\u${code.toString(16).padStart(4, '0')}`;
  });
}

/** JSON text with the unprintable characters that JSON lets stand written as escapes; it parses to the same value. */
export function printableJson(json: string): string {
  return json.replace(unprintableInLine, (character) => character.replace(/[^]/g, unicodeEscape));
}

/** The first `limit` characters, and an ellipsis where there were more. */
export function cut(text: string, limit: number): string {
  if (text.length <= limit) return text;
  // Cutting between the halves of a surrogate pair would leave half a character.
  const end = /[\ud800-\udbff]/.test(text.charAt(limit - 1)) ? limit - 1 : limit;
  return `${text.slice(0, end)}…`;
}

function unicodeEscape(unit: string): string {
  return `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`;
}
