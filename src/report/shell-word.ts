import { printable } from './escape.ts';

/** A word as a POSIX shell takes it, quoted where it has to be. */
export function shellWord(word: string): string {
  const text = printable(word);
  return /^[\w./@:=,+-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
}
