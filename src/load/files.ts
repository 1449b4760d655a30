import { isUtf8 } from 'node:buffer';
import { readFileSync, statSync } from 'node:fs';

/** True for a directory; false for anything else and for what cannot be looked at. */
export function isDirectory(path: string): boolean {
  try {
    return statSync(path).isDirectory();
  } catch {
    return false;
  }
}

/** The text of a file, or in a few words why there is none to read. */
export function readText(path: string): { readonly text: string } | Unreadable {
  const read = readAnyText(path);
  if ('problem' in read || read.isUtf8) return read;
  return { problem: 'it is no UTF-8 text; save it as UTF-8' };
}

/** Like `readText`, for whoever can say where a file is no UTF-8: each byte that is none is read as U+FFFD. */
export function readAnyText(
  path: string,
): { readonly text: string; readonly isUtf8: boolean } | Unreadable {
  try {
    const bytes = readFileSync(path);
    return { text: bytes.toString('utf8'), isUtf8: isUtf8(bytes) };
  } catch (thrown) {
    return { problem: whyUnreadable(thrown) };
  }
}

interface Unreadable {
  readonly problem: string;
}

/** What the system said of a path, in words. */
export function whyUnreadable(thrown: unknown): string {
  const code = thrown instanceof Error && 'code' in thrown ? String(thrown.code) : '';
  return reasons[code] ?? (thrown instanceof Error ? thrown.message : String(thrown));
}

/** What is said of a file that is not there. */
export const missing = 'there is no such file';
const forbidden = 'it cannot be read: permission denied';

const reasons: Readonly<Record<string, string>> = {
  ENOENT: missing,
  ENOTDIR: missing,
  EISDIR: 'it is a directory; name a file',
  EACCES: forbidden,
  EPERM: forbidden,
};
