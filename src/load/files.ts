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
export function readText(path: string): { readonly text: string } | { readonly problem: string } {
  try {
    return { text: readFileSync(path, 'utf8') };
  } catch (thrown) {
    return { problem: whyUnreadable(thrown) };
  }
}

/** What the system said of a path, in words. */
export function whyUnreadable(thrown: unknown): string {
  const code = thrown instanceof Error && 'code' in thrown ? String(thrown.code) : '';
  return reasons[code] ?? (thrown instanceof Error ? thrown.message : String(thrown));
}

const missing = 'there is no such file';
const forbidden = 'it cannot be read: permission denied';

const reasons: Readonly<Record<string, string>> = {
  ENOENT: missing,
  ENOTDIR: missing,
  EISDIR: 'it is a directory; name a file',
  EACCES: forbidden,
  EPERM: forbidden,
};
