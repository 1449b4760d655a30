import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { UsageError } from '../support/errors.ts';

/** The text of a file the user named, or a UsageError that names the flag and the path. */
export function readFile(flag: string, path: string, cwd: string): string {
  try {
    return readFileSync(resolve(cwd, path), 'utf8');
  } catch (error) {
    const why =
      error instanceof Error && 'code' in error && error.code === 'ENOENT'
        ? 'there is no such file'
        : 'it cannot be read';
    throw new UsageError(`${flag} ${path}: ${why}.`);
  }
}
